"""A measured value with its 95% interval by the percentile bootstrap (Efron & Tibshirani 1993).

Trap: the interval covers which questions were drawn, not who wrote them; questions by another hand
may lie outside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its interval and the number of cases behind it."""

    name: str
    value: float
    low: float
    high: float
    cases: int

    def line(self) -> str:
        """One line of a table."""
        return (
            f"{self.name:38} {self.value:6.3f}  [{self.low:.3f}, {self.high:.3f}]  n={self.cases}"
        )


def mean(name: str, values: Numbers) -> Measure:
    """Mean of `values`, shape (n,)."""
    return bootstrap(name, len(values), lambda rows: float(values[rows].mean()))


def median(name: str, values: Numbers) -> Measure:
    """Median of `values`, shape (n,)."""
    return bootstrap(name, len(values), lambda rows: float(np.median(values[rows])))


def quantile(name: str, values: Numbers, at: float) -> Measure:
    """The `at` quantile of `values`, shape (n,)."""
    return bootstrap(name, len(values), lambda rows: float(np.quantile(values[rows], at)))


def bootstrap(
    name: str, cases: int, statistic: Callable[[Numbers], float], rounds: int = _ROUNDS
) -> Measure:
    """`statistic` takes row numbers, shape (n,), drawn with replacement; all rows give the value.

    With no cases the value is 0 and so is the interval.
    """
    if not cases:
        return Measure(name, 0.0, 0.0, 0.0, 0)
    rng = np.random.default_rng(0)
    draws = [statistic(rng.integers(0, cases, cases)) for _ in range(rounds)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return Measure(name, statistic(np.arange(cases)), float(low), float(high), cases)


def two_samples(
    name: str, cases: tuple[int, int], statistic: Callable[[Numbers, Numbers], float]
) -> Measure:
    """As `bootstrap`, for a statistic of two groups drawn apart."""
    if not all(cases):
        return Measure(name, 0.0, 0.0, 0.0, 0)
    rng = np.random.default_rng(0)
    draws = [
        statistic(*(rng.integers(0, count, count) for count in cases)) for _ in range(_ROUNDS // 2)
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    value = statistic(*(np.arange(count) for count in cases))
    return Measure(name, value, float(low), float(high), sum(cases))
