"""The questions that commands read: one from the command line, or JSON lines from stdin."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question with the earlier ones of its conversation, oldest first."""

    id: str | int | None
    question: str
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not a question, and what is wrong with it."""

    id: str | int | None
    reason: str


def read_lines(stream: TextIO) -> Iterator[AskedLine | BadLine]:
    """Each line of `stream` that is not blank: `{"id", "question", "history"?}`."""
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield parse_line(line, number)


def parse_line(line: str, number: int) -> AskedLine | BadLine:
    """Read one line; never raises."""
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        return BadLine(None, f"line {number} is not JSON; expected an object with a `question`")
    if not isinstance(data, dict):
        return BadLine(None, f"line {number} is not an object with a `question`")
    identity = data.get("id")
    if identity is not None and not isinstance(identity, str | int):
        return BadLine(None, f"line {number} has an `id` that is neither text nor a whole number")
    question = data.get("question")
    if not isinstance(question, str):
        return BadLine(identity, f"line {number} has no `question` that is text")
    history = data.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return BadLine(identity, f"line {number} has a `history` that is not a list of texts")
    return AskedLine(identity, question, tuple(history))
