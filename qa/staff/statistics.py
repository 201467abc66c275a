"""What staff pages count with, from well-kept libraries; the one file that imports scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import cohen_kappa_score

from index.encoder import Vectors

FAR_APART = 0.35
"""Mean cosine distance past which two groups of questions stay apart.

Chosen on the 469 questions of the development part that stand alone, with the default encoder:
those that ask 366 different things fall into 336 groups, of which .92 are pure (homogeneity); at
.30 into 387, at .40 into 288 (.87). Another encoder may need another value.
"""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval without continuity correction; of nothing, all from 0 to 1.

        Source: Wilson (1927), J. Am. Stat. Assoc. 22:209. Trap: it takes cases as drawn by chance
        and apart from each other, which what staff choose to judge is not.
        """
        if not self.of:
            return (0.0, 1.0)
        found = binomtest(self.hits, self.of).proportion_ci(0.95, method="wilson")
        return (float(found.low), float(found.high))


def kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's kappa of two reviewers' labels of the same things: 1 agree, 0 as by chance.

    None where it has no value: nothing is labelled, or both only ever used the same one label.
    Source: Cohen (1960), Educ. Psychol. Meas. 20:37. Trap: where nearly all has one label, it is
    low even for reviewers who nearly always agree; read it beside the percentage.
    """
    if len({*first, *second}) < 2:
        return None
    return float(cohen_kappa_score(first, second))


def groups_of(vectors: Vectors, far_apart: float = FAR_APART) -> tuple[tuple[int, ...], ...]:
    """Row numbers of `vectors`, shape (n, d), in groups of like meaning, in order of first rows.

    Average linkage by cosine: groups are merged while their mean distance is under `far_apart`.
    Takes memory for n × n distances.
    """
    if len(vectors) < 2:
        return tuple((row,) for row in range(len(vectors)))
    labels = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=far_apart
    ).fit_predict(vectors)
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        groups.setdefault(int(label), []).append(row)
    return tuple(map(tuple, groups.values()))


def nearest_the_middle(vectors: Vectors, weights: Sequence[int]) -> list[int]:
    """Rows of `vectors`, shape (n, d), nearest their weighted middle first; ties as they stand."""
    middle = np.average(vectors, axis=0, weights=weights)
    return [int(row) for row in np.argsort(-(vectors @ middle), kind="stable")]
