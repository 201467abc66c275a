"""From an answer that was stored, through a verdict, into the gold set: it says what was said."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from seeding import candidate_of, fill, quote_of, record
from typer.testing import CliRunner

from corpus.loading import ARTICLES, Corpus, load_document
from corpus.model import Document, UnitKind
from eval.__main__ import app
from eval.adopting import Change, adopt
from eval.alarms import Heard, adopted_beside, load_messages, measure_alarms
from eval.asked_already import ADOPTED, Places
from eval.folder import read_run, write_run
from eval.gold import GOLD, Case, CaseKind, GoldError, answers, load_gold
from eval.runs import Result, run_cases
from index.hashing import HashingEncoder
from index.home import open_index
from qa.assistant import Assistant
from qa.outcome import AlertLevel
from qa.records.database import Database
from qa.records.judgement import Verdict
from qa.records.recorder import Recorder
from qa.records.stored import AnswerRecord, Kind
from qa.records.verdicts import Verdicts
from qa.records.wishes import wishes_file, write_wishes
from qa.safety.rules import load_rules
from qa.settings import Settings

RULES = [rule.id for rule in load_rules()]
ONE, TWO = "reviewer-1", "reviewer-2"
ASKED = "zebra question that nobody has asked"
LONG_AGO = "2026-01-05T10:00:00Z"
BREAKS = "zebra\u2028crossing\x85and\u2029stripes"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A copy of the shipped gold set."""
    shutil.copytree(GOLD, tmp_path / "gold")
    shutil.copy(Places().alarms, tmp_path / "alarms.jsonl")
    (tmp_path / "gold" / ADOPTED).unlink(missing_ok=True)
    return Places(tmp_path / "gold", tmp_path / "alarms.jsonl")


@pytest.fixture
def document(articles: Corpus) -> Document:
    return articles.get("back-surgery-pain-medicines")


@pytest.fixture
def keep(tmp_path: Path) -> Callable[..., tuple[Database, Verdicts]]:
    def keep(*records: AnswerRecord) -> tuple[Database, Verdicts]:
        database = fill(tmp_path / "quoteback.db", records)
        return database, Verdicts(database)

    return keep


def now(days_ago: int = 0) -> str:
    return (datetime.now(UTC) - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def no_longer_keep(database: Database) -> None:
    with database.write() as connection:
        connection.execute("DELETE FROM answers")


def unit(document: Document, kind: UnitKind) -> int:
    return next(n for n, found in enumerate(document.units) if found.kind is kind)


def adopted(corpus: Corpus, places: Places) -> list[Case]:
    cases = load_gold(corpus, places.gold)
    return [case for case in cases if case.id.startswith("adopted-")]


def told(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.what, change.id) for change in changes]


@pytest.mark.parametrize("kind", list(UnitKind))
def test_right_says_that_the_first_quote_answers(
    articles: Corpus, document: Document, places: Places, keep, kind: UnitKind
) -> None:
    number = unit(document, kind)
    quote, other = quote_of(document, number), quote_of(document, number + 1)
    database, verdicts = keep(record("a1", question=ASKED, quotes=[quote, other]))
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    changes = adopt(database, articles, RULES, places)
    assert told(changes) == [("added", "adopted-a1")]
    assert ASKED in changes[0].told
    (case,) = adopted(articles, places)
    assert (case.kind, case.question, case.split) == (CaseKind.ANSWERABLE, ASKED, "dev")
    assert (case.document, case.topic) == (document.id, "surgery")
    assert (case.reviewer, case.judged_on) == (ONE, verdicts.all()[0].at[:10])
    assert answers(document, quote.spans, case)
    far = document.units[-1 if number < 5 else 0]
    assert not answers(document, far.spans, case)


@pytest.mark.parametrize("verdict", [Verdict.WRONG_PASSAGE, Verdict.SHOULD_ANSWER])
def test_a_marked_passage_is_the_answer(
    articles: Corpus, document: Document, places: Places, keep, verdict: Verdict
) -> None:
    kind = Kind.ANSWERED if verdict is Verdict.WRONG_PASSAGE else Kind.ABSTAINED
    quotes = [quote_of(document, 0)] if kind is Kind.ANSWERED else []
    database, verdicts = keep(
        record("a1", kind, question=ASKED, quotes=quotes), record("a2", kind, question="zebra two")
    )
    marked = document.units[unit(document, UnitKind.ITEM)]
    verdicts.judge("a1", ONE, verdict, document_id=document.id, spans=marked.spans)
    verdicts.judge("a2", ONE, verdict)
    changes = adopt(database, articles, RULES, places)
    assert sorted(told(changes)) == [("added", "adopted-a1"), ("left out", "adopted-a2")]
    (case,) = adopted(articles, places)
    assert answers(document, marked.spans, case)
    assert not answers(document, document.units[0].spans, case)


def test_two_lines_marked_either_would_do(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    first, second = (u for u in [u for u in document.units if u.kind is UnitKind.SENTENCE][:2])
    spans = tuple(sorted({*first.spans, *second.spans}))
    database, verdicts = keep(record("a1", Kind.ABSTAINED, question=ASKED))
    verdicts.judge("a1", ONE, Verdict.SHOULD_ANSWER, document_id=document.id, spans=spans)
    adopt(database, articles, RULES, places)
    (case,) = adopted(articles, places)
    assert answers(document, first.spans, case)
    assert answers(document, second.spans, case)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(Kind.ANSWERED, Verdict.SHOULD_ABSTAIN), (Kind.ABSTAINED, Verdict.RIGHT)],
)
def test_must_abstain(
    articles: Corpus, document: Document, places: Places, keep, kind: Kind, verdict: Verdict
) -> None:
    near = [candidate_of(document, 0, 0.2)]
    database, verdicts = keep(record("a1", kind, question=ASKED, candidates=near))
    verdicts.judge("a1", ONE, verdict)
    adopt(database, articles, RULES, places)
    (case,) = adopted(articles, places)
    assert (case.kind, case.answers, case.topic) == (CaseKind.NEAR, (), "surgery")


def test_should_have_alarmed_is_a_message_that_must(articles: Corpus, places: Places, keep) -> None:
    database, verdicts = keep(
        record("a1", Kind.ABSTAINED, question=ASKED, conversation="t", turn=1),
        record("a0", Kind.ANSWERED, question="the zebra before", conversation="t", turn=0),
    )
    verdicts.judge("a1", ONE, Verdict.SHOULD_ALARM)
    before = load_messages(RULES, "dev", places.alarms)
    adopt(database, articles, RULES, places)
    assert adopted(articles, places) == []
    (message,) = load_messages(RULES, "dev", places.alarms)[len(before) :]
    assert message.messages == ("the zebra before", ASKED)
    assert (message.urgent, message.reviewer) == (True, ONE)
    silent, heard = Heard(message, (), frozenset()), measure_alarms
    measures = {measure.name: measure.value for measure in heard([silent])}
    assert measures["urgent messages missed"] == 1.0


def test_an_alarm_that_was_right_must_stay_and_a_false_one_must_go(
    articles: Corpus, places: Places, keep
) -> None:
    database, verdicts = keep(
        record("a1", Kind.ESCALATED, question=ASKED, rules=["infection", "no-longer-a-rule"]),
        record("a2", Kind.ESCALATED, question="zebra crossing", rules=["infection"]),
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    verdicts.judge("a2", ONE, Verdict.SHOULD_ABSTAIN)
    adopt(database, articles, RULES, places)
    messages = {m.id: m for m in load_messages(RULES, "dev", places.alarms)}
    assert (messages["adopted-a1"].urgent, messages["adopted-a1"].rules) == (True, {"infection"})
    assert (messages["adopted-a2"].urgent, messages["adopted-a2"].rules) == (False, frozenset())
    assert [case.id for case in adopted(articles, places)] == ["adopted-a2"]


def test_a_rule_less_message_counts_as_help_at_whichever_level() -> None:
    message = load_messages(RULES, "dev")[0]
    urgent = replace(message, rules=frozenset(), urgent=True)
    heard = Heard(urgent, (), frozenset())
    assert heard.must_help
    assert AlertLevel.EMERGENCY not in heard.expected


def test_reviewers_who_disagree_are_left_out_and_told(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    quotes = [quote_of(document, 0)]
    database, verdicts = keep(record("a1", question=ASKED, quotes=quotes),
                              record("a2", question="zebra two", quotes=quotes))  # fmt: skip
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    verdicts.judge("a1", TWO, Verdict.SHOULD_ABSTAIN)
    verdicts.judge("a2", ONE, Verdict.RIGHT)
    verdicts.judge("a2", TWO, Verdict.RIGHT)
    changes = adopt(database, articles, RULES, places)
    assert sorted(told(changes)) == [("added", "adopted-a2"), ("left out", "adopted-a1")]
    out = next(change for change in changes if change.what == "left out")
    assert "reviewer-1: right" in out.told
    assert "reviewer-2: should_abstain" in out.told
    assert adopted(articles, places)[0].reviewer == "reviewer-1, reviewer-2"


@pytest.mark.parametrize("verdict", [Verdict.WRONG_WORDS, Verdict.MISSING_WARNING])
def test_what_no_gold_case_can_hold_is_left_out(
    articles: Corpus, document: Document, places: Places, keep, verdict: Verdict
) -> None:
    database, verdicts = keep(record("a1", question=ASKED, quotes=[quote_of(document, 0)]))
    verdicts.judge("a1", ONE, verdict)
    assert told(adopt(database, articles, RULES, places)) == [("left out", "adopted-a1")]
    assert not (places.gold / ADOPTED).exists()


def test_nothing_twice(articles: Corpus, document: Document, places: Places, keep) -> None:
    quotes = [quote_of(document, 0)]
    known = next(case for case in load_gold(articles, places.gold) if case.split == "dev")
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=quotes, at="2026-11-20T10:00:00Z"),
        record("a2", question=ASKED.upper() + "?!", quotes=quotes, at="2026-11-20T11:00:00Z"),
        record("a3", question=known.question, quotes=quotes),
    )
    for answer_id in ("a1", "a2", "a3"):
        verdicts.judge(answer_id, ONE, Verdict.RIGHT)
    changes = adopt(database, articles, RULES, places)
    assert sorted(told(changes)) == [
        ("added", "adopted-a1"), ("left out", "adopted-a2"), ("left out", "adopted-a3"),
    ]  # fmt: skip
    written = (places.gold / ADOPTED).read_bytes()
    again = adopt(database, articles, RULES, places)
    assert {change.what for change in again} == {"left out"}
    assert (places.gold / ADOPTED).read_bytes() == written


def test_the_test_part_is_neither_touched_nor_taught(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    tests = [case for case in load_gold(articles, places.gold) if case.split == "test"]
    alone = next(case for case in tests if not case.history)
    follow_up = next(case for case in tests if case.history and case.full)
    alarm = next(m for m in load_messages(RULES, "test", places.alarms) if len(m.messages) == 1)
    quotes = [quote_of(document, 0)]
    database, verdicts = keep(
        record("a1", question=f"  {alone.question.upper()} ?", quotes=quotes),
        record("a2", question="zebra", read_as=follow_up.full, quotes=quotes),
        record("a3", question=alarm.messages[0], quotes=quotes),
    )
    for answer_id in ("a1", "a2", "a3"):
        verdicts.judge(answer_id, ONE, Verdict.RIGHT)
    files = {path: path.read_bytes() for path in places.gold.glob("*.jsonl")}
    changes = adopt(database, articles, RULES, places)
    assert {(change.what, change.told) for change in changes} == {
        ("left out", "the test part asks the same")
    }
    assert {path: path.read_bytes() for path in places.gold.glob("*.jsonl")} == files
    assert load_gold(articles, places.gold, split="test") == tests


def test_a_case_follows_its_reviewer(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    database, verdicts = keep(record("a1", question=ASKED, quotes=[quote_of(document, 0)]))
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    second = verdicts.judge("a1", ONE, Verdict.SHOULD_ABSTAIN)
    assert told(adopt(database, articles, RULES, places)) == [("changed", "adopted-a1")]
    assert adopted(articles, places)[0].kind is CaseKind.NEAR
    third = verdicts.judge("a1", ONE, Verdict.SHOULD_ALARM)
    changes = adopt(database, articles, RULES, places)
    assert sorted(told(changes)) == [("added", "adopted-a1"), ("removed", "adopted-a1")]
    assert adopted_beside(places.alarms).is_file()
    assert adopted(articles, places) == []
    verdicts.undo(third.id, ONE)
    adopt(database, articles, RULES, places)
    assert adopted(articles, places)[0].kind is CaseKind.NEAR
    assert not adopted_beside(places.alarms).is_file()
    verdicts.undo(second.id, ONE)
    verdicts.undo(verdicts.current("a1")[0].id, ONE)
    assert told(adopt(database, articles, RULES, places)) == [("removed", "adopted-a1")]
    assert not (places.gold / ADOPTED).exists()


def test_a_case_stays_when_its_answer_is_no_longer_kept(
    articles: Corpus, document: Document, places: Places, keep, tmp_path: Path
) -> None:
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=[quote_of(document, 0)], at=LONG_AGO)
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    no_longer_keep(database)
    assert adopt(database, articles, RULES, places) == ()
    assert adopt(fill(tmp_path / "other.db", []), articles, RULES, places) == ()
    assert len(adopted(articles, places)) == 1


def test_a_quote_that_moved_is_found_and_one_that_changed_is_left_out(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    quote = quote_of(document, 0)
    moved = replace(quote, sha256="0" * 64, spans=tuple((a + 7, b + 7) for a, b in quote.spans))
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=[moved]),
        record("a2", question="zebra two", quotes=[replace(quote, text="No article says this.")]),
        record("a3", question="zebra three", quotes=[replace(quote, document_id="gone")]),
    )
    for answer_id in ("a1", "a2", "a3"):
        verdicts.judge(answer_id, ONE, Verdict.RIGHT)
    changes = adopt(database, articles, RULES, places)
    assert [change.what for change in changes] == ["added", "left out", "left out"]
    assert answers(document, quote.spans, adopted(articles, places)[0])


def test_a_passage_marked_in_another_text_is_left_out(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    old = replace(candidate_of(document, 0, 0.3), sha256="0" * 64)
    database, verdicts = keep(record("a1", Kind.ABSTAINED, question=ASKED, candidates=[old]))
    spans = document.units[0].spans
    verdicts.judge("a1", ONE, Verdict.SHOULD_ANSWER, document_id=document.id, spans=spans)
    (change,) = adopt(database, articles, RULES, places)
    assert "has changed since" in change.told


# -- What changes after adoption -----------------------------------------------------------------


def a_sentence_that_no_case_needs(document: Document, corpus: Corpus, places: Places) -> int:
    needed = {a.span for c in load_gold(corpus, places.gold) for a in c.answers}
    return next(
        number
        for number, unit in enumerate(document.units)
        if unit.kind is UnitKind.SENTENCE and len(unit.spans) == 1 and unit.focus not in needed
    )


def edited(corpus: Corpus, document: Document, old: str, new: str, folder: Path) -> Corpus:
    """The corpus after somebody put `new` in place of `old` in that article's file."""
    text = (ARTICLES / f"{document.id}.md").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = folder / f"{document.id}.md"
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = load_document(path)
    return replace(
        corpus, documents=tuple(after if d.id == after.id else d for d in corpus.documents)
    )


@pytest.mark.parametrize("kept", [True, False])
def test_a_case_goes_when_the_article_no_longer_says_it(
    articles: Corpus, document: Document, places: Places, keep, tmp_path: Path, kept: bool
) -> None:
    number = a_sentence_that_no_case_needs(document, articles, places)
    quotes, old = [quote_of(document, number)], document.slice(document.units[number].spans)
    other = [quote_of(document, unit(document, UnitKind.ROW))]
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=quotes, at=LONG_AGO),
        record("a2", question="zebra crossing", quotes=other, at=LONG_AGO),
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    verdicts.judge("a2", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    if not kept:
        no_longer_keep(database)
    new = old.replace(" ", " really ", 1)
    corpus = edited(articles, document, old, new, tmp_path)
    with pytest.raises(GoldError, match="python -m eval adopt"):
        load_gold(corpus, places.gold)
    for write in (False, True):
        changes = adopt(database, corpus, RULES, places, write=write)
        assert told(changes) == [("removed", "adopted-a1")] + [("left out", "adopted-a1")] * kept
        assert "the article no longer says it; the nearest is" in changes[0].told
        assert new in changes[0].told
    assert [case.id for case in adopted(corpus, places)] == ["adopted-a2"]


def test_a_marked_case_stays_when_the_article_changes_elsewhere(
    articles: Corpus, document: Document, places: Places, keep, tmp_path: Path
) -> None:
    number = a_sentence_that_no_case_needs(document, articles, places)
    elsewhere = document.slice(document.units[number].spans)
    marked = document.units[unit(document, UnitKind.ROW)].spans
    near = [candidate_of(document, 0, 0.3)]
    database, verdicts = keep(record("a1", Kind.ABSTAINED, question=ASKED, candidates=near))
    verdicts.judge("a1", ONE, Verdict.SHOULD_ANSWER, document_id=document.id, spans=marked)
    adopt(database, articles, RULES, places)
    new = elsewhere.replace(" ", " really ", 1)
    corpus = edited(articles, document, elsewhere, new, tmp_path)
    assert adopt(database, corpus, RULES, places) == ()
    assert len(adopted(corpus, places)) == 1
    verdicts.judge("a1", TWO, Verdict.SHOULD_ANSWER, document_id=document.id, spans=marked)
    changes = adopt(database, corpus, RULES, places)
    assert told(changes) == [("removed", "adopted-a1"), ("left out", "adopted-a1")]


def test_a_case_goes_with_its_article(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    number = a_sentence_that_no_case_needs(document, articles, places)
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=[quote_of(document, number)], at=LONG_AGO)
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    no_longer_keep(database)
    for path in places.gold.glob("*.jsonl"):  # cases of ours that need the article too
        if path.name != ADOPTED:
            path.unlink()
    renamed = replace(document, id="renamed")
    others = tuple(d for d in articles.documents if d.id != document.id)
    for corpus, reason in (
        (replace(articles, documents=(*others, renamed)), "there is no article"),
        (replace(articles, documents=others), "the article no longer says it"),
    ):
        (change,) = adopt(database, corpus, RULES, places, write=False)
        assert (change.what, reason in change.told) == ("removed", True)


@pytest.mark.parametrize("kept", [True, False])
def test_an_alarm_whose_rule_has_another_name_is_met_by_whichever(
    articles: Corpus, places: Places, keep, kept: bool
) -> None:
    (places.alarms).write_text("")
    database, verdicts = keep(
        record("a1", Kind.ESCALATED, question=ASKED, rules=["infection"], at=LONG_AGO)
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    if not kept:
        no_longer_keep(database)
    rules = [rule for rule in RULES if rule != "infection"]
    with pytest.raises(GoldError, match="python -m eval adopt"):
        load_messages(rules, "dev", places.alarms)
    assert told(adopt(database, articles, rules, places)) == [("changed", "adopted-a1")]
    (message,) = load_messages(rules, "dev", places.alarms)
    assert (message.urgent, message.rules) == (True, frozenset())


@pytest.mark.parametrize(("split", "reason"), [("dev", "x-1 asks the same"), ("test", "test part")])
def test_a_case_goes_when_somebody_writes_one_that_asks_the_same(
    articles: Corpus, document: Document, places: Places, keep, split: str, reason: str
) -> None:
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=[quote_of(document, 0)], at=LONG_AGO)
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    no_longer_keep(database)
    written = {"id": "x-1", "kind": "far", "question": ASKED, "topic": "other", "style": "plain"}
    line = json.dumps({**written, "split": split, "fact": "x-1"})
    (places.gold / "written.jsonl").write_text(line + "\n")
    (change,) = adopt(database, articles, RULES, places)
    assert (change.what, change.id) == ("removed", "adopted-a1")
    assert reason in change.told
    assert not (places.gold / ADOPTED).exists()


# -- Forgetting ----------------------------------------------------------------------------------


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def assistant(document: Document, tmp_path: Path) -> Assistant:
    """One that reads that article alone."""
    home = tmp_path / "documents"
    home.mkdir()
    shutil.copy(ARTICLES / f"{document.id}.md", home)
    return Assistant(open_index(home, HashingEncoder()), Settings(scorer="none"))


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUOTEBACK_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


def test_runs_keep_no_word_of_a_question_that_was_adopted(
    articles: Corpus, document: Document, places: Places, var: Path, assistant: Assistant
) -> None:
    path, talk = var / "quoteback.db", "a-talk-of-somebody"
    turns = ["my quaggamarker before", "and what of my quaggamarker then"]
    shared = {"conversation": talk, "at": now()}
    records = [record(f"a{at}", question=turns[at], turn=at, **shared) for at in (0, 1)]
    database = fill(path, records)
    place = {"document_id": document.id, "spans": document.units[0].spans}
    for one in records:
        Verdicts(database).judge(one.answer_id, ONE, Verdict.WRONG_PASSAGE, **place)
    adopt(database, articles, RULES, places)
    cases = adopted(articles, places)
    assert [(case.question, len(case.history)) for case in cases] == [(turns[0], 0), (turns[1], 1)]
    results = run_cases(assistant, cases)
    assert [result.error for result in results] == ["", ""]
    failed = [replace(r, shown=(), error=f"ValueError: {r.case.question}") for r in results]
    runs = [write_run({"split": "dev"}, results, None)]
    runs += [write_run({"split": "dev"}, failed, var / "runs" / "failed")]
    back = read_run(runs[1]).results
    assert [len(result.case.history) for result in back] == [0, 1]
    assert {result.error for result in back} == {"ValueError"}
    for command in (["report", str(runs[1])], ["compare", *map(str, runs)]):
        ran = CliRunner().invoke(app, command)
        assert ran.exit_code == 0, ran.output
        assert "quagga" not in ran.output
    page = (runs[1] / "report.html").read_text()
    assert "(adopted case adopted-a0: question not kept in runs)" in page
    assert b"quagga" in bytes_below(var)  # in the records
    recorder = Recorder(path)
    assert recorder.forget([talk], 20)
    recorder.close()
    assert b"quagga" not in bytes_below(var)
    changes = adopt(database, articles, RULES, places)
    assert told(changes) == [("removed", "adopted-a0"), ("removed", "adopted-a1")]
    assert "quagga" not in str(changes)
    assert b"quagga" not in bytes_below(places.gold.parent)


def test_a_case_goes_when_its_answer_was_forgotten(
    articles: Corpus, document: Document, places: Places, keep, tmp_path: Path
) -> None:
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=[quote_of(document, 0)], at=now(days_ago=5)),
        record("a2", Kind.ABSTAINED, question="zebra crossing", at=now(days_ago=5)),
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    verdicts.judge("a2", ONE, Verdict.SHOULD_ALARM)
    adopt(database, articles, RULES, places)
    assert adopt(fill(tmp_path / "other.db", []), articles, RULES, places) == ()
    no_longer_keep(database)
    assert adopt(database, articles, RULES, places, days=5) == ()  # those days are over
    changes = adopt(database, articles, RULES, places)
    assert told(changes) == [("removed", "adopted-a1"), ("removed", "adopted-a2")]
    assert {change.told for change in changes} == {"its patient had the answer forgotten"}
    assert not any(path.exists() for path in places.adopted)


def test_what_waits_to_be_forgotten_is_neither_adopted_nor_stays(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    quotes = [quote_of(document, 0)]
    database, verdicts = keep(
        record("a1", question=ASKED, quotes=quotes, conversation="one-of-them", at=now()),
        record("a2", question="zebra two", quotes=quotes, conversation="another-one", at=now()),
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    adopt(database, articles, RULES, places)
    verdicts.judge("a2", ONE, Verdict.RIGHT)
    write_wishes(wishes_file(database.path), ["one-of-them", "another-one"])
    assert told(adopt(database, articles, RULES, places)) == [("removed", "adopted-a1")]
    assert not (places.gold / ADOPTED).exists()


# -- The files -----------------------------------------------------------------------------------


def test_what_other_readers_take_for_the_end_of_a_line_is_read_back(
    articles: Corpus, document: Document, places: Places, keep, tmp_path: Path
) -> None:
    database, verdicts = keep(
        record("a1", question=BREAKS, quotes=[quote_of(document, 0)]),
        record("a2", Kind.ABSTAINED, question=BREAKS + " Zoë"),
    )
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    verdicts.judge("a2", ONE, Verdict.SHOULD_ALARM)
    for expected in (["added"] * 2, []):
        assert [change.what for change in adopt(database, articles, RULES, places)] == expected
    (case,) = adopted(articles, places)
    assert case.question == BREAKS
    (message,) = (m for m in load_messages(RULES, "dev", places.alarms) if m.reviewer)
    assert message.messages == (f"{BREAKS} Zoë",)
    for path in places.adopted:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) == 1
        path.write_text(json.dumps(json.loads(text), ensure_ascii=False) + "\n", encoding="utf-8")
    assert "Zoë" in text  # whoever looks for names can read them
    assert adopt(database, articles, RULES, places) == ()  # nor does a line with such signs harm
    assert adopted(articles, places) == [case]
    assert message in load_messages(RULES, "dev", places.alarms)
    ours = replace(case, reviewer="")
    folder = write_run(
        {"split": "dev"}, [Result(ours, "abstained", "", (), (), 0, 0)], tmp_path / "r"
    )
    (cases,) = (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "cases.jsonl").write_text(json.dumps(json.loads(cases), ensure_ascii=False))
    assert read_run(folder).results[0].case == ours


def test_without_writing_nothing_is_written(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    database, verdicts = keep(record("a1", question=ASKED, quotes=[quote_of(document, 0)]))
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    assert told(adopt(database, articles, RULES, places, write=False)) == [("added", "adopted-a1")]
    assert adopted(articles, places) == []


def test_a_damaged_file_is_named_and_left_as_it_is(
    articles: Corpus, document: Document, places: Places, keep
) -> None:
    database, _ = keep()
    path = adopted_beside(places.alarms)
    path.write_text('{"no": "id"}\n')
    with pytest.raises(GoldError, match=r"alarms-adopted\.jsonl"):
        adopt(database, articles, RULES, places)
    assert json.loads(path.read_text()) == {"no": "id"}


def test_the_command_prints_and_with_dry_run_writes_nothing(
    document: Document, keep, tmp_path: Path
) -> None:
    _, verdicts = keep(record("a1", question=ASKED, quotes=[quote_of(document, 0)]))
    verdicts.judge("a1", ONE, Verdict.RIGHT)
    path = str(tmp_path / "quoteback.db")
    ran = CliRunner().invoke(app, ["adopt", "--dry-run", "--records", path])
    assert ran.exit_code == 0
    assert f"added: adopted-a1 “{ASKED}”" in ran.output
    assert "1 added (nothing was written)" in ran.output
    assert not (GOLD / ADOPTED).exists()
