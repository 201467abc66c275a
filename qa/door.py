"""An outcome as one JSON object: the machine-readable door of `python -m qa ask --json`."""

from typing import Any

from qa.outcome import Abstained, Answered, Escalated, Outcome, quotes_of


def as_json(outcome: Outcome, *, line_id: str | int | None, seconds: float) -> dict[str, Any]:
    """The object that docs/door.md describes, ready for `json.dumps`."""
    return {
        "id": line_id,
        "question": outcome.question,
        "read_as": outcome.read_as,
        "kind": kind_of(outcome),
        "alerts": [{"rule": alert.rule, "level": alert.level.value} for alert in outcome.alerts],
        "quotes": [
            {
                "text": quote.text,
                "document": quote.document_id,
                "title": quote.title,
                "section": list(quote.section),
                "spans": [list(span) for span in quote.spans],
                "score": round(quote.score, 4),
            }
            for quote in quotes_of(outcome)
        ],
        "confidence": round(outcome.confidence, 4),
        "seconds": round(seconds, 4),
    }


def kind_of(outcome: Outcome) -> str:
    """`answered`, `abstained` or `escalated`."""
    match outcome:
        case Answered():
            return "answered"
        case Abstained():
            return "abstained"
        case Escalated():
            return "escalated"
