"""What a question can come to. Told apart by `match`, never by flags or None."""

from dataclasses import dataclass
from enum import Enum

from corpus.model import Document, Span


class AlertLevel(Enum):
    """How a message is met: help first (emergency, crisis), or a referral first (dose)."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    DOSE = "dose"


@dataclass(frozen=True, slots=True)
class Alert:
    """A safety rule that fired, the words of the message that fired it, and what must be said."""

    rule: str
    level: AlertLevel
    words: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences, items or rows of one document, exactly as they stand there."""

    document_id: str
    title: str
    section: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str
    score: float

    def stands_in(self, document: Document) -> bool:
        """Whether the document still says this at these spans, character for character."""
        inside = all(0 <= start < end <= len(document.text) for start, end in self.spans)
        return inside and document.slice(self.spans) == self.text


@dataclass(frozen=True, slots=True)
class Answered:
    """One to three quotes, best first."""

    question: str
    read_as: str
    quotes: tuple[Quote, ...]
    confidence: float
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstained:
    """The documents hold no answer. `nearest` are documents on the topic, no citations."""

    question: str
    read_as: str
    nearest: tuple[Document, ...]
    confidence: float
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalated:
    """Help comes first; quotes, where there are any, do not play the danger down."""

    question: str
    read_as: str
    alerts: tuple[Alert, ...]
    quotes: tuple[Quote, ...]
    confidence: float


Outcome = Answered | Abstained | Escalated


def quotes_of(outcome: Outcome) -> tuple[Quote, ...]:
    """The quotes of an outcome; an abstention has none."""
    match outcome:
        case Answered(quotes=quotes) | Escalated(quotes=quotes):
            return quotes
        case Abstained():
            return ()
