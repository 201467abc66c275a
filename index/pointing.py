"""Which units of a corpus say what a unit of the bank says: its counterparts there.

A unit of the bank points at each unit of the corpus to a share, the softmax of profile · unit /
WIDTH. Units of one article point together, for an article's counterparts mostly stand in one
document: each share is multiplied by what the whole article gives that document, to the power of
TOGETHER. The votes of the bank's units are passed on by these shares.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.bank import Bank
from index.encoder import Vectors

WIDTH = 0.03
TOGETHER = 2.0
LEAST = 0.01
MOST_VOTERS = 64
"""Units of the bank whose votes are passed on; all others together have next to none."""

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pointing:
    """From the units of a bank, in articles, to those of a corpus (v, d), in `documents` (v,).

    `together` is the logarithm of what each article gives each document, (articles, documents).
    """

    bank: Bank
    units: Vectors
    documents: Numbers
    together: Floats

    @classmethod
    def build(cls, bank: Bank, units: Vectors, documents: Numbers) -> "Pointing":
        """From `units` through the adapter and the number of the document of each."""
        count = int(documents.max(initial=-1)) + 1
        given = np.zeros((int(bank.articles.max(initial=-1)) + 1, count))
        for start in range(0, len(bank.profiles), MOST_VOTERS):
            rows = slice(start, start + MOST_VOTERS)
            shares = _shares(bank.profiles[rows] @ units.T / WIDTH)
            for article, own in zip(bank.articles[rows], shares, strict=True):
                given[article] += np.bincount(documents, own, minlength=count)
        given /= np.maximum(given.sum(axis=1, keepdims=True), LEAST)
        return cls(bank, units, documents, np.log(given + LEAST).astype(np.float32))

    def pass_on(self, votes: Floats) -> Floats:
        """The votes of the bank's units (u,) as shares of the corpus's units (v,)."""
        voters = np.argsort(-votes)[:MOST_VOTERS]
        near = self.bank.profiles[voters] @ self.units.T / WIDTH
        near += TOGETHER * self.together[self.bank.articles[voters]][:, self.documents]
        found: Floats = votes[voters] @ _shares(near)
        return found


def _shares(logits: Floats) -> Floats:
    """The softmax of each row."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    found: Floats = odds / np.maximum(odds.sum(axis=1, keepdims=True), np.float32(1e-30))
    return found
