"""The whole server over a disk that is full and a file that may only be read: it answers on.

It runs in a process of its own, without the right of root to whom no file is read-only.
"""

import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
import pytest
from serving import Visitor

from corpus.loading import ARTICLES
from index.hashing import HashingEncoder
from index.home import index_root, open_index, var_folder
from qa.pages import words
from qa.pages.staff import judging_words
from qa.pages.staff import words as staff_words
from qa.pages.staff.cookie import PLAIN
from qa.records.answers import Answers
from qa.records.filter import Filter
from qa.records.judgement import Verdict
from qa.records.stored import AnswerRecord, Thumb
from qa.records.tables import records_database
from qa.records.verdicts import Verdicts
from qa.staff.accounts import Accounts
from qa.staff.sessions import Session, Sessions
from qa.staff.tables import staff_database

pytestmark = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="limits of another process can be set on Linux alone"
)
ROOT = Path(__file__).parent.parent
GOOD = "correct horse battery"
QUESTION = "Is worse pain after acupuncture normal?"
AS_ANYBODY = ["setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override"]


@dataclass(frozen=True)
class House:
    """A server of its own process, and the folder that it keeps everything in."""

    address: str
    pid: int
    var: Path

    def answers(self) -> dict[str, AnswerRecord]:
        found = Answers(records_database(self.var / "quoteback.db")).everything(Filter())
        return {record.question: record for record in found}

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No file of the server may grow any more."""
        before = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, before)

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """The server may read its records and write them no more."""
        self.chmod(0o444)
        try:
            yield
        finally:
            self.chmod(0o600)

    def chmod(self, mode: int) -> None:
        for path in self.var.glob("quoteback.db*"):
            path.chmod(mode)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    var = tmp_path_factory.mktemp("unwritable") / "var"
    open_index(ARTICLES, HashingEncoder())  # built once for all tests
    built = index_root(ARTICLES, HashingEncoder().name)
    shutil.copytree(built, var / built.relative_to(var_folder()))
    Accounts(staff_database(var / "staff.db"), clear_every=None).add("reviewer-1", GOOD)
    if (is_root := os.geteuid() == 0) and not shutil.which(AS_ANYBODY[0]):
        pytest.skip("root writes to any file, and there is no setpriv to take that right away")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {"QUOTEBACK_VAR": str(var), "HOME": str(var), "GRADIO_TEMP_DIR": str(var / "gradio")}
    limits = {"QUOTEBACK_ENCODER": "hashing", "QUOTEBACK_QUESTIONS_PER_MINUTE": "1000"}
    process = subprocess.Popen(
        [*(AS_ANYBODY if is_root else ()), sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, **home, **limits, "QUOTEBACK_PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
        yield House(f"http://127.0.0.1:{port}", process.pid, var)
    finally:
        process.terminate()
        process.wait(30)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


def vote(visitor: Visitor) -> str:
    up = next(f["id"] for f in visitor.functions if f["api_name"] == "up")
    return str(visitor.press(up, [None])[1])


def signed_in(house: House) -> tuple[httpx.Client, Session]:
    sessions = Sessions(staff_database(house.var / "staff.db"))
    token = sessions.start("reviewer-1")
    session = sessions.find(token)
    assert session is not None
    return httpx.Client(base_url=house.address, cookies={PLAIN: token}, timeout=60), session


@pytest.mark.parametrize("trouble", ["full_disk", "read_only"])
def test_patients_are_answered_and_told_that_a_vote_was_not_saved(
    house: House, trouble: str
) -> None:
    visitor = Visitor(house.address)
    visitor.ask(QUESTION)
    assert words.THANKS in vote(visitor)
    asked = f"Is worse pain after acupuncture normal, says {trouble}?"
    with getattr(house, trouble)():
        assert "](/source/" in visitor.ask(asked).text
        assert words.NOT_SAVED in unescape(vote(visitor))
        assert asked not in house.answers()
        assert "role='alert'" in visitor.ask("I can't feel my legs and I wet myself").text
    until(lambda: asked in house.answers())  # it waited
    visitor.ask(QUESTION)
    assert words.THANKS in vote(visitor)
    assert Thumb.UP in {record.thumb for record in house.answers().values()}


@pytest.mark.parametrize("trouble", ["full_disk", "read_only"])
def test_a_verdict_that_was_not_saved_is_said_so(house: House, trouble: str) -> None:
    asked = f"Is worse pain after acupuncture normal, asks {trouble}?"
    Visitor(house.address).ask(asked)
    until(lambda: asked in house.answers())
    answer_id = house.answers()[asked].answer_id
    client, session = signed_in(house)
    given = {"csrf": session.csrf, "verdict": "right", "note": "a note to keep"}
    with getattr(house, trouble)():
        got = client.post(f"/staff/answer/{answer_id}/verdict", data=given)
        assert got.status_code == 503
        told = unescape(got.text)
        if trouble == "read_only":
            assert judging_words.NOT_SAVED.format(verdict="Right") in told
            assert "a note to keep" in told
        else:  # SQLite cannot even read without a little room
            assert staff_words.NOT_NOW in told or "was not saved" in told
    verdicts = Verdicts(records_database(house.var / "quoteback.db"))
    assert verdicts.current(answer_id) == ()
    got = client.post(f"/staff/answer/{answer_id}/verdict", data=given)
    assert got.status_code == 303
    assert [said.verdict for said in verdicts.current(answer_id)] == [Verdict.RIGHT]
