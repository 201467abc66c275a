"""How a question is read: slips mended, follow-ups completed, synonyms for searching by words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import Corpus
from qa.conversation import Reader
from qa.vocabulary import Vocabulary, expand, topic_in


@pytest.fixture(scope="session")
def reader(articles: Corpus) -> Reader:
    return Reader(articles)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("acupunture made it worse", "acupuncture made it worse"),
        ("back pain after epidurel", "back pain after epidural"),
        ("is ibuprofin ok", "is ibuprofen ok"),
        ("side efects of gabapentine", "side effects of gabapentin"),
        ("sympoms of a leak", "symptoms of a leak"),
        ("wot is a blood pach", "what is a blood patch"),
        ("woud they inject my hevy back", "would they inject my heavy back"),
        # English words that no article holds
        ("rinse it, panicking, hunching over wifi", "rinse it, panicking, hunching over wifi"),
        # real words, other medicines, names and shouting stay as they are
        ("can I take a bath", "can I take a bath"),
        ("prednisolone and oxycodone", "prednisolone and oxycodone"),
        ("trazodone or tramadol", "trazodone or tramadol"),
        ("Dr Kowalczyk said so", "Dr Kowalczyk said so"),
        ("asdfghjkl", "asdfghjkl"),
    ],
)
def test_slips(reader: Reader, typed: str, mended: str) -> None:
    assert [read.text for read in reader.read(typed)] == [mended]


def test_no_medicine_is_mended_into_another(articles: Corpus) -> None:
    vocabulary = Vocabulary(articles)
    names = """prednisolone hydrocodone methocarbomol clonidine lamotrigine nortriptyline ketoprofen
    meloxicam cyclizine baclosan duloxetin escitalopram tizanidin alendronate""".split()
    kept = {"methocarbomol": "methocarbamol", "duloxetin": "duloxetine", "tizanidin": "tizanidine"}
    for name in names:
        assert vocabulary.mend(name) == kept.get(name, name)


@pytest.mark.parametrize(
    ("history", "question", "topic"),
    [
        (["is worse pain after acupuncture normal?"], "how long does it last?", "acupuncture"),
        (["my epidural was last week"], "when can I lift my baby?", "epidural"),
        (["what is a blood patch", "does it hurt"], "and how long does it take", "blood patch"),
        (["do steroid injections work"], "are they safe", "back injection"),
        (["can amitriptyline help after back surgery"], "does it dry your mouth", "amitriptyline"),
    ],
)
def test_a_follow_up_carries_its_topic(
    reader: Reader, history: list[str], question: str, topic: str
) -> None:
    for read in reader.read(question, tuple(history)):
        assert read.text.startswith(question)
    first = reader.read(question, tuple(history))[0].text
    assert topic in first or topic_in(first) == topic


@pytest.mark.parametrize(
    "question",
    [
        "what are the side effects of an epidural blood patch",
        "is it normal to have a headache after a spinal tap",
        "how long does soreness after acupuncture last",
        "duloxetine side effects",
    ],
)
def test_a_question_that_stands_alone_carries_nothing(reader: Reader, question: str) -> None:
    (read,) = reader.read(question, ("is gabapentin used after back surgery",))
    assert read.text == question


def test_what_names_nothing_may_lean_on_what_was_said_or_stand_alone(reader: Reader) -> None:
    texts = [
        read.text
        for read in reader.read(
            "neck stiff, shoulder tight, sleeping badly", ("is a blood patch safe",)
        )
    ]
    assert texts[-1] == "neck stiff, shoulder tight, sleeping badly"
    assert all("blood patch" in text for text in texts[:-1])
    assert len(texts) > 1


def test_words_are_searched_under_their_other_names() -> None:
    assert "acetaminophen" in expand("can I take tylenol")
    assert "urinate" in expand("cant pee")
    assert expand("hello") == "hello"


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=3))
def test_any_text_can_be_read(reader: Reader, question: str, history: list[str]) -> None:
    for read in reader.read(question, tuple(history)):
        assert isinstance(read.text.encode("utf-8"), bytes)
