"""Candidates to an order and one calibrated probability, by small linear models that can be read.

rank(c) = Σ weight × feature(c), fitted on the development questions so that a right candidate
comes first (softmax over the candidates of a question). P(the first answers) = sigmoid(bias + Σ
weight × feature of the first). Weights are in blend.json: one set for a corpus with phrasings
beside its articles (`phrasings`), one for a corpus to which another one lends them, where they
know such questions (`lent`), one for anything else (`bare`). `python -m eval fit` writes them;
`python -m qa explain "question"` prints every feature of the best candidates.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.search import UnitEvidence
from qa.conversation import ReadQuestion
from qa.features import (
    CONFIDENCE_FEATURES,
    RANK_FEATURES,
    Floats,
    confidence_features,
    rank_features,
)

KNOWN_AT = 0.58
"""Of questions from anywhere, and of MedQuAD's, nineteen in twenty lie below."""

BLEND = Path(__file__).parent / "blend.json"


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its rank score and the probability that it answers the question."""

    evidence: UnitEvidence
    rank: float
    probability: float


@dataclass(frozen=True, slots=True)
class Blend:
    """Fitted weights."""

    rank: Floats
    confidence: Floats
    bias: float

    @classmethod
    def load(cls, name: str, path: Path = BLEND) -> "Blend":
        """The set of that name: `phrasings`, `lent` or `bare`.

        A feature that has no weight yet counts nothing, so that `eval fit` can be run for it.
        """
        data = json.loads(path.read_text())[name]
        return cls(
            rank=np.array([data["rank"].get(feature, 0.0) for feature in RANK_FEATURES]),
            confidence=np.array([data["confidence"].get(f, 0.0) for f in CONFIDENCE_FEATURES]),
            bias=data["bias"],
        )


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores candidates with the set of weights that fits how much is known."""

    own: Blend
    lent: Blend
    bare: Blend

    @classmethod
    def load(cls, *, with_phrasings: bool) -> "Scorer":
        """The sets for a corpus with or without phrasings of its own."""
        bare = Blend.load("bare")
        return cls(Blend.load("phrasings") if with_phrasings else bare, Blend.load("lent"), bare)

    def blend(self, found: Sequence[UnitEvidence]) -> Blend:
        """The set for one question's candidates."""
        if not found[0].lent:
            return self.own
        return self.lent if is_known(found) else self.bare

    def score(self, read: ReadQuestion, found: Sequence[UnitEvidence]) -> list[Scored]:
        """Every candidate, best first; the first one's probability is the answer's confidence."""
        if not found:
            return []
        blend = self.blend(found)
        rank: Floats = rank_features(read, found) @ blend.rank
        order = np.argsort(-rank, kind="stable")
        best = found[order[0]]
        features = confidence_features(read, best, rank[order[0]], gap(found, rank, order))
        logit = float(features @ blend.confidence) + blend.bias
        confidence = float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
        # A lower candidate is less likely by the odds that the softmax of the ranks gives it.
        return [
            Scored(found[i], float(rank[i]), float(confidence * np.exp(rank[i] - rank[order[0]])))
            for i in order
        ]


def is_known(found: Sequence[UnitEvidence]) -> bool:
    """Whether the lent questions know such a one, answered or not."""
    return bool(found) and found[0].lent and found[0].known >= KNOWN_AT


def gap(
    found: Sequence[UnitEvidence], rank: Floats, order: Sequence[int] | NDArray[np.intp]
) -> float:
    """By how much the best candidate beats the best of any other section."""
    first = found[int(order[0])]
    place = (first.document.id, first.unit.section)
    for at in order[1:]:
        other = found[int(at)]
        if (other.document.id, other.unit.section) != place:
            return float(rank[int(order[0])] - rank[int(at)])
    return 0.0
