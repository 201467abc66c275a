"""A process of its own that records answers; tests/test_recorder.py starts and kills it.

Arguments: the database, what to do, and how many times. It prints each answer id that it knows to
be on the disk, one a line.
"""

import os
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from qa.outcome import Abstained
from qa.records.making import Given
from qa.records.recorder import Recorder
from qa.records.stored import Thumb


def given(conversation_id: str, question: str = "is tea hot?", turn: int = 1) -> Given:
    """An abstention, as the chat tells it to the recorder."""
    outcome = Abstained(question, question, (), 0.1)
    return Given(outcome, (), conversation_id, turn, (), 0.01, "build", {})


def say(text: str) -> None:
    """One line at once, in one piece."""
    os.write(1, f"{text}\n".encode())


def many(recorder: Recorder, times: int) -> None:
    """Record and write all."""
    told = [recorder.remember(given(recorder.new_conversation())) for _ in range(times)]
    assert recorder.close(60)
    for answer_id in told:
        say(answer_id)


def for_ever(recorder: Recorder, _: int) -> None:
    """Until killed: an answer with its vote, told once the vote is on the disk."""
    while True:
        talk = recorder.new_conversation()
        answer_id = recorder.remember(given(talk, "is tea hot? " * 20))
        if recorder.vote(answer_id, Thumb.UP, conversation_id=talk):
            say(answer_id)


def on_a_full_disk(recorder: Recorder, times: int) -> None:
    """No file may grow past 200 KB: the same as a full disk, for the one who writes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    talk = recorder.new_conversation()
    for turn in range(times):
        answer_id = recorder.remember(given(talk, "is tea hot? " * 150, turn))
        say(f"{answer_id} {recorder.vote(answer_id, Thumb.UP, conversation_id=talk)}")


if __name__ == "__main__":
    what = {"many": many, "for-ever": for_ever, "on-a-full-disk": on_a_full_disk}
    what[sys.argv[2]](Recorder(Path(sys.argv[1])), int(sys.argv[3]))
