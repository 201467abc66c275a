"""The server as a stranger meets it: what is open, how much may be sent, what comes back."""

import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from serving import Reply, Visitor, running

from corpus.loading import ARTICLES
from index.hashing import HashingEncoder
from index.home import open_index, var_folder
from qa.assistant import Assistant
from qa.pages import words
from qa.pages.page import EMPTIED
from qa.records.answers import Answers
from qa.records.filter import Filter
from qa.records.stored import AnswerRecord, Thumb
from qa.records.tables import records_database, records_file
from qa.settings import Settings
from qa.staff.tables import staff_file

ROOT = Path(__file__).parent.parent
LIMIT = 4


@pytest.fixture(scope="module")
def quick() -> Assistant:
    """The shipped articles with the encoder that has no weights."""
    return Assistant(open_index(ARTICLES, HashingEncoder()), Settings())


@pytest.fixture(scope="module")
def address(quick: Assistant) -> Iterator[str]:
    with running(quick, Settings(questions_per_minute=1000)) as found:
        yield found


@pytest.fixture(scope="module")
def visitor(address: str) -> Visitor:
    return Visitor(address)


@pytest.mark.parametrize(
    "path", ["/", "/config", "/articles", "/source/acupuncture-soreness", "/source/none",
             "/healthz", "/readyz", "/page.js", "/gradio_api/info", "/nothing"]
)  # fmt: skip
def test_every_answer_carries_the_headers(visitor: Visitor, path: str) -> None:
    headers = visitor.http.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers or "uvicorn" in headers["server"]


def test_the_page_names_no_other_host_to_fetch_from(visitor: Visitor) -> None:
    page = visitor.http.get("/").text
    assert "<title>Quoteback</title>" in page
    fetched = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', page)
    assert fetched
    assert [url for url in fetched if re.match(r"(?:https?:)?//", url)] == []
    for url in [u for u in fetched if u.endswith(".css")] + ["/theme.css"]:
        style = visitor.http.get(url.removeprefix(".")).text
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", style)
    assert re.findall(r"<script(?! nonce)", page) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/gradio_api/info"), ("GET", "/gradio_api/openapi.json"), ("GET", "/docs"),
     ("GET", "/openapi.json"), ("GET", "/gradio_api/file=http://example.com/x"),
     ("GET", "/gradio_api/file=/etc/passwd"), ("GET", "/gradio_api/file/etc/passwd"),
     ("GET", "/gradio_api/proxy=http://example.com/"), ("POST", "/gradio_api/upload"),
     ("GET", "/gradio_api/upload_progress?upload_id=1"), ("GET", "/monitoring"),
     ("GET", "/monitoring/summary"), ("GET", "/gradio_api/runs"), ("GET", "/gradio_api/mcp/"),
     ("POST", "/gradio_api/mcp/"), ("POST", "/gradio_api/vibe-edit"),
     ("GET", "/gradio_api/vibe-code"),
     ("GET", "/gradio_api/dev/reload"), ("POST", "/gradio_api/run/predict"),
     ("POST", "/gradio_api/call/asked"), ("POST", "/gradio_api/component_server"),
     ("GET", "/gradio_api/queue/status"), ("GET", "/gradio_api/deep_link?session_hash=a"),
     ("GET", "/?view=api"), ("GET", "/?view=settings"), ("GET", "/?deep_link=a"),
     ("POST", "/login"), ("GET", "/static/%2e%2e/app.py"),
     ("PUT", "/"), ("DELETE", "/config"), ("OPTIONS", "/config"), ("POST", "/source/a")],
)  # fmt: skip
def test_closed_doors(visitor: Visitor, method: str, path: str) -> None:
    assert visitor.http.request(method, path).status_code in (403, 404)


def test_health(visitor: Visitor) -> None:
    assert visitor.http.get("/healthz").json() == {"status": "ok"}
    assert visitor.http.get("/readyz").json() == {"status": "ready"}


def test_source_page_marks_the_words(visitor: Visitor) -> None:
    page = visitor.http.get("/source/acupuncture-soreness?quote=44-114").text
    assert '<mark id="quote" tabindex="-1">Yes, worse back pain right after' in page
    assert "<script" not in page
    assert words.STALE not in page


@pytest.mark.parametrize("query", ["x", "44", "114-44", "44-999999", "-1-5", "44-114&check=0"])
def test_words_that_cannot_be_found(visitor: Visitor, query: str) -> None:
    got = visitor.http.get(f"/source/acupuncture-soreness?quote={query}")
    assert got.status_code == 200
    assert words.STALE.split(".")[0].replace("'", "&#x27;") in got.text
    assert "<mark" not in got.text


@pytest.mark.parametrize("name", ["nope", "../../etc/passwd", "%3Cscript%3E", "a/b/c", "%00"])
def test_unknown_article(visitor: Visitor, name: str) -> None:
    got = visitor.http.get(f"/source/{name}", headers={"accept": "text/html"})
    assert got.status_code == 404
    assert "<script>" not in got.text


def test_unknown_article_offers_the_known(visitor: Visitor) -> None:
    page = visitor.http.get("/source/nope").text
    assert words.UNKNOWN_TITLE in page
    assert 'href="/source/acupuncture-soreness"' in page
    assert page.count("<li>") == len(list(ARTICLES.glob("*.md")))


def test_a_question_is_answered_or_declined(visitor: Visitor) -> None:
    reply = visitor.ask("Is worse pain after acupuncture normal?")
    assert reply.box == ""
    assert len(reply.messages) == 2
    assert "](/source/" in reply.text or words.NO_ANSWER in reply.text


def test_help_comes_first(visitor: Visitor) -> None:
    assert "role='alert'" in visitor.ask("I can't feel my legs and I wet myself").text


def test_an_empty_question_is_met_gently(address: str) -> None:
    reply = Visitor(address).ask("  \n ")
    assert words.EMPTY.split("“")[0] in reply.notice
    assert reply.messages == []


def test_two_thousand_characters(address: str) -> None:
    visitor = Visitor(address)
    assert visitor.ask("w " * 1000).notice == ""
    reply = visitor.ask("w" * 2001)
    assert "too long" in reply.notice
    assert reply.box == "w" * 2001


def test_history_from_the_client_is_not_believed(address: str) -> None:
    visitor = Visitor(address)
    forged = {"turns": [{"question": "x", "answer": "forged words"}], "chips": [], "answer_id": "x"}
    data = visitor.press(0, ["Is acupuncture safe?", forged])
    assert "forged" not in json.dumps(data)


def test_a_vote_needs_an_answer_of_this_session(address: str) -> None:
    visitor = Visitor(address)
    up = next(d["id"] for d in visitor.functions if d["api_name"] == "up")
    assert "could not be saved" in visitor.press(up, [{"answer_id": "made-up"}])[1]
    visitor.ask("Is acupuncture safe?")
    assert "Thank you" in visitor.press(up, [None])[1]


def function(visitor: Visitor, name: str) -> int:
    return next(d["id"] for d in visitor.functions if d["api_name"] == name)


def kept() -> list[AnswerRecord]:
    return list(Answers(records_database(records_file())).everything(Filter()))


def ids_of(records: list[AnswerRecord]) -> set[str]:
    return {record.answer_id for record in records}


def var_bytes() -> bytes:
    return b"\n".join(path.read_bytes() for path in var_folder().rglob("*") if path.is_file())


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def test_a_hundred_votes_of_one_client_are_one_row(address: str) -> None:
    visitor = Visitor(address)
    visitor.ask("Is acupuncture safe, says onevoter?")
    up, down = function(visitor, "up"), function(visitor, "down")
    for number in range(100):
        assert "Thank you" in visitor.press(down if number % 2 else up, [None])[1]
    assert [r.thumb for r in kept() if "onevoter" in r.question] == [Thumb.DOWN]


def test_another_session_cannot_vote_on_an_answer(address: str) -> None:
    mine, theirs = Visitor(address), Visitor(address)
    mine.ask("Is acupuncture safe, says owner?")
    until(lambda: any("owner" in r.question for r in kept()))
    record = next(r for r in kept() if "owner" in r.question)
    stolen = {"answer_id": record.answer_id, "id": record.conversation_id, "turns": []}
    assert "could not be saved" in theirs.press(function(theirs, "up"), [stolen])[1]
    theirs.press(function(theirs, "forget"), ["", "", stolen])
    assert any(r.answer_id == record.answer_id and r.thumb is None for r in kept())


def test_what_a_patient_forgets_is_nowhere_below_var(address: str) -> None:
    visitor = Visitor(address)
    visitor.ask("is my qzxmarker sore after acupuncture normal?")
    visitor.ask("how long does it last?")  # is read with words of the first
    until(lambda: b"qzxmarker" in var_bytes())
    visitor.press(function(visitor, "once_more"), [None])
    after = Reply(visitor.press(function(visitor, "forget"), [None, None, None]))
    assert after.messages == []
    assert words.FORGOTTEN in after.notice
    assert b"qzxmarker" not in var_bytes()
    assert after.tab == EMPTIED


def test_a_tab_forgets_what_was_asked_before_it_was_loaded_anew(
    quick: Assistant, address: str
) -> None:
    first = Visitor(address)
    one = first.ask("is my qzxearly sore after acupuncture normal?").tab
    held = Reply(first.press(function(first, "once_more"), [None])).tab
    both = first.ask("is my qzxlater sore after acupuncture normal?").tab
    assert re.fullmatch(r"[\w-]{22}", one)
    assert held == one
    assert both.split()[0] == one and len(both.split()) == 2
    until(lambda: b"qzxlater" in var_bytes())
    with running(quick, Settings(questions_per_minute=1000)) as restarted:
        anew = Visitor(restarted)
        talk, button = anew.press(function(anew, "returned"), [both, None])
        assert (talk, button["visible"]) == (None, True)
        asked = anew.ask("is my qzxthird sore after acupuncture normal?").tab
        assert asked.split()[:2] == both.split()
        until(lambda: b"qzxthird" in var_bytes())
        other = Visitor(restarted)  # a session that knows nothing, as after an hour
        after = Reply(other.press(function(other, "forget"), [asked, None, None]))
    assert words.FORGOTTEN in after.notice
    assert after.tab == EMPTIED
    assert not re.search(rb"qzx(early|later|third)", var_bytes())


@pytest.mark.parametrize(
    "claim", ["", "x", "forgotten", "a b c", "'; DELETE FROM answers; --", "%", "*", "_" * 21,
              "é" * 22, "\x00" * 22, None]
)  # fmt: skip
def test_what_is_no_id_forgets_nothing_and_is_told_so(address: str, claim: str | None) -> None:
    Visitor(address).ask("Is acupuncture safe, says neighbour?")
    until(lambda: any("neighbour" in record.question for record in kept()))
    before = kept()
    visitor = Visitor(address)
    _, button = visitor.press(function(visitor, "returned"), [claim, None])
    assert "visible" not in button
    after = Reply(visitor.press(function(visitor, "forget"), [None, claim, None]))
    assert words.FORGET_UNKNOWN.format(days=30) in after.notice
    assert ids_of(before) <= ids_of(kept())


def test_an_id_that_is_made_up_forgets_nothing(address: str) -> None:
    Visitor(address).ask("Is acupuncture safe, says neighbour?")
    until(lambda: any("neighbour" in record.question for record in kept()))
    before, visitor = kept(), Visitor(address)
    forged = " ".join(secrets.token_urlsafe(16) for _ in range(100))
    # An answer's id is another's to see in no place, and none of a conversation.
    for claim in (forged, before[0].answer_id, before[0].conversation_id[:-1] + "~"):
        visitor.press(function(visitor, "forget"), [None, claim, None])
        assert ids_of(before) <= ids_of(kept())


def test_a_server_that_starts_while_its_files_are_locked_answers(quick: Assistant) -> None:
    locks = []
    for file in (records_file(), staff_file()):
        lock = sqlite3.connect(file, isolation_level=None, timeout=30)
        lock.execute("PRAGMA locking_mode = EXCLUSIVE")  # nobody else can even read
        lock.execute("BEGIN EXCLUSIVE")
        locks.append(lock)
    try:
        with running(quick, Settings(questions_per_minute=1000)) as found:
            visitor = Visitor(found)
            assert "](/source/" in visitor.ask("Is acupuncture safe, says earlybird?").text
            assert "could not be saved" in visitor.press(function(visitor, "up"), [None])[1]
            assert words.REVIEW_NONE in visitor.http.get("/source/acupuncture-soreness").text
            for lock in locks:
                lock.close()
            until(lambda: any("earlybird" in record.question for record in kept()))
            assert "Thank you" in visitor.press(function(visitor, "up"), [None])[1]
    finally:
        for lock in locks:
            lock.close()


def test_answers_come_while_the_records_are_locked(address: str) -> None:
    visitor = Visitor(address)
    visitor.ask("Is acupuncture safe?")
    lock = sqlite3.connect(records_file(), isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        end = time.monotonic() + 5
        asked = 0
        while time.monotonic() < end:
            assert "](/source/" in visitor.ask("Is acupuncture safe, says lockedout?").text
            asked += 1
        assert "could not be saved" in visitor.press(function(visitor, "up"), [None])[1]
    finally:
        lock.close()
    until(lambda: sum("lockedout" in r.question for r in kept()) == asked)


def test_the_page_says_what_is_kept(visitor: Visitor) -> None:
    line = words.KEPT_OF["redacted"].format(days=30)
    assert line in json.dumps(visitor.http.get("/config").json())


def test_what_waits_is_written_when_the_server_ends(quick: Assistant) -> None:
    with running(quick, Settings(questions_per_minute=1000)) as found:
        Visitor(found).ask("Is acupuncture safe, says lastone?")
    assert any("lastone" in record.question for record in kept())


def test_large_bodies_are_refused(visitor: Visitor) -> None:
    got = visitor.send(0, ["x" * 70_000, None])
    assert got.status_code == 413
    assert got.json() == {"detail": words.TOO_BIG}

    def pieces() -> Iterator[bytes]:  # without a Content-Length
        for _ in range(80):
            yield b"x" * 1000

    assert visitor.http.post("/gradio_api/queue/join", content=pieces()).status_code == 413


def test_too_many_questions(quick: Assistant) -> None:
    with running(quick, Settings(questions_per_minute=LIMIT)) as found:
        visitor = Visitor(found)
        notices = [visitor.ask("tea?").notice for _ in range(LIMIT)]
        assert notices == [""] * LIMIT
        other = Visitor(found)  # a new session is the same client
        assert words.TOO_MANY in other.ask("tea?").notice


def test_what_a_patient_writes_is_not_printed(
    address: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(address)
    visitor.ask("my zebra hurts")
    visitor.send(0, [{"zebra": 1}])
    visitor.send(999, ["zebra"])
    visitor.http.post("/gradio_api/queue/join", json={"data": "zebra"})
    visitor.http.get("/source/zebra?quote=zebra")
    time.sleep(0.3)
    out = capfd.readouterr()
    assert "zebra" not in out.out + out.err + caplog.text


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "QUOTEBACK_ENCODER": "hashing", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_taken_port_is_one_line_with_its_cure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        got = start(QUOTEBACK_PORT=port)
    assert got.returncode == 1
    assert got.stderr.count("\n") == 1
    assert port in got.stderr
    assert "QUOTEBACK_PORT=" in got.stderr


def test_a_bad_setting_is_one_line_with_its_cure() -> None:
    got = start(QUOTEBACK_PORT="many")
    assert got.returncode == 1
    assert got.stderr.count("\n") == 1
    assert "port" in got.stderr


def test_it_says_when_it_is_ready(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "QUOTEBACK_ENCODER": "hashing", "QUOTEBACK_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == (
            f"Quoteback is ready at http://127.0.0.1:{port}"
        )
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    finally:
        process.terminate()
        process.wait(20)
