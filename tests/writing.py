"""Processes that record answers, some of them killed; tests/test_recorder.py starts this.

Arguments: the database, what to do, and how many times. It prints what it knows to be on the disk.
What is forked is forked before any thread starts: loading takes longer than what is tried here.
"""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from qa.outcome import Abstained
from qa.records.making import Given
from qa.records.recorder import Recorder
from qa.records.redaction import redact
from qa.records.stored import Thumb

QUESTION = "is tea hot? " * 20


def given(conversation_id: str, question: str = QUESTION, turn: int = 1) -> Given:
    """An abstention, as the chat tells it to the recorder."""
    outcome = Abstained(question, question, (), 0.1)
    return Given(outcome, (), conversation_id, turn, (), 0.01, "build", {})


def say(text: str) -> None:
    """One line at once, in one piece."""
    os.write(1, f"{text}\n".encode())


def forked(do: Callable[[], None]) -> int:
    """The id of a process that does it and nothing more."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        do()
        status = 0
    finally:
        os._exit(status)


def many(path: Path, processes: int) -> None:
    """So many processes record 100 answers each, at once."""

    def hundred() -> None:
        recorder = Recorder(path)
        told = [recorder.remember(given(recorder.new_conversation())) for _ in range(100)]
        assert recorder.close(100)
        for answer_id in told:
            say(answer_id)

    children = [forked(hundred) for _ in range(processes)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * processes


def killed(path: Path, times: int) -> None:
    """A process votes on its own answers and tells each vote that is saved, until it is killed."""

    def for_ever() -> None:
        recorder = Recorder(path)
        while True:
            talk = recorder.new_conversation()
            answer_id = recorder.remember(given(talk))
            if recorder.vote(answer_id, Thumb.UP, conversation_id=talk):
                say(answer_id)

    for number in range(times):
        child = forked(for_ever)
        time.sleep(0.01 + 0.002 * (number % 60))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def on_a_full_disk(path: Path, times: int) -> None:
    """No file may grow past 200 KB: the same as a full disk, for the one who writes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    recorder = Recorder(path)
    talk = recorder.new_conversation()
    for turn in range(times):
        answer_id = recorder.remember(given(talk, QUESTION * 8, turn))
        say(f"{answer_id} {recorder.vote(answer_id, Thumb.UP, conversation_id=talk)}")


if __name__ == "__main__":
    redact("I'm Tea")  # loads the words that redaction reads, once for all
    what = {"many": many, "killed": killed, "on-a-full-disk": on_a_full_disk}
    what[sys.argv[2]](Path(sys.argv[1]), int(sys.argv[3]))
