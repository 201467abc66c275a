"""Whether a confidence of .8 means right eight times in ten."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.intervals import Measure, Numbers, bootstrap
from eval.runs import Result

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in [low, high): their mean confidence, share right."""

    low: float
    high: float
    cases: int
    confidence: float
    right: float


def reliability(results: Sequence[Result]) -> list[Bin]:
    """The reliability table: ten equal bins of confidence, empty ones left out."""
    confidence, right = _columns(results)
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(
            b / BINS,
            (b + 1) / BINS,
            int((place == b).sum()),
            float(confidence[place == b].mean()),
            float(right[place == b].mean()),
        )
        for b in range(BINS)
        if (place == b).any()
    ]


def measure_calibration(results: Sequence[Result]) -> Measure:
    """Expected calibration error (Naeini et al. 2015).

    Mean |confidence − share right| over ten equal bins, weighted by cases. Trap: depends on the
    mix of cases asked, and is never 0 for a finite sample.
    """
    confidence, right = _columns(results)

    def value(rows: Numbers) -> float:
        place = np.minimum((confidence[rows] * BINS).astype(int), BINS - 1)
        off = np.bincount(place, confidence[rows] - right[rows], minlength=BINS)
        return float(np.abs(off).sum() / len(rows))

    return bootstrap("calibration error (ECE)", len(results), value)


def _columns(results: Sequence[Result]) -> tuple[Numbers, Numbers]:
    confidence = np.array([r.confidence for r in results])
    return confidence, np.array([float(r.best_right) for r in results])
