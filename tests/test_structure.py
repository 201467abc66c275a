"""Blocks, sections and units of Markdown and of text nobody prepared."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import build_document
from corpus.model import Document, UnitKind
from corpus.readers import RawText
from corpus.units import WINDOW_WORDS
from eval.promises import is_whole


def document(text: str, *, markdown: bool = False) -> Document:
    return build_document(RawText(text, markdown), {}, "x")


def quotable(doc: Document) -> list[str]:
    return [doc.slice(unit.spans) for unit in doc.units]


def test_lone_dashes_mark_the_next_line_as_an_item() -> None:
    doc = document(
        "Causes of tea\nMany causes exist.\nMain Causes\n-\nWater that is hot\n-\nLeaves of tea\n"
    )
    assert doc.sections[-1].heading_path == ("Main Causes",)
    assert quotable(doc)[1:3] == ["Water that is hot", "Leaves of tea"]
    assert quotable(doc)[3] == "Water that is hot\n-\nLeaves of tea"


def test_questions_and_answers_with_markers_that_slipped_a_line() -> None:
    text = (
        "Tea\nFrequently Asked Questions\n-\nWhat is tea?\nA drink of leaves. -\n"
        "Is it strong?\nNot always; it depends on the leaf. -\nWho drinks it?\nMost people do.\n"
    )
    doc = document(text)
    assert [s.heading for s in doc.sections[-3:]] == [
        "What is tea?",
        "Is it strong?",
        "Who drinks it?",
    ]
    assert quotable(doc) == [
        "A drink of leaves.",
        "Not always; it depends on the leaf.",
        "Most people do.",
    ]


def test_an_item_keeps_its_lead_in_and_a_lead_in_never_stands_alone() -> None:
    doc = document(
        "## Why\n\nRest helps most people. Call if you have:\n\n- A fever.\n- Chills.\n",
        markdown=True,
    )
    assert quotable(doc) == [
        "Rest helps most people.",
        "Call if you have:\nA fever.",
        "Call if you have:\nChills.",
        "Call if you have:\n\n- A fever.\n- Chills.",
    ]


def test_a_row_keeps_its_header() -> None:
    doc = document("## Teas\n\n| Tea | Minutes |\n|---|---|\n| Black | 4 |\n", markdown=True)
    assert [u.kind for u in doc.units] == [UnitKind.ROW]
    assert quotable(doc) == ["| Tea | Minutes |\n| Black | 4 |"]


def test_adverts_forms_captions_and_run_together_lines_are_never_quotable() -> None:
    text = """Dealing with tea

Find My Doctor
a woman drinks tea at work

Tea keeps most people awake for hours.

At Leafy Hills, we provide expert care for tea drinkers.

Stages of Tea

10-24 hoursSteep leavesPour waterAdd milk
21-3 daysDrink teaWash cup

Call (708) 555-0199 or visit our website for more information.

Why Choose Leafy Hills?

Trained staff pour each cup.

Comments

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
    assert quotable(document(text)) == ["Tea keeps most people awake for hours."]


def test_a_sentence_cut_by_blank_lines_is_one_sentence() -> None:
    doc = document(
        "Tea\n\nTea is also used to calm people —\n\nif they drink it slowly, it helps.\n"
    )
    assert quotable(doc) == [
        "Tea is also used to calm people —\n\nif they drink it slowly, it helps."
    ]


def test_a_sentence_that_points_back_goes_with_the_one_before_it() -> None:
    doc = document(
        "Tea\n\nTea keeps people awake for hours. This goes away overnight. "
        "It is common to drink it cold.\n"
    )
    assert quotable(doc) == [
        "Tea keeps people awake for hours.",
        "Tea keeps people awake for hours.\nThis goes away overnight.",
        "It is common to drink it cold.",
    ]
    assert doc.text[slice(*doc.units[1].focus)] == "This goes away overnight."


def test_no_list_is_longer_than_a_patient_reads() -> None:
    items = "".join(f"- Leaf number {n} is one of the very many leaves of tea.\n" for n in range(9))
    doc = document(f"## Leaves\n\nThese are the leaves of tea:\n\n{items}", markdown=True)
    lists = [doc.slice(u.spans) for u in doc.units if u.kind is UnitKind.LIST]
    assert lists
    assert all(len(text.replace("- ", "").split()) <= WINDOW_WORDS for text in lists)


LINES = st.sampled_from(
    [
        "Tea is hot.", "Call us now.", "What is tea?", "- an item", "•  Another item.", "-", "",
        "| a | b |", "|---|---|", "| 1 | 2 |", "Short Heading", "## Marked heading",
        "prose without an end that goes on and on until it is longer than sixty characters",
        "A lead-in:", "1. One. Two.", "Q: Why?", "A: Because. It is.", "===",
        "Tea (e.g. green) helps. -",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=25), st.booleans())
def test_every_unit_is_whole_and_in_its_section(lines: list[str], markdown: bool) -> None:
    doc = document("\n".join(lines), markdown=markdown)
    for unit in doc.units:
        section = doc.sections[unit.section]
        for start, end in unit.spans:
            assert is_whole(doc.text, start, end), (doc.text, doc.text[start:end])
            assert section.start <= start < end <= section.end


@given(st.text(max_size=300), st.booleans())
def test_no_text_breaks_the_reader(text: str, markdown: bool) -> None:
    doc = document(text, markdown=markdown)
    assert all(doc.slice(unit.spans).strip() for unit in doc.units)
