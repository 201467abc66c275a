"""What is kept of answers, how it is found again, and what staff say of it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import RecordsError
from qa.records.answers import Answers, Totals
from qa.records.concern import concern
from qa.records.counts import Counted, Counts, Tally, add
from qa.records.database import Database, statements_of
from qa.records.filter import Filter, Order
from qa.records.judgement import Verdict
from qa.records.rows import conversations_kept, remove_before, remove_conversations
from qa.records.stored import AnswerRecord, Kind, StoredCandidate, StoredQuote, Thumb
from qa.records.tables import STEPS, records_database
from qa.records.verdicts import Verdicts

QUOTE = StoredQuote("tea", "f" * 64, ((0, 5), (9, 14)), "Tea i\ns hot", ("Tea", "Heat"), 0.75)
OTHER = StoredCandidate("coffee", "e" * 64, ((3, 8),), 0.25)
RECORD = AnswerRecord(
    answer_id="answer-1",
    conversation_id="talk-1",
    turn=1,
    at="2026-11-20T10:00:00Z",
    question="is tea hot?",
    read_as="is tea hot? (about tea)",
    kind=Kind.ANSWERED,
    rules=("dose", "fever"),
    confidence=0.75,
    quotes=(QUOTE,),
    candidates=(StoredCandidate("tea", "f" * 64, QUOTE.spans, 0.75), OTHER),
    index_build="2026-11-20T09:00:00+00:00",
    seconds=0.05,
    answer_at=0.35,
)


def record(number: int, **changes: object) -> AnswerRecord:
    return replace(RECORD, answer_id=f"answer-{number}", **changes)  # type: ignore[arg-type]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return records_database(tmp_path / "quoteback.db", busy_ms=500)


def ids(found: tuple[AnswerRecord, ...]) -> list[str]:
    return [record.answer_id for record in found]


# -- The file ------------------------------------------------------------------------------------


def test_a_step_is_done_once_and_the_next_one_on_top(tmp_path: Path) -> None:
    first = Database(tmp_path / "a.db", ("CREATE TABLE a (x); INSERT INTO a VALUES (1);",))
    with first.read() as connection:
        assert connection.execute("SELECT x FROM a").fetchone()[0] == 1
    second = Database(first.path, (*first._steps, "INSERT INTO a VALUES (2);"))
    with second.read() as connection:
        assert [x for (x,) in connection.execute("SELECT x FROM a")] == [1, 2]
    with pytest.raises(RecordsError, match="newer version"), first.read():
        pass


def test_a_step_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with pytest.raises(RecordsError), Database(path, ("CREATE TABLE a (x); NONSENSE;",)).read():
        pass
    with Database(path, ("CREATE TABLE a (x);",)).read() as connection:
        assert connection.execute("SELECT count(*) FROM a").fetchone()[0] == 0


def test_a_trigger_is_one_statement() -> None:
    trigger = "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; DELETE FROM c; END;"
    assert list(statements_of(f"CREATE TABLE a (x); {trigger}\n")) == [
        "CREATE TABLE a (x);",
        f" {trigger}",
    ]


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        add(connection, (Tally("2026-11-20", Counted.KIND, "answered"),))
        _ = 1 / 0
    assert Counts(database).all() == ()


def test_the_file_belongs_to_its_owner_alone(database: Database) -> None:
    with database.write() as connection:
        found = [path.stat().st_mode & 0o077 for path in database.path.parent.iterdir()]
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert found
    assert not any(found)


def test_votes_of_the_first_version_are_counted(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "quoteback.db")
    old.execute("CREATE TABLE feedback (answer_id, at, thumb, reason, kind, quotes)")
    for number, thumb in enumerate(("up", "up", "down")):
        row = (str(number), "2026-11-19T10:00:00Z", thumb, "", "answered", "[]")
        old.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)", row)
    old.commit()
    old.close()
    assert Counts(records_database(tmp_path / "quoteback.db")).all() == (
        Tally("2026-11-19", Counted.THUMB, "down", 1),
        Tally("2026-11-19", Counted.THUMB, "up", 2),
    )


def test_a_file_of_the_first_version_keeps_all_and_learns_what_it_can(tmp_path: Path) -> None:
    path = tmp_path / "quoteback.db"
    old = sqlite3.connect(path)
    for statement in statements_of(STEPS[0]):
        old.execute(statement)
    old.execute("PRAGMA user_version = 1")
    quotes = '[["tea", "f1", [[0, 5]], "Tea i", ["Tea"], 0.75], ["milk", "e1", [], "", [], 0.1],'
    quotes += '["tea", "f1", [[9, 14]], "s hot", ["Tea"], 0.5]]'
    old.execute(
        "INSERT INTO answers VALUES (1, 'answer-1', 'talk-1', 1, '2026-11-20T10:00:00Z', "
        "'is tea hot?', 'is tea hot?', 'answered', '[]', 0.75, 'build', 0.05, NULL, '', 0.5)"
    )
    old.execute("INSERT INTO evidence VALUES (1, ?, '[]')", (quotes,))
    for answer_id, verdict, supersedes in (
        ("answer-1", "right", None),
        ("gone", "right", None),
        ("answer-1", None, 1),
        ("answer-1", "wrong_words", None),
    ):
        row = (answer_id, "reviewer-1", "2026-11-20T11:00:00Z", verdict, "", "[]", supersedes)
        old.execute(f"INSERT INTO judgements VALUES (NULL, {', '.join('?' * 7)})", row)
    old.commit()
    old.close()
    database = records_database(path)
    kept = Answers(database).get("answer-1")
    assert kept is not None
    assert (kept.question, kept.answer_at) == ("is tea hot?", None)
    verdicts = Verdicts(database)
    both = (("milk", "e1"), ("tea", "f1"))
    assert [(j.id, j.quoted, j.sha256) for j in verdicts.all()] == [
        (1, both, ""), (2, (), ""), (3, (), ""), (4, both, ""),
    ]  # fmt: skip
    assert [(j.id, j.quoted) for j in verdicts.all_current()] == [(2, ()), (4, both)]
    with database.read() as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)
    with pytest.raises(RecordsError, match="never changed"), database.write() as connection:
        connection.execute("UPDATE judgements SET quoted = '[]'")


# -- Answers -------------------------------------------------------------------------------------


def test_what_is_kept_comes_back_as_it_was(database: Database) -> None:
    answers = Answers(database)
    answers.insert(RECORD)
    answers.insert(replace(RECORD, question="another"))  # an id is given out once
    assert answers.get("answer-1") == RECORD
    assert answers.get("answer-2") is None
    assert list(answers.quotes()) == [("answer-1", (QUOTE,))]
    assert answers.vote("answer-1", "talk-1", Thumb.DOWN, "hard")
    assert answers.get("answer-1") == replace(RECORD, thumb=Thumb.DOWN, reason="hard")


TEXT = st.text(max_size=30)
SPAN = st.tuples(st.integers(0, 9), st.integers(0, 9))
SPANS = st.lists(SPAN, max_size=3).map(tuple)
SHARE = st.floats(0, 1)


@given(
    st.builds(
        AnswerRecord,
        answer_id=st.just("a"),
        conversation_id=TEXT,
        turn=st.integers(0, 99),
        at=st.just("2026-11-20T10:00:00Z"),
        question=TEXT,
        read_as=TEXT,
        kind=st.sampled_from(Kind),
        rules=st.lists(TEXT, max_size=2).map(tuple),
        confidence=SHARE,
        quotes=st.lists(
            st.builds(StoredQuote, TEXT, TEXT, SPANS, TEXT, st.tuples(TEXT), SHARE), max_size=3
        ).map(tuple),
        candidates=st.lists(st.builds(StoredCandidate, TEXT, TEXT, SPANS, SHARE), max_size=3).map(
            tuple
        ),
        index_build=TEXT,
        seconds=SHARE,
        thumb=st.sampled_from([None, *Thumb]),
        reason=TEXT,
        answer_at=st.none() | SHARE,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_record_survives(tmp_path_factory: pytest.TempPathFactory, kept: AnswerRecord) -> None:
    answers = Answers(records_database(tmp_path_factory.mktemp("any") / "a.db"))
    answers.insert(kept)
    assert answers.get("a") == kept


def test_a_vote_needs_the_answer_and_its_conversation(database: Database) -> None:
    answers = Answers(database)
    answers.insert(RECORD)
    assert not answers.vote("made-up", "talk-1", Thumb.UP)
    assert not answers.vote("answer-1", "talk-2", Thumb.UP)
    assert [answers.vote("answer-1", "talk-1", Thumb.UP) for _ in range(3)] == [True] * 3
    assert answers.totals(Filter()) == Totals(answered=1, up=1, unjudged=1)


FILTERS = [
    (Filter(kind=Kind.ABSTAINED), [2]),
    (Filter(document="tea"), [4, 3, 1]),
    (Filter(document="coffee"), []),  # a candidate that was not shown
    (Filter(rule="fever"), [4, 3, 1]),
    (Filter(thumb=Thumb.DOWN), [3]),
    (Filter(since=date(2026, 11, 21)), [4, 3]),
    (Filter(until=date(2026, 11, 20)), [2, 1]),
    (Filter(since=date(2026, 11, 21), until=date(2026, 11, 21)), [3]),
    (Filter(text="COFFEE"), [3]),
    (Filter(text="100%"), [4]),
    (Filter(text="_"), []),
    (Filter(text="'; DROP TABLE answers; --"), []),
    (Filter(text="\ud800"), [4, 3, 2, 1]),  # is kept as "?"
    (Filter(conversation="talk-2"), [4]),
    (Filter(among=frozenset({"answer-2", "answer-9"})), [2]),
    (Filter(among=frozenset()), []),
    (Filter(unjudged=True), [4, 2]),
    (Filter(unjudged_by="reviewer-2"), [4, 2, 1]),
    (Filter(verdict=Verdict.RIGHT), [3]),
    (Filter(verdict=Verdict.WRONG_WORDS), [1, ]),
    (Filter(limit=2, offset=1), [3, 2]),
    (Filter(order=Order.WORST), [3, 4, 2, 1]),
    (Filter(order=Order.WORST, changed=frozenset({"answer-1"})), [1, 3, 4, 2]),
]  # fmt: skip


@pytest.fixture
def four(database: Database) -> Database:
    """Four answers over three days; the third has a thumb down, the first and third a verdict."""
    answers, verdicts = Answers(database), Verdicts(database)
    answers.insert(record(1))
    answers.insert(
        record(
            2, at="2026-11-20T23:59:59Z", kind=Kind.ABSTAINED, quotes=(), rules=(), confidence=0.1
        )
    )
    answers.insert(record(3, at="2026-11-21T00:00:00Z", question="is Coffee hot?"))
    answers.insert(
        record(4, at="2026-11-22T10:00:00Z", conversation_id="talk-2", question="100% hot?",
               confidence=0.4)
    )  # fmt: skip
    assert answers.vote("answer-3", "talk-1", Thumb.DOWN)
    verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT)
    verdicts.judge("answer-1", "reviewer-1", Verdict.WRONG_WORDS)
    verdicts.judge("answer-3", "reviewer-2", Verdict.RIGHT)
    undone = verdicts.judge("answer-4", "reviewer-1", Verdict.RIGHT)
    verdicts.undo(undone.id, "reviewer-1")
    return database


@pytest.mark.parametrize(("wanted", "numbers"), FILTERS)
def test_a_filter_leaves_what_fits(four: Database, wanted: Filter, numbers: list[int]) -> None:
    answers = Answers(four)
    assert ids(answers.search(wanted)) == [f"answer-{number}" for number in numbers]
    assert list(answers.everything(replace(wanted, offset=0), page=2))[wanted.offset :][
        : wanted.limit
    ] == list(answers.search(wanted))
    assert answers.totals(wanted).all == len(list(answers.everything(wanted)))


def test_totals_tell_how_much_is_left(four: Database) -> None:
    answers = Answers(four)
    assert answers.totals(Filter()) == Totals(
        answered=3, abstained=1, escalated=0, up=0, down=1, unjudged=2
    )
    assert answers.by_day() == (
        ("2026-11-20", Kind.ABSTAINED, 1),
        ("2026-11-20", Kind.ANSWERED, 1),
        ("2026-11-21", Kind.ANSWERED, 1),
        ("2026-11-22", Kind.ANSWERED, 1),
    )


def test_concern_by_hand() -> None:
    # 2 × (1 − .75); the candidate that was not shown has .25 of .75: no near tie
    assert concern(RECORD) == pytest.approx(0.5)
    near = replace(RECORD, candidates=(*RECORD.candidates, replace(OTHER, score=0.61)))
    assert concern(near) == pytest.approx(1.5)  # .61 is more than .8 × .75 = .6
    assert concern(replace(RECORD, kind=Kind.ABSTAINED, confidence=0.2)) == pytest.approx(1.2)
    assert concern(replace(RECORD, kind=Kind.ESCALATED)) == 2.0


def test_a_queue_of_many_is_read_by_its_indices(database: Database) -> None:
    with database.write() as connection:
        for column, index in (("at", "answers_newest"), ("concern", "answers_worst")):
            sql = f"EXPLAIN QUERY PLAN SELECT number FROM answers ORDER BY {column} DESC, at DESC"
            told = " ".join(row["detail"] for row in connection.execute(f"{sql} LIMIT 50"))
            assert index in told
        sql = "EXPLAIN QUERY PLAN SELECT kind, thumb, count(*) FROM answers GROUP BY 1, 2"
        assert "COVERING INDEX" in " ".join(row["detail"] for row in connection.execute(sql))


# -- Verdicts ------------------------------------------------------------------------------------


def test_judging_again_supersedes_and_undoing_goes_back(database: Database) -> None:
    Answers(database).insert(RECORD)
    verdicts = Verdicts(database)
    first = verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT, note="as in the leaflet")
    second = verdicts.judge(
        "answer-1", "reviewer-1", Verdict.WRONG_PASSAGE, document_id="tea", spans=((3, 9),)
    )
    other = verdicts.judge("answer-1", "reviewer-2", Verdict.RIGHT)
    assert second.supersedes == first.id
    assert other.supersedes is None
    assert verdicts.current("answer-1") == (second, other)
    with pytest.raises(RecordsError, match="only one's own"):
        verdicts.undo(second.id, "reviewer-2")
    with pytest.raises(RecordsError, match="only one's own"):
        verdicts.undo(first.id, "reviewer-1")  # superseded already
    withdrawal = verdicts.undo(second.id, "reviewer-1")
    assert (withdrawal.verdict, withdrawal.supersedes) == (None, second.id)
    assert verdicts.current("answer-1") == (first, other)
    verdicts.undo(first.id, "reviewer-1")
    assert verdicts.current("answer-1") == (other,)
    assert verdicts.all_current() == (other,)
    assert [judgement.id for judgement in verdicts.all()] == [1, 2, 3, 4, 5]
    assert verdicts.all()[:3] == (first, second, other)


def test_the_same_verdict_from_many_threads_is_one_row(database: Database) -> None:
    Answers(database).insert(RECORD)

    def judge(_: int) -> int:
        verdicts = Verdicts(records_database(database.path, busy_ms=60_000))
        return verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT, note="fine").id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(judge, range(40))) == {1}
    verdicts = Verdicts(database)
    assert [judgement.id for judgement in verdicts.all()] == [1]
    assert verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT).supersedes == 1  # without note
    assert verdicts.judge("answer-1", "reviewer-2", Verdict.RIGHT, note="fine").supersedes is None
    verdicts.undo(2, "reviewer-1")
    assert verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT, note="fine").id == 1
    assert len(verdicts.all()) == 4


def test_another_text_marked_at_the_same_place_is_another_verdict(database: Database) -> None:
    Answers(database).insert(RECORD)
    verdicts = Verdicts(database)
    for sha256 in ("a" * 64, "a" * 64, "b" * 64):
        verdicts.judge("answer-1", "reviewer-1", Verdict.WRONG_PASSAGE,
                       document_id="tea", spans=((3, 9),), sha256=sha256)  # fmt: skip
    assert [j.sha256 for j in verdicts.all()] == ["a" * 64, "b" * 64]


def test_what_an_answer_quoted_stays_with_its_judgement(database: Database) -> None:
    Answers(database).insert(record(1, quotes=(QUOTE, QUOTE, replace(QUOTE, document_id="milk"))))
    verdicts = Verdicts(database)
    given = verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT)
    assert given.quoted == (("milk", "f" * 64), ("tea", "f" * 64))
    with database.write() as connection:
        remove_conversations(connection, ["talk-1"])
    assert verdicts.all() == verdicts.all_current() == (given,)


def test_no_verdict_on_an_answer_that_is_not_kept(database: Database) -> None:
    with pytest.raises(RecordsError, match="made-up"):
        Verdicts(database).judge("made-up", "reviewer-1", Verdict.RIGHT)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE judgements SET verdict = 'right'", "DELETE FROM judgements",
     "REPLACE INTO judgements SELECT * FROM judgements",
     "UPDATE notes SET note = ''", "DELETE FROM notes"],
)  # fmt: skip
def test_the_file_itself_refuses_to_change_a_judgement(database: Database, statement: str) -> None:
    Answers(database).insert(RECORD)
    verdicts = Verdicts(database)
    kept = verdicts.judge("answer-1", "reviewer-1", Verdict.WRONG_PASSAGE, note="look")
    with pytest.raises(RecordsError), database.write() as connection:
        connection.execute(statement)
    assert verdicts.all() == (kept,)


def test_a_judgement_outlives_its_answer_without_a_word(database: Database) -> None:
    answers, verdicts = Answers(database), Verdicts(database)
    answers.insert(RECORD)
    answers.insert(record(2, conversation_id="talk-2"))
    gone = verdicts.judge("answer-1", "reviewer-1", Verdict.RIGHT, note="says zebra")
    stays = verdicts.judge("answer-2", "reviewer-1", Verdict.RIGHT, note="fine")
    with database.write() as connection:
        assert remove_conversations(connection, ["talk-1"]) == 1
    assert verdicts.all() == (replace(gone, note=""), stays)
    with database.write() as connection:
        for table in ("evidence", "quoted", "notes"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 1


def test_which_conversations_are_kept(database: Database) -> None:
    answers = Answers(database)
    answers.insert(RECORD)
    answers.insert(record(2))
    answers.insert(record(3, conversation_id="talk-2"))
    with database.read() as connection:
        assert conversations_kept(connection, ["talk-1", "talk-9"]) == {"talk-1"}
        assert conversations_kept(connection, []) == frozenset()


def test_old_answers_go(database: Database) -> None:
    answers = Answers(database)
    answers.insert(record(1, at="2026-10-20T10:00:00Z"))
    answers.insert(record(2, at="2026-11-20T10:00:00Z"))
    with database.write() as connection:
        assert remove_before(connection, "2026-11-01T00:00:00Z") == 1
    assert ids(answers.search(Filter())) == ["answer-2"]


def test_shipped_steps_are_not_changed_by_accident() -> None:
    # A shipped step is followed by another one, never edited: add a line here with it.
    assert len(STEPS) == 2
