"""Candidates to an order and one calibrated probability, by small linear models that can be read.

rank(c) = Σ weight × feature(c), fitted on the development questions so that a right candidate
comes first (softmax over the candidates of a question). P(the first answers) = sigmoid(bias + Σ
weight × feature of the first). Weights are in blend.json: one set for a corpus with phrasings
beside its articles (`phrasings`), one for a corpus to which another one lends them, where they
know such questions (`lent`), one for anything else (`bare`), and of that another one that also
weighs what the cross-encoder says of the best REREAD. `python -m eval fit` writes them;
`python -m qa explain "question"` prints every feature of the best candidates.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.evidence import UnitEvidence
from qa.conversation import ReadQuestion
from qa.cross_encoder import PairScorer, text_of
from qa.features import (
    CONFIDENCE_FEATURES,
    CROSS_CONFIDENCE_FEATURES,
    CROSS_FEATURES,
    RANK_FEATURES,
    Floats,
    confidence_features,
    cross_confidence_features,
    cross_features,
    rank_features,
)

KNOWN_AT = 0.58
"""Of questions from anywhere, and of MedQuAD's, nineteen in twenty lie below."""

REREAD = 12
"""Candidates that the cross-encoder reads."""

BLEND = Path(__file__).parent / "blend.json"


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its rank score and the probability that it answers the question."""

    evidence: UnitEvidence
    rank: float
    probability: float
    answer_at: float
    """The probability that the first must reach, as fitted with the weights."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Fitted weights: of the features of qa/features.py, in their order."""

    rank: Floats
    confidence: Floats
    bias: float
    answer_at: float
    """The threshold that cost least on questions held out (eval/threshold.py)."""

    @classmethod
    def load(cls, name: str, *, cross: bool = False, path: Path = BLEND) -> "Blend":
        """The set of that name: `phrasings`, `lent` or `bare`; with or without the cross-encoder.

        A feature that has no weight yet counts nothing, so that `eval fit` can be run for it.
        """
        data = json.loads(path.read_text())[name]
        rank_names, confidence_names = list(RANK_FEATURES), list(CONFIDENCE_FEATURES)
        if cross:
            data = data.get("cross", data)
            rank_names += CROSS_FEATURES
            confidence_names += CROSS_CONFIDENCE_FEATURES
        return cls(
            rank=np.array([data["rank"].get(feature, 0.0) for feature in rank_names]),
            confidence=np.array([data["confidence"].get(f, 0.0) for f in confidence_names]),
            bias=data["bias"],
            answer_at=data["answer_at"],
        )


@dataclass(frozen=True, slots=True)
class Blends:
    """The sets for a corpus with phrasings or without (own), a known question, any other."""

    own: Blend
    lent: Blend
    bare: Blend

    @classmethod
    def load(cls, *, with_phrasings: bool) -> "Blends":
        """The sets for a corpus with or without phrasings of its own."""
        bare = Blend.load("bare")
        own = Blend.load("phrasings") if with_phrasings else bare
        return cls(own, Blend.load("lent"), bare)

    def is_bare(self, found: Sequence[UnitEvidence]) -> bool:
        """Whether no phrasing, own or lent, knows such a question."""
        return self.of(found) is self.bare

    def of(self, found: Sequence[UnitEvidence]) -> Blend:
        """The set for one question's candidates."""
        if not found[0].lent:
            return self.own
        return self.lent if is_known(found) else self.bare


class Scorer:
    """Orders candidates, reads the best again, and says how likely the first answers."""

    def __init__(self, pair_scorer: PairScorer | None, *, with_phrasings: bool) -> None:
        """`pair_scorer` reads the best REREAD again; without it the first order stands."""
        self._blends = Blends.load(with_phrasings=with_phrasings)
        self._again = Blend.load("bare", cross=True)
        self._pair_scorer = pair_scorer

    @property
    def answer_at(self) -> float:
        """The threshold of the set that weighs most questions over this corpus."""
        blends = self._blends
        return (blends.lent if blends.own is blends.bare else blends.own).answer_at

    def score(self, read: ReadQuestion, found: Sequence[UnitEvidence]) -> list[Scored]:
        """Every candidate, best first; the first one's probability is the answer's confidence."""
        if not found:
            return []
        blend = self._blends.of(found)
        rank: Floats = rank_features(read, found) @ blend.rank
        order = np.argsort(-rank, kind="stable")
        return self._confident(read, [found[i] for i in order], rank[order], blend, None)

    def read_again(self, read: ReadQuestion, scored: Sequence[Scored]) -> list[Scored]:
        """`scored` in the order that the cross-encoder helps to find, where that pays.

        It does where the questions are of a kind that no phrasing knows; else, and without a
        cross-encoder, the order stands.
        """
        found = [candidate.evidence for candidate in scored]
        if self._pair_scorer is None or not found or not self._blends.is_bare(found):
            return list(scored)
        # Some features compare a candidate with all others: the rows of the first are cut out.
        features = rank_features(read, found)[:REREAD]
        best = found[:REREAD]
        logits = self._pair_scorer.logits(read.text, [text_of(e) for e in best])
        blend = self._again
        rank: Floats = np.hstack([features, cross_features(logits)]) @ blend.rank
        order = np.argsort(-rank, kind="stable")
        again = self._confident(read, [best[i] for i in order], rank[order], blend, logits[order])
        last = again[-1]
        rest = (
            replace(
                c,
                probability=min(c.probability, last.probability),
                answer_at=last.answer_at,
            )
            for c in scored
        )
        return [*again, *list(rest)[REREAD:]]

    def _confident(
        self,
        read: ReadQuestion,
        found: Sequence[UnitEvidence],
        rank: Floats,
        blend: Blend,
        logits: Floats | None,
    ) -> list[Scored]:
        """Candidates in their order with probabilities."""
        features = confidence_features(read, found[0], float(rank[0]), gap(found, rank))
        if logits is not None:
            features = np.concatenate([features, cross_confidence_features(logits, 0)])
        logit = float(features @ blend.confidence) + blend.bias
        confidence = float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
        # A lower candidate is less likely by the odds that the softmax of the ranks gives it.
        odds = np.exp(rank - rank[0])
        return [
            Scored(e, float(rank[i]), float(confidence * odds[i]), blend.answer_at)
            for i, e in enumerate(found)
        ]


def is_known(found: Sequence[UnitEvidence]) -> bool:
    """Whether the lent questions know such a one, answered or not."""
    return bool(found) and found[0].lent and found[0].known >= KNOWN_AT


def gap(found: Sequence[UnitEvidence], rank: Floats) -> float:
    """By how much the first candidate beats the first of any other section; both in order."""
    place = (found[0].document.id, found[0].unit.section)
    for at, other in enumerate(found):
        if (other.document.id, other.unit.section) != place:
            return float(rank[0] - rank[at])
    return 0.0
