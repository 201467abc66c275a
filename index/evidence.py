"""What a search finds: passages, and all that is known of their units."""

from dataclasses import dataclass

from corpus.model import Document, Passage, Unit


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a hit's score comes from: cosine, and BM25 over the question's best."""

    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its fused score."""

    passage: Passage
    score: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """How near one unit is to the question; cosines in −1..1, `lexical` and `share` in 0..1.

    `passage` is the fused score of its passage; `plain` and `context` are the unit alone and with
    its title and headings; `asked` the nearest phrasing that it is asked under; `trained` and
    `trained_asked` the same through the adapter; `share` is exp((trained − best trained) / 0.05);
    `unanswered` the nearest question known to have no answer, through the adapter; `vote`,
    `pointed` (votes of the units that point at it), `expected` (cosine with the expected answer),
    `unanswered_vote` and `known` are the bank's (index/bank.py), which is another corpus's where
    `lent`. The last four are the same for every unit.
    """

    document: Document
    unit: Unit
    passage: float
    plain: float
    context: float
    heading: float
    lexical: float
    asked: float
    trained: float
    trained_asked: float
    share: float
    vote: float
    pointed: float
    expected: float
    unanswered: float
    unanswered_vote: float
    known: float
    lent: bool
