"""Two runs over the same questions, paired: did answers get better or worse, beyond noise?

Paired permutation test: under "no difference" each question's two outcomes may be swapped, so the
sign of each difference is random (Fisher 1935; for retrieval, Smucker et al. 2007). Trap: many
measures are tested at once, so one p below .05 among ten is no surprise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import permutation_test

from eval.folder import Run, RunError
from eval.gold import CaseKind
from eval.quoting import first_right, one_right
from eval.runs import Result

_ROUNDS = 9999


@dataclass(frozen=True, slots=True)
class Tested:
    """One measure in both runs; `p` two-sided, `worse_p` of the second being worse by chance."""

    name: str
    first: float
    second: float
    cases: int
    p: float
    worse_p: float

    def line(self) -> str:
        """One line of a table."""
        return (
            f"{self.name:32} {self.first:.3f} -> {self.second:.3f}  "
            f"({self.second - self.first:+.3f}, p={self.p:.3f}, n={self.cases})"
        )


@dataclass(frozen=True, slots=True)
class _Kind:
    """A yes/no outcome of a case, the cases it counts, and whether yes is good."""

    name: str
    counts: Callable[[Result], bool]
    outcome: Callable[[Result], bool]
    good: bool


def _single(result: Result) -> bool:
    return not result.case.history


_KINDS = (
    _Kind("best candidate right", lambda r: _answerable(r), lambda r: r.best_right, True),
    _Kind("first quote right", lambda r: _answerable(r), first_right, True),
    _Kind("one of three right", lambda r: _answerable(r), one_right, True),
    _Kind("wrongly refused", lambda r: _answerable(r), lambda r: not r.shown, False),
    _Kind(
        "wrongly answered, near",
        lambda r: _single(r) and r.case.kind is CaseKind.NEAR,
        lambda r: bool(r.shown),
        False,
    ),
    _Kind(
        "wrongly answered, far",
        lambda r: _single(r) and r.case.kind is CaseKind.FAR,
        lambda r: bool(r.shown),
        False,
    ),
    _Kind("follow-up: first right", lambda r: not _single(r) and not r.in_full, first_right, True),
)


def _answerable(result: Result) -> bool:
    return _single(result) and result.case.kind is CaseKind.ANSWERABLE


def compare(first: Run, second: Run) -> list[Tested]:
    """Every measure of both runs over the questions that both asked.

    Raises:
        RunError: they have no question in common.
    """
    pairs = _pairs(first, second)
    found = []
    for kind in _KINDS:
        counted = [(a, b) for a, b in pairs if kind.counts(a)]
        if counted:
            outcomes = np.array([[kind.outcome(a), kind.outcome(b)] for a, b in counted], float)
            found.append(_test(kind, outcomes))
    return found


def changed_sides(first: Run, second: Run) -> list[tuple[Result, Result]]:
    """Questions that one run answers rightly and the other does not, in the order asked.

    Right: the first quote answers, or, where nothing answers, nothing is shown.
    """
    return [(a, b) for a, b in _pairs(first, second) if is_right(a) != is_right(b)]


def is_right(result: Result) -> bool:
    """Whether the patient got what is right: the answer first, or silence."""
    if result.case.kind is CaseKind.ANSWERABLE:
        return first_right(result)
    return not result.shown


def _pairs(first: Run, second: Run) -> list[tuple[Result, Result]]:
    theirs = {result.key: result for result in second.results}
    pairs = [(r, theirs[r.key]) for r in first.results if r.key in theirs]
    if not pairs:
        raise RunError(
            f"{first.name} and {second.name} have no question in common; compare two runs of the "
            "same split"
        )
    return pairs


def _test(kind: _Kind, outcomes: np.ndarray[Any, np.dtype[np.float64]]) -> Tested:
    before, after = outcomes[:, 0], outcomes[:, 1]
    differences = after - before if kind.good else before - after  # below 0: worse
    changed = differences[differences != 0]  # the others stay 0 under every swap
    p = worse = 1.0
    if len(changed):
        rng = np.random.default_rng(0)
        p, worse = (_p(changed, alternative, rng) for alternative in ("two-sided", "less"))
    return Tested(kind.name, float(before.mean()), float(after.mean()), len(outcomes), p, worse)


def _p(changed: np.ndarray[Any, Any], alternative: str, rng: np.random.Generator) -> float:
    if len(changed) == 1:  # the library wants two observations; a coin has two sides
        return 1.0 if alternative == "two-sided" else 0.5 if changed[0] < 0 else 1.0
    found = permutation_test(
        (changed,),
        lambda x, axis: x.sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=_ROUNDS,
        alternative=alternative,
        rng=rng,
    )
    return float(found.pvalue)


def worse(tested: Sequence[Tested], level: float) -> list[Tested]:
    """Those in which the second run is worse beyond noise at that level."""
    return [t for t in tested if t.worse_p < level]
