"""Whether what was quoted still stands, and the commands that tell."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_records import record
from typer.testing import CliRunner, Result

from corpus.loading import Corpus, build_document
from corpus.model import Document
from corpus.readers import RawText
from qa.__main__ import app
from qa.records.answers import Answers
from qa.records.counts import Counted, Tally, add
from qa.records.integrity import Standing, Verifier, unsound
from qa.records.judgement import Verdict
from qa.records.stored import StoredQuote, Thumb
from qa.records.tables import records_database
from qa.records.verdicts import Verdicts

TEA = """# Tea

## Is it hot?

Most tea is served hot. Let it stand for five minutes first.

Drink it when:

- It no longer steams.
- Your lips can bear it.

## Who drinks it?

Half of all people drink tea. Most tea is served hot, or so they say.
"""


def document(text: str, name: str = "tea") -> Document:
    return build_document(RawText(text, markdown=True), {}, name)


def quote(number: int, source: Document | None = None) -> StoredQuote:
    source = source or document(TEA)
    unit = source.units[number]
    path = source.sections[unit.section].heading_path
    return StoredQuote(source.id, source.sha256, unit.spans, source.slice(unit.spans), path, 0.9)


def standing(number: int, *documents: Document) -> Standing:
    return Verifier(documents).check(quote(number)).standing


FIRST = 0  # Most tea is served hot.
ITEM = next(n for n, u in enumerate(document(TEA).units) if len(u.spans) == 2)


def test_what_nobody_touched_is_the_same(articles: Corpus) -> None:
    verifier = Verifier(articles.documents)
    for article in articles.documents:
        for number in range(len(article.units)):
            stored = quote(number, article)
            check = verifier.check(stored)
            assert check.standing is Standing.SAME
            assert check.spans == stored.spans


def test_the_same_though_another_part_changed() -> None:
    assert standing(FIRST, document(TEA.replace("Half of all", "Most"))) is Standing.SAME


def test_moved_within_its_document() -> None:
    moved = document(TEA.replace("## Is it hot?", "## Is it hot?\n\nTea is a drink."))
    check = Verifier([moved]).check(quote(ITEM))
    assert check.standing is Standing.MOVED
    assert moved.slice(check.spans) == quote(ITEM).text


def test_moved_to_another_document() -> None:
    other = document("# Drinks\n\nHere is how. Most tea is served hot.\n", "drinks")
    check = Verifier([document("# Tea\n\nIt is a drink.\n"), other]).check(quote(FIRST))
    assert (check.standing, check.document_id) == (Standing.MOVED, "drinks")
    assert Verifier([other]).check(quote(FIRST)).standing is Standing.MOVED  # its own is gone


def test_moved_though_sentences_are_cut_otherwise() -> None:
    inside = document("# Tea\n\nAs we said: Most tea is served hot. (So they say.)\n")
    assert standing(FIRST, inside) is Standing.MOVED


def test_a_reworded_sentence_is_changed() -> None:
    reworded = document(TEA.replace("Most tea is served hot. Let", "Most tea is served warm. Let"))
    check = Verifier([reworded]).check(quote(FIRST))
    assert check.standing is Standing.CHANGED
    assert reworded.slice(check.spans) == "Most tea is served warm."


def test_twice_elsewhere_is_changed_for_nobody_can_tell_which() -> None:
    twice = "# Tea\n\nHello. Most tea is served hot.\n\n## More\n\nYes. Most tea is served hot.\n"
    assert standing(FIRST, document(twice)) is Standing.CHANGED


def test_nothing_like_it_is_gone() -> None:
    assert (
        standing(FIRST, document("# Tea\n\nCups are made of clay or of glass.\n")) is Standing.GONE
    )
    assert standing(FIRST, document("# Cups\n\nCups are made of clay.\n", "cups")) is Standing.GONE
    assert standing(FIRST) is Standing.GONE


def test_spans_past_the_end_are_no_accident() -> None:
    assert standing(ITEM, document("# Tea\n\nTea.\n")) is Standing.GONE


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 99), st.integers(-5, 99))))
def test_any_quote_can_be_checked(text: str, spans: list[tuple[int, int]]) -> None:
    stored = StoredQuote("tea", "", tuple(spans), text, (), 0.5)
    check = Verifier([document(TEA)]).check(stored)
    assert (check.standing is Standing.GONE) == (check.spans == ())


def test_findings_are_told_by_answer() -> None:
    verifier = Verifier([document(TEA.replace("Half of all people", "Nobody at all"))])
    last = len(document(TEA).units) - 2
    answers = [("a", (quote(FIRST), quote(last))), ("b", (quote(FIRST),)), ("c", ())]
    findings = list(verifier.verify(answers))
    assert [(f.answer_id, f.number) for f in findings] == [("a", 1), ("a", 2), ("b", 1)]
    assert unsound(findings) == {"a"}


# -- Commands ------------------------------------------------------------------------------------


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUOTEBACK_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "tea.md").write_text(TEA)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_commands_before_anything_was_kept(var: Path, corpus: Path) -> None:
    assert "nothing was kept yet" in run("records").output
    got = run("verify", "--corpus", str(corpus))
    assert (got.exit_code, "no quote was kept yet" in got.output) == (0, True)
    assert not var.exists()


def test_verify_tells_what_is_lost_and_says_so_to_scripts(var: Path, corpus: Path) -> None:
    answers = Answers(records_database(var / "quoteback.db"))
    answers.insert(record(1, quotes=(quote(FIRST), quote(ITEM))))
    got = run("verify", "--corpus", str(corpus))
    assert (got.exit_code, got.output) == (0, "2 quotes: 2 same, 0 moved, 0 changed, 0 gone\n")
    (corpus / "tea.md").write_text(TEA.replace("Most tea", "Tea is a drink. Most tea", 1))
    got = run("verify", "--corpus", str(corpus))
    assert (got.exit_code, got.output.count("moved")) == (0, 3)
    (corpus / "tea.md").write_text("# Tea\n\nCups are made of clay or of glass.\n")
    got = run("verify", "--corpus", str(corpus))
    assert got.exit_code == 1
    assert "gone    answer-1 [1]  tea:" in got.output
    assert "2 gone" in got.output


def test_records_prints_counts_and_no_question(var: Path) -> None:
    database = records_database(var / "quoteback.db")
    Answers(database).insert(record(1, question="my zebra", read_as="my zebra"))
    assert Answers(database).vote("answer-1", "talk-1", Thumb.DOWN)
    Verdicts(database).judge("answer-1", "reviewer-1", Verdict.WRONG_PASSAGE, note="zebra")
    with database.write() as connection:
        add(connection, (Tally("2026-11-20", Counted.RULE, "fever", 3),))
    got = run("records")
    assert got.exit_code == 0
    assert "records = redacted, kept for 30 days" in got.output
    assert "answers:  1 (1 answered, 0 abstained, 0 escalated), 2026-11-20 to" in got.output
    assert "votes:    0 up, 1 down" in got.output
    assert "verdicts: 1 (1 wrong_passage)" in got.output
    assert "2026-11-20 rule fever: 3" in got.output
    assert "zebra" not in got.output
