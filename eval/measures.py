"""What a run is worth. Each measure: definition, trap. Intervals are 95% bootstrap percentiles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.gold import CaseKind
from eval.runs import Result

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
            f"{self.name:34} {self.value:6.3f}  [{self.low:.3f}, {self.high:.3f}]  n={self.cases}"
        )


def measure(results: Sequence[Result]) -> list[Measure]:
    """Every measure of a run. No case is dropped: nothing shown counts as wrong."""
    asked = [r for r in results if not r.in_full]
    single = [r for r in asked if not r.case.history]
    answerable = [r for r in single if r.case.kind is CaseKind.ANSWERABLE]
    near = [r for r in single if r.case.kind is CaseKind.NEAR]
    far = [r for r in single if r.case.kind is CaseKind.FAR]
    turns = [r for r in asked if r.case.history]
    full = [r for r in results if r.in_full]
    found = [
        _share("best candidate right", answerable, lambda r: r.best_right),
        _share("first quote right", answerable, first_right),
        _share("one of three right", answerable, one_right),
        _share("wrongly refused", answerable, lambda r: not r.shown),
        _share("wrongly answered, near", near, lambda r: bool(r.shown)),
        _share("wrongly answered, far", far, lambda r: bool(r.shown)),
        _share("follow-up: first right", turns, first_right),
        _share("follow-up asked in full: first right", full, first_right),
    ]
    if answerable and near:
        found.append(_auroc(answerable, near))
    quotes = [s for r in answerable for s in r.shown]
    if quotes:
        rights = np.array([s.right for s in quotes], dtype=float)
        found.append(_bootstrap("quotes shown that answer", rights, lambda x: float(x.mean())))
        words = np.array([len(s.text.split()) for s in quotes], dtype=float)
        found.append(_bootstrap("words a quote", words, lambda x: float(x.mean())))
    found.append(_ece(single))
    seconds = np.array([r.seconds for r in asked])
    found.append(_bootstrap("seconds, median", seconds, lambda x: float(np.median(x))))
    return [m for m in found if m.cases]


def first_right(result: Result) -> bool:
    """Whether the first quote shown answers.

    Trap: rises as fewer refusals are made, so read it beside `wrongly answered`.
    """
    return bool(result.shown) and result.shown[0].right


def one_right(result: Result) -> bool:
    """Whether any quote shown answers.

    Trap: three long quotes make it easy; see `words a quote`.
    """
    return any(shown.right for shown in result.shown)


def _share(name: str, results: Sequence[Result], test: Callable[[Result], bool]) -> Measure:
    values = np.array([float(test(r)) for r in results])
    if not len(values):
        return Measure(name, 0.0, 0.0, 0.0, 0)
    return _bootstrap(name, values, lambda x: float(x.mean()))


def _bootstrap(name: str, values: np.ndarray, statistic: Callable[[np.ndarray], float]) -> Measure:
    rng = np.random.default_rng(0)
    draws = [statistic(values[rng.integers(0, len(values), len(values))]) for _ in range(_ROUNDS)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return Measure(name, statistic(values), float(low), float(high), len(values))


def _auroc(answerable: Sequence[Result], near: Sequence[Result]) -> Measure:
    """Chance that an answerable question has more confidence than a near one (Mann–Whitney).

    Trap: says nothing of any one threshold, and an answerable question answered wrongly counts as
    answerable.
    """
    ours = np.array([r.confidence for r in answerable])
    theirs = np.array([r.confidence for r in near])
    rng = np.random.default_rng(0)

    def value(a: np.ndarray, b: np.ndarray) -> float:
        return float((a[:, None] > b[None]).mean() + 0.5 * (a[:, None] == b[None]).mean())

    draws = [
        value(
            ours[rng.integers(0, len(ours), len(ours))],
            theirs[rng.integers(0, len(theirs), len(theirs))],
        )
        for _ in range(300)
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    name = "AUROC answerable against near"
    return Measure(name, value(ours, theirs), float(low), float(high), len(ours) + len(theirs))


def _ece(results: Sequence[Result], bins: int = 10) -> Measure:
    """Expected calibration error (Naeini et al. 2015).

    Mean |confidence − share right| over ten equal bins of confidence, weighted by cases. Trap:
    depends on the mix of cases asked.
    """
    confidence = np.array([r.confidence for r in results])
    right = np.array([float(r.best_right) for r in results])

    def value(rows: np.ndarray) -> float:
        c, y = confidence[rows], right[rows]
        place = np.minimum((c * bins).astype(int), bins - 1)
        parts = [place == b for b in range(bins)]
        return float(
            sum(part.sum() * abs(c[part].mean() - y[part].mean()) for part in parts if part.any())
            / len(rows)
        )

    rng = np.random.default_rng(0)
    n = len(results)
    draws = [value(rng.integers(0, n, n)) for _ in range(300)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return Measure("calibration error (ECE)", value(np.arange(n)), float(low), float(high), n)
