"""The recorder in real threads and processes: nobody waits, nothing acknowledged is lost."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from test_records import record
from writing import given

from corpus.loading import build_document
from corpus.readers import RawText
from qa.outcome import Alert, AlertLevel, Answered, Escalated, Quote
from qa.records.answers import Answers
from qa.records.counts import Counted, Counts
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Verdict
from qa.records.recorder import MOST_CLAIMED, Keeping, Recorder, conversations_in
from qa.records.stored import AnswerRecord, Kind, StoredQuote, Thumb
from qa.records.tables import records_database
from qa.records.verdicts import Verdicts
from qa.records.wishes import read_wishes, wishes_file, write_wishes
from qa.records.writer import Writer

WRITING = Path(__file__).parent / "writing.py"
WAIT = 60.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quoteback.db"


@pytest.fixture
def recorder(path: Path) -> Iterator[Recorder]:
    made = Recorder(path, reasons=["hard"], busy_ms=300)
    yield made
    made.close()


def kept(path: Path) -> dict[str, AnswerRecord]:
    found = Answers(records_database(path)).everything(Filter())
    return {record.answer_id: record for record in found}


def written_by(path: Path, what: str, times: int) -> list[str]:
    command = [sys.executable, str(WRITING), str(path), what, str(times)]
    got = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert got.returncode == 0, got.stderr[-2000:]
    return got.stdout.splitlines()


def intact(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@contextmanager
def locked(path: Path, sql: str = "BEGIN EXCLUSIVE") -> Iterator[None]:
    """Somebody else holds the database."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(sql)
    if not sql.endswith("EXCLUSIVE"):
        connection.execute("SELECT count(*) FROM answers").fetchone()
    try:
        yield
    finally:
        connection.close()


def until(holds) -> None:
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


# -- What is kept --------------------------------------------------------------------------------


def test_an_answer_is_kept_as_it_was_given(recorder: Recorder, path: Path) -> None:
    document = build_document(RawText("# Tea\n\nTea is hot.\n", markdown=True), {}, "tea")
    unit = document.units[0]
    quote = Quote("tea", "Tea", ("Tea",), unit.spans, document.slice(unit.spans), 0.9)
    alert = Alert("dose", AlertLevel.DOSE, "how much tea did john")
    outcome = Answered("I'm John, how hot?", "how hot? (about John)", (quote,), 0.9, (alert,))
    scored = [SimpleNamespace(evidence=SimpleNamespace(document=document, unit=unit), probability=p)
              for p in (0.9, *([0.1] * 20))]  # fmt: skip
    talk = recorder.new_conversation()
    whole = replace(
        given(talk),
        outcome=outcome,
        scored=scored,
        history=("My name is John Smith",),
        seconds=0.12345,
        documents={"tea": document},
        answer_at=0.25,
    )
    answer_id = recorder.remember(whole)
    assert recorder.flush(WAIT)
    found = kept(path)[answer_id]
    assert found.answer_at == 0.25
    assert found.question == "I'm [name], how hot?"
    assert found.read_as == "how hot? (about [name])"
    assert (found.kind, found.rules, found.confidence) == (Kind.ANSWERED, ("dose",), 0.9)
    assert found.quotes == (
        StoredQuote("tea", document.sha256, unit.spans, "Tea is hot.", ("Tea",), 0.9),
    )
    assert len(found.candidates) == 8
    assert (found.conversation_id, found.turn, found.seconds) == (talk, 1, 0.1235)
    assert b"ohn" not in bytes_below(path.parent)


def test_a_call_for_help_is_kept_too(recorder: Recorder, path: Path) -> None:
    alert = Alert("self-harm", AlertLevel.CRISIS)
    outcome = Escalated("help", "help", (alert,), (), 0.0)
    recorder.remember(replace(given("talk"), outcome=outcome))
    assert recorder.flush(WAIT)
    assert [(r.kind, r.rules) for r in kept(path).values()] == [(Kind.ESCALATED, ("self-harm",))]


def test_counts_hold_numbers_and_nothing_else(path: Path) -> None:
    recorder = Recorder(path, keeping=Keeping.COUNTS, reasons=["hard"])
    alert = Alert("self-harm", AlertLevel.CRISIS)
    talk = recorder.new_conversation()
    answer_id = recorder.remember(given(talk, "my zebra"))
    recorder.remember(replace(given(talk), outcome=Escalated("zebra", "zebra", (alert,), (), 0.0)))
    votes = [(Thumb.DOWN, ""), (Thumb.DOWN, "hard"), (Thumb.UP, ""), (Thumb.UP, "")]
    assert all(recorder.vote(answer_id, *vote, conversation_id=talk) for vote in votes)
    assert not recorder.vote(answer_id, Thumb.UP, conversation_id="another")
    assert not recorder.vote("made-up", Thumb.UP, conversation_id=talk)
    assert recorder.close(WAIT)
    assert [(t.what, t.name, t.count) for t in Counts(records_database(path)).all()] == [
        (Counted.KIND, "abstained", 1),
        (Counted.KIND, "escalated", 1),
        (Counted.RULE, "self-harm", 1),
        (Counted.THUMB, "up", 1),
    ]
    assert kept(path) == {}
    for word in ("zebra", talk, answer_id):
        assert word.encode() not in bytes_below(path.parent)


def test_off_writes_no_file(path: Path) -> None:
    recorder = Recorder(path, keeping=Keeping.OFF)
    assert recorder.remember(given("talk")) == ""
    assert not recorder.vote("", Thumb.UP, conversation_id="talk")
    assert recorder.forget(["talk"])
    assert recorder.close(WAIT)
    assert list(path.parent.iterdir()) == []


# -- Votes ---------------------------------------------------------------------------------------


def test_votes_forged_foreign_and_repeated(recorder: Recorder, path: Path) -> None:
    mine, theirs = recorder.new_conversation(), recorder.new_conversation()
    answer, foreign = recorder.remember(given(mine)), recorder.remember(given(theirs))
    assert not recorder.vote("made-up", Thumb.UP, conversation_id=mine)
    assert not recorder.vote(foreign, Thumb.UP, conversation_id=mine)
    assert not recorder.vote(answer, Thumb.UP, conversation_id="")
    assert not recorder.vote(answer, Thumb.UP, "a reason of mine", conversation_id=mine)
    with ThreadPoolExecutor(8) as pool:
        votes = [(Thumb.UP, ""), (Thumb.DOWN, "hard")] * 50
        saved = pool.map(lambda v: recorder.vote(answer, *v, conversation_id=mine), votes)
        assert any(saved)
    assert recorder.vote(answer, Thumb.DOWN, "hard", conversation_id=mine)
    assert recorder.flush(WAIT)
    found = kept(path)
    assert {key: (r.thumb, r.reason) for key, r in found.items()} == {
        answer: (Thumb.DOWN, "hard"),
        foreign: (None, ""),
    }


def test_a_vote_does_not_wait_for_its_answer_to_be_written(path: Path) -> None:
    recorder = Recorder(path, busy_ms=300)
    talk = recorder.new_conversation()
    answer = recorder.remember(given(talk))
    assert recorder.vote(answer, Thumb.UP, conversation_id=talk)
    assert kept(path)[answer].thumb is Thumb.UP
    assert recorder.close(WAIT)
    assert kept(path)[answer].thumb is Thumb.UP  # the writer, coming later, left it


def test_a_vote_brings_no_foreign_answer_into_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(_: Writer) -> None:
        raise OSError

    monkeypatch.setattr(Writer, "_write_waiting", wait)
    recorder = Recorder(path)
    mine, theirs = recorder.new_conversation(), recorder.new_conversation()
    answer = recorder.remember(given(theirs))
    assert not recorder.vote(answer, Thumb.UP, conversation_id=mine)
    assert kept(path) == {}
    assert recorder.vote(answer, Thumb.UP, conversation_id=theirs)
    assert kept(path).keys() == {answer}
    recorder.close(0.1)


# -- Many at once --------------------------------------------------------------------------------


def test_32_threads_lose_nothing(recorder: Recorder, path: Path) -> None:
    def hundred(_: int) -> list[str]:
        talk = recorder.new_conversation()
        return [recorder.remember(given(talk, turn=turn)) for turn in range(100)]

    with ThreadPoolExecutor(32) as pool:
        told = [answer for answers in pool.map(hundred, range(32)) for answer in answers]
    assert recorder.flush(WAIT)
    assert len(set(told)) == 3200
    assert kept(path).keys() == set(told)
    assert recorder.dropped == 0


@pytest.mark.slow
def test_32_processes_lose_nothing(path: Path) -> None:
    told = written_by(path, "many", 32)
    assert len(set(told)) == 3200
    assert kept(path).keys() == set(told)
    assert intact(path)


@pytest.mark.slow
def test_200_kills_lose_nothing_that_was_acknowledged(path: Path) -> None:
    told = written_by(path, "killed", 200)
    assert intact(path)
    found = kept(path)
    assert len(told) > 50  # some are killed before they have saved anything
    assert [answer for answer in told if answer not in found] == []
    assert {found[answer].thumb for answer in told} == {Thumb.UP}


# -- A disk that does not do as it is told -------------------------------------------------------


def test_a_locked_database_makes_nobody_wait_and_loses_nothing(
    recorder: Recorder, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    talk = recorder.new_conversation()
    first = recorder.remember(given(talk, "my zebra"))
    assert recorder.flush(WAIT)
    told = [first]
    with locked(path):
        end = time.monotonic() + 5
        while time.monotonic() < end:
            told.append(recorder.remember(given(talk, "my zebra")))
            time.sleep(0.02)
        # All that was remembered meanwhile still waits: nothing stood in anybody's way.
        assert not recorder.flush(0)
        assert not recorder.vote(first, Thumb.UP, conversation_id=talk)
        assert len(told) > 20
    assert recorder.flush(WAIT)
    assert kept(path).keys() == set(told)
    assert recorder.dropped == 0
    assert recorder.vote(first, Thumb.UP, conversation_id=talk)
    assert "wait" in caplog.text
    assert "zebra" not in caplog.text


def test_what_does_not_fit_is_dropped_oldest_first_and_counted(path: Path) -> None:
    recorder = Recorder(path, most_waiting=10, busy_ms=100)
    recorder.remember(given("talk"))
    assert recorder.flush(WAIT)
    with locked(path):
        told = [recorder.remember(given("talk")) for _ in range(25)]
        assert recorder.dropped == 15
    assert recorder.close(WAIT)
    assert set(kept(path)) >= set(told[-10:])


def test_a_full_disk_leaves_the_chat_answering(path: Path) -> None:
    told = dict(line.split() for line in written_by(path, "on-a-full-disk", 200))
    assert len(told) == 200
    saved = {answer for answer, vote in told.items() if vote == "True"}
    assert 0 < len(saved) < 200
    assert saved <= {key for key, record in kept(path).items() if record.thumb is Thumb.UP}
    assert intact(path)


@pytest.mark.parametrize("what", ["no-folder", "not-a-database", "a-folder"])
def test_a_file_that_cannot_be_used_leaves_the_chat_answering(path: Path, what: str) -> None:
    if what == "no-folder":
        path.write_text("a file where the folder should be")
        path = path / "quoteback.db"
    elif what == "not-a-database":
        path.write_bytes(b"not a database" * 1000)
    else:
        path.mkdir()
    recorder = Recorder(path, busy_ms=100)
    talk = recorder.new_conversation()
    answer = recorder.remember(given(talk))
    assert answer
    assert not recorder.vote(answer, Thumb.UP, conversation_id=talk)
    # Where there is no file nothing is left of anybody; where it cannot be read, it may be.
    assert recorder.forget([talk], timeout=0.5) == (what != "not-a-database")
    assert recorder.remember(given("talk-2"))
    assert not recorder.close(0.2)
    assert recorder.dropped == 1


READ_ONLY = """
import os, sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
path = Path({path!r})
from test_records import record
from writing import given
from qa.records.recorder import Recorder
from qa.records.stored import Thumb
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
recorder = Recorder(path, busy_ms=100)
talk = recorder.new_conversation()
answer = recorder.remember(given(talk))
print(bool(answer), recorder.vote(answer, Thumb.UP, conversation_id=talk), recorder.flush(0.5))
"""


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_read_only_place_leaves_the_chat_answering(tmp_path: Path, what: str) -> None:
    path = tmp_path / "var" / "quoteback.db"
    with records_database(path).write():
        pass
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # so that somebody without rights gets as far as the file
    path.chmod(0o444)
    path.parent.chmod(0o555 if what == "folder" else 0o777)
    root = str(Path(__file__).parent.parent)
    code = READ_ONLY.format(root=root, tests=str(WRITING.parent), path=str(path))
    got = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=root
    )
    assert got.stdout.split() == ["True", "False", "False"], got.stderr
    assert kept(path) == {}


# -- Forgetting ----------------------------------------------------------------------------------


def test_what_is_forgotten_is_in_no_byte_of_any_file(recorder: Recorder, path: Path) -> None:
    talks = [recorder.new_conversation() for _ in range(40)]
    for turn in range(6):
        for number, talk in enumerate(talks):
            words = f"my marker{number:02}x hurts " * (1 + 7 * (number + turn) % 30)
            answer = recorder.remember(given(talk, words[:2000], turn))
            if (number + turn) % 5 == 0:  # rows that grow are moved about
                assert recorder.vote(answer, Thumb.DOWN, "hard", conversation_id=talk)
    assert recorder.flush(WAIT)
    assert b"marker07x" in bytes_below(path.parent)
    verdicts = Verdicts(records_database(path))
    judged = next(r for r in kept(path).values() if r.conversation_id == talks[7])
    verdicts.judge(judged.answer_id, "reviewer-1", Verdict.RIGHT, note="marker07x is meant")
    for number in (7, 8, 23, 39, 0):
        assert recorder.forget([talks[number]], WAIT)
        left = bytes_below(path.parent)
        assert f"marker{number:02}x".encode() not in left
        assert talks[number].encode() not in left
    assert b"marker09x" in bytes_below(path.parent)
    assert {r.conversation_id for r in kept(path).values()} == set(talks) - {
        talks[number] for number in (7, 8, 23, 39, 0)
    }
    assert [(j.answer_id, j.note) for j in verdicts.all()] == [(judged.answer_id, "")]


def test_ids_that_a_browser_sent(recorder: Recorder) -> None:
    first, second = recorder.new_conversation(), recorder.new_conversation()
    assert len({recorder.new_conversation() for _ in range(1000)}) == 1000
    assert len(first) * 6 >= 128  # bits: each character holds six
    assert conversations_in(f"  {first}\n{second} {first}") == (first, second)
    for wrong in ("", "forgotten", first[:-1], f"{first}x", first[:-1] + "é", f"{first};{second}",
                  "'; DROP TABLE answers; --", "../" * 9, "\ud800" * 22, "\x00" * 22):  # fmt: skip
        assert conversations_in(wrong) == ()
        assert conversations_in(f"{wrong} {first}") == (first,)
    many = [recorder.new_conversation() for _ in range(MOST_CLAIMED + 5)]
    assert conversations_in(" ".join(many)) == tuple(many[5:])


def test_an_id_that_is_made_up_does_nothing(
    recorder: Recorder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = recorder.new_conversation()
    recorder.remember(given(talk, "my zebra"))
    assert recorder.flush(WAIT)
    shredded = []
    shred = Database.shred
    monkeypatch.setattr(Database, "shred", lambda self: shredded.append(1) or shred(self))
    forged = [recorder.new_conversation() for _ in range(50)]
    assert recorder.forget(forged, WAIT)
    assert not wishes_file(path).exists()
    assert len(kept(path)) == 1
    assert shredded == []
    assert recorder.forget([*forged, talk], WAIT)
    assert shredded
    assert kept(path) == {}


def test_what_still_waits_is_forgotten_too(recorder: Recorder, path: Path) -> None:
    talk, other = recorder.new_conversation(), recorder.new_conversation()
    recorder.remember(given(other))
    assert recorder.flush(WAIT)
    with locked(path):
        answer = recorder.remember(given(talk, "my zebra"))
        assert not recorder.forget([talk], timeout=0.2)
        assert recorder.remember(given(talk, "my zebra again"))  # it was on its way already
    until(lambda: recorder.forget([talk], WAIT))
    assert not recorder.vote(answer, Thumb.UP, conversation_id=talk)
    assert recorder.close(WAIT)
    assert b"zebra" not in bytes_below(path.parent)
    assert len(kept(path)) == 1


def test_forgetting_goes_on_while_somebody_reads(recorder: Recorder, path: Path) -> None:
    talk = recorder.new_conversation()
    recorder.remember(given(talk, "my zebra"))
    assert recorder.flush(WAIT)
    with locked(path, "BEGIN"):
        assert not recorder.forget([talk], timeout=1)
        other = recorder.remember(given("talk-2"))  # others are written meanwhile
        assert recorder.flush(WAIT)
    until(lambda: b"zebra" not in bytes_below(path.parent))
    assert kept(path).keys() == {other}


def test_a_wish_outlives_the_server(path: Path) -> None:
    first = Recorder(path, busy_ms=100)
    talk = first.new_conversation()
    first.remember(given(talk, "my zebra"))
    assert first.flush(WAIT)
    with locked(path):
        assert not first.forget([talk], timeout=0.2)
        first.close(0.1)
        assert read_wishes(wishes_file(path)) == {talk}
    second = Recorder(path)
    until(lambda: not wishes_file(path).exists())
    assert second.close(WAIT)
    assert b"zebra" not in bytes_below(path.parent)
    assert kept(path) == {}


def test_a_damaged_file_of_wishes_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    wishes = tmp_path / "a-forget.txt"
    assert read_wishes(wishes) == frozenset()
    write_wishes(wishes, {"abcdefgh12345678"})
    wishes.write_bytes(wishes.read_bytes() + b"\n'; DROP TABLE answers\n\n")
    assert read_wishes(wishes) == {"abcdefgh12345678"}
    wishes.write_bytes(b"\xff\xfe")
    assert read_wishes(wishes) == frozenset()
    write_wishes(wishes, ())
    assert not wishes.exists()


def test_votes_cannot_bring_back_what_is_being_forgotten(recorder: Recorder, path: Path) -> None:
    for _ in range(20):
        talk = recorder.new_conversation()
        answer = recorder.remember(given(talk, "my zebra"))
        vote = {"conversation_id": talk}
        voter = threading.Thread(target=recorder.vote, args=(answer, Thumb.UP), kwargs=vote)
        voter.start()
        assert recorder.forget([talk], WAIT)
        voter.join()
        assert kept(path) == {}
        assert b"zebra" not in bytes_below(path.parent)


@pytest.mark.parametrize("keeping", Keeping)
def test_old_answers_go_at_the_start_whatever_is_kept_now(path: Path, keeping: Keeping) -> None:
    answers = Answers(records_database(path))
    answers.insert(record(1, at="2020-01-01T10:00:00Z", question="my zebra"))
    answers.insert(record(2, at="2999-01-01T10:00:00Z", question="my horse"))
    recorder = Recorder(path, keeping=keeping, days=30)
    until(lambda: kept(path).keys() == {"answer-2"})
    until(lambda: b"zebra" not in bytes_below(path.parent))
    assert recorder.close(WAIT)
    assert b"horse" in bytes_below(path.parent)


def test_old_answers_go_while_the_server_runs(path: Path) -> None:
    recorder = Recorder(path, days=30, clean_every=0.1)
    recorder.remember(given("talk", "my horse"))
    assert recorder.flush(WAIT)
    answers = Answers(records_database(path))
    answers.insert(record(1, at="2020-01-01T10:00:00Z", question="my zebra"))
    until(lambda: b"zebra" not in bytes_below(path.parent))
    assert recorder.close(WAIT)
    assert [r.question for r in kept(path).values()] == ["my horse"]
