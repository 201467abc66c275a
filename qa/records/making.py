"""From what a question came to, to what is kept of it. Here the patient's words are redacted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document
from qa.outcome import Abstained, Answered, Escalated, Outcome, quotes_of
from qa.records.counts import Counted, Tally
from qa.records.redaction import names_said, redact, redact_reading
from qa.records.stored import AnswerRecord, Kind, StoredCandidate, StoredQuote, storable
from qa.scorer import Scored

MOST_CANDIDATES = 8
_READ_WITH = 7  # messages, the last among them, whose words a reading can hold


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the patient saw it, and how it came about.

    `scored` are all candidates, best first; `history` the questions before it, oldest first;
    `documents` hold at least those that are quoted; `answer_at` is the probability that the first
    had to reach.
    """

    outcome: Outcome
    scored: Sequence[Scored]
    conversation_id: str
    turn: int
    history: tuple[str, ...]
    seconds: float
    index_build: str
    documents: Mapping[str, Document]
    answer_at: float | None = None


def record_of(given: Given, answer_id: str, at: str) -> AnswerRecord:
    """What is kept in the mode "redacted"."""
    outcome = given.outcome
    question = storable(outcome.question)
    said = (*(storable(turn) for turn in given.history), question)
    names = names_said(said)
    return AnswerRecord(
        answer_id=answer_id,
        conversation_id=given.conversation_id,
        turn=given.turn,
        at=at,
        question=redact(question, names),
        read_as=redact_reading(storable(outcome.read_as), said[-_READ_WITH:], names),
        kind=kind_of(outcome),
        rules=tuple(alert.rule for alert in outcome.alerts),
        confidence=outcome.confidence,
        quotes=tuple(
            StoredQuote(
                document_id=quote.document_id,
                sha256=given.documents[quote.document_id].sha256,
                spans=quote.spans,
                text=quote.text,
                section=quote.section,
                score=quote.score,
            )
            for quote in quotes_of(outcome)
        ),
        candidates=tuple(_candidate(scored) for scored in given.scored[:MOST_CANDIDATES]),
        index_build=given.index_build,
        seconds=round(given.seconds, 4),
        answer_at=given.answer_at,
    )


def tallies_of(outcome: Outcome, day: str) -> tuple[Tally, ...]:
    """What is kept in the mode "counts"."""
    rules = (Tally(day, Counted.RULE, alert.rule) for alert in outcome.alerts)
    return (Tally(day, Counted.KIND, kind_of(outcome).value), *rules)


def kind_of(outcome: Outcome) -> Kind:
    """The kind that is kept of an outcome."""
    match outcome:
        case Answered():
            return Kind.ANSWERED
        case Abstained():
            return Kind.ABSTAINED
        case Escalated():
            return Kind.ESCALATED


def _candidate(scored: Scored) -> StoredCandidate:
    document, unit = scored.evidence.document, scored.evidence.unit
    return StoredCandidate(document.id, document.sha256, unit.spans, round(scored.probability, 6))
