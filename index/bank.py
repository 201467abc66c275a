"""Questions whose answers are known: what they tell about a new question.

Every phrasing beside the articles is a question with its answer; questions that nothing answers
stand beside them. A new question is weighed among them all: each gets exp(cosine / WIDTH) through
the adapter, and so does a question of cosine NOTHING that stands for anything else; a unit's vote
is the share of its phrasings (kernel density, Parzen 1962). The votes' mean answer says also to a
corpus without phrasings what to look for, as a made-up answer does in HyDE (Gao et al. 2022).
Its units also point at their counterparts in such a corpus (index/pointing.py).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.adapter import Lens
from index.encoder import Vectors

WIDTH = 0.05
NOTHING = 0.7
ITSELF = 0.9999

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Each unit's vote (u,), that of the unanswered questions, and the expected answer (d,).

    Votes and `unanswered` sum to less than 1; the expected answer is as short as they are few.
    `nearest` is the cosine of the nearest question, answered or not: how far the bank knows it.
    """

    votes: Floats
    unanswered: float
    expected: Floats
    nearest: float


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions through the adapter (n, d), the number of each one's unit (n,).

    Beside them the units (u, d) and the questions that nothing answers (m, d), also through it,
    each unit's profile (u, d), halfway between it and the mean of its questions, and the number of
    each one's article (u,).
    """

    questions: Vectors
    units: NDArray[np.int64]
    answers: Vectors
    unanswered: Vectors
    profiles: Vectors
    articles: NDArray[np.int64]

    @classmethod
    def build(
        cls,
        lens: Lens,
        phrasings: Vectors,
        units: NDArray[np.int64],
        answers: Vectors,
        unanswered: Vectors,
        articles: NDArray[np.int64],
    ) -> "Bank":
        """From questions as encoded, moved by `lens`, and units through the adapter."""
        questions = lens(phrasings)
        means = np.zeros_like(answers)
        np.add.at(means, units, questions)
        counts = np.bincount(units, minlength=len(answers))[:, None]
        profiles = np.where(counts > 0, (answers + means / np.maximum(counts, 1)) / 2, answers)
        profiles = profiles.astype(np.float32)
        return cls(questions, units, answers, lens(unanswered), profiles, articles)

    def weigh(self, question: Vectors) -> Weighed:
        """What the bank makes of a question, shape (d,), through the adapter."""
        near, near_not = self.questions @ question, self.unanswered @ question
        weights = np.exp((near - 1) / WIDTH)
        weight_not = float(np.exp((near_not - 1) / WIDTH).sum())
        total = float(weights.sum()) + weight_not + float(np.exp((NOTHING - 1) / WIDTH))
        sums = np.bincount(self.units, weights, minlength=len(self.answers))
        votes: Floats = (sums / total).astype(np.float32)
        nearest = max(float(near.max(initial=0.0)), float(near_not.max(initial=0.0)))
        return Weighed(votes, weight_not / total, votes @ self.answers, nearest)

    def without(self, question: Vectors) -> "Bank":
        """This bank less the unanswered questions that are `question` itself, shape (d,)."""
        return replace(self, unanswered=self.unanswered[self.unanswered @ question < ITSELF])
