"""Answers to keep in a small database, made of the shipped articles."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.model import Document, UnitKind
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.stored import AnswerRecord, Kind, StoredCandidate, StoredQuote, Thumb
from qa.records.tables import records_database

TITLED = "acupuncture-soreness"


def quote_of(document: Document, unit: int, score: float = 0.9) -> StoredQuote:
    """A unit of a document as a quote that was shown."""
    found = document.units[unit]
    section = document.sections[found.section].heading_path
    text = document.slice(found.spans)
    return StoredQuote(document.id, document.sha256, found.spans, text, section, score)


def candidate_of(document: Document, unit: int, score: float) -> StoredCandidate:
    """A unit of a document as a candidate."""
    return StoredCandidate(document.id, document.sha256, document.units[unit].spans, score)


def record(
    answer_id: str,
    kind: Kind = Kind.ANSWERED,
    *,
    question: str = "Is worse pain after acupuncture normal?",
    confidence: float = 0.9,
    quotes: Sequence[StoredQuote] = (),
    candidates: Sequence[StoredCandidate] = (),
    rules: Sequence[str] = (),
    at: str = "2026-11-20T10:00:00Z",
    thumb: Thumb | None = None,
    reason: str = "",
    conversation: str = "",
    turn: int = 0,
    read_as: str = "",
) -> AnswerRecord:
    """A record with little to say."""
    return AnswerRecord(
        answer_id=answer_id,
        conversation_id=conversation or f"talk-{answer_id}",
        turn=turn,
        at=at,
        question=question,
        read_as=read_as or question,
        kind=kind,
        rules=tuple(rules),
        confidence=confidence,
        quotes=tuple(quotes),
        candidates=tuple(candidates),
        index_build="build-1",
        seconds=0.05,
        thumb=thumb,
        reason=reason,
    )


def fill(path: Path, records: Sequence[AnswerRecord]) -> Database:
    """A database at `path` that holds `records`."""
    database = records_database(path)
    answers = Answers(database)
    for one in records:
        answers.insert(one)
    return database


def sentence_of(documents: Mapping[str, Document], name: str = TITLED) -> tuple[Document, int]:
    """A document, and the number of its first unit that is a sentence."""
    document = documents[name]
    number = next(n for n, u in enumerate(document.units) if u.kind is UnitKind.SENTENCE)
    return document, number
