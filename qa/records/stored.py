"""The values that are kept of an answer, and their rows and JSON."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from corpus.model import Span

Spans = tuple[Span, ...]


class Kind(Enum):
    """What a question came to, as the patient saw it."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    ESCALATED = "escalated"


class Thumb(Enum):
    """Whether an answer helped."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote that was shown; `sha256` is of the document as it was then."""

    document_id: str
    sha256: str
    spans: Spans
    text: str
    section: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """What could have been quoted, shown or not."""

    document_id: str
    sha256: str
    spans: Spans
    score: float


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer. `question` and `read_as` are redacted; `at` is ISO 8601 in UTC, to the second.

    `confidence` and scores are probabilities; `candidates` are the best ones, best first;
    `reason` is a key of what the page offers beside a thumb down, or empty; `answer_at` is the
    setting at that time, None where it was not kept.
    """

    answer_id: str
    conversation_id: str
    turn: int
    at: str
    question: str
    read_as: str
    kind: Kind
    rules: tuple[str, ...]
    confidence: float
    quotes: tuple[StoredQuote, ...]
    candidates: tuple[StoredCandidate, ...]
    index_build: str
    seconds: float
    thumb: Thumb | None = None
    reason: str = ""
    answer_at: float | None = None


COLUMNS = (
    "answer_id, conversation_id, turn, at, question, read_as, kind, rules, confidence, quotes, "
    "candidates, index_build, seconds, thumb, reason, answer_at"
)
"""What `record_of_row` reads, of `answers` joined with `evidence`."""


def record_of_row(row: sqlite3.Row) -> AnswerRecord:
    """The record of a row that has COLUMNS."""
    return AnswerRecord(
        answer_id=row["answer_id"],
        conversation_id=row["conversation_id"],
        turn=row["turn"],
        at=row["at"],
        question=row["question"],
        read_as=row["read_as"],
        kind=Kind(row["kind"]),
        rules=tuple(json.loads(row["rules"])),
        confidence=row["confidence"],
        quotes=quotes_of_json(row["quotes"]),
        candidates=tuple(
            StoredCandidate(document, sha256, spans_of(spans), score)
            for document, sha256, spans, score in json.loads(row["candidates"])
        ),
        index_build=row["index_build"],
        seconds=row["seconds"],
        thumb=None if row["thumb"] is None else Thumb(row["thumb"]),
        reason=row["reason"],
        answer_at=row["answer_at"],
    )


def quotes_json(quotes: Sequence[StoredQuote]) -> str:
    """Quotes as a JSON list of lists, in the order of the fields."""
    fields = [[q.document_id, q.sha256, q.spans, q.text, q.section, q.score] for q in quotes]
    return json.dumps(fields)


def quotes_of_json(text: str) -> tuple[StoredQuote, ...]:
    """What `quotes_json` wrote."""
    return tuple(
        StoredQuote(document, sha256, spans_of(spans), words, tuple(section), score)
        for document, sha256, spans, words, section, score in json.loads(text)
    )


def candidates_json(candidates: Sequence[StoredCandidate]) -> str:
    """Candidates as a JSON list of lists, in the order of the fields."""
    return json.dumps([[c.document_id, c.sha256, c.spans, c.score] for c in candidates])


def spans_of(spans: Sequence[Sequence[Any]]) -> Spans:
    """Spans as JSON has them, as the tuples that they are."""
    return tuple((int(start), int(end)) for start, end in spans)


def storable(text: str) -> str:
    """`text` with "?" in place of lone surrogates, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode()
