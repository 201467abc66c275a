"""Whether silence falls where it should. Near questions stand next door to the articles."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from eval.intervals import Measure, Numbers, mean, two_samples
from eval.runs import Result

FALSE_ANSWERS = (0.10, 0.05)
MOST_REFUSED, MOST_NEAR = 0.05, 0.10


def measure_abstention(
    answerable: Sequence[Result], near: Sequence[Result], far: Sequence[Result]
) -> list[Measure]:
    """Every measure of abstention; an alarm without quotes counts as refused."""
    ours = np.array([r.confidence for r in answerable])
    theirs = np.array([r.confidence for r in near])
    right = np.array([float(r.best_right) for r in answerable])
    sizes = (len(ours), len(theirs))
    found = [
        mean("wrongly refused", np.array([float(not r.shown) for r in answerable])),
        mean("wrongly answered, near", np.array([float(bool(r.shown)) for r in near])),
        mean("wrongly answered, far", np.array([float(bool(r.shown)) for r in far])),
        two_samples("AUROC answerable against near", sizes, lambda a, b: auroc(ours[a], theirs[b])),
    ]
    found += [
        two_samples(
            f"right at {share:.0%} false answers",
            sizes,
            partial(_right_at_rows, ours, right, theirs, share),
        )
        for share in FALSE_ANSWERS
    ]
    return found


def _right_at_rows(
    ours: Numbers, right: Numbers, theirs: Numbers, share: float, a: Numbers, b: Numbers
) -> float:
    return right_at(ours[a], right[a], theirs[b], share)


def auroc(ours: Numbers, theirs: Numbers) -> float:
    """Chance that an answerable question has more confidence than an unanswerable one.

    Ties count half: the Mann–Whitney U over the product of the sizes (Hanley & McNeil 1982).
    Trap: says nothing of any one threshold, and an answerable question answered wrongly counts as
    answerable.
    """
    above = (ours[:, None] > theirs[None]).mean()
    return float(above + 0.5 * (ours[:, None] == theirs[None]).mean())


def separable(ours: Numbers, theirs: Numbers) -> str:
    """A line that says whether any threshold on confidence keeps both promises.

    `ours` (n,) are confidences of answerable questions, `theirs` (m,) of those next door.
    """
    floor = float(np.quantile(ours, MOST_REFUSED, method="lower"))
    answered = float((theirs >= floor).mean())
    aim = f"{MOST_REFUSED:.0%} refused and {MOST_NEAR:.0%} answered next door"
    if answered <= MOST_NEAR:
        return f"separable: {floor:.2f} keeps within {aim}"
    return f"not separable: no threshold keeps within {aim}; {floor:.2f} answers {answered:.0%}"


def right_at(ours: Numbers, right: Numbers, theirs: Numbers, share: float) -> float:
    """Share of answerable questions answered rightly with at most `share` of the others answered.

    A point of the risk–coverage curve (El-Yaniv & Wiener 2010). Trap: the threshold is chosen on
    the same questions, so it is a little better than any threshold chosen before.
    """
    allowed = int(share * len(theirs))
    floor = np.sort(theirs)[::-1][allowed] if allowed < len(theirs) else -1.0
    return float(((ours > floor) * right).mean())


def risk_coverage(results: Sequence[Result]) -> list[tuple[float, float, float]]:
    """(threshold, coverage, risk) at each confidence, highest first.

    Coverage: share of all questions answered; risk: share of those answered that are wrong.
    """
    ordered = sorted(results, key=lambda r: -r.confidence)
    wrong = np.cumsum([not r.best_right for r in ordered])
    return [
        (r.confidence, (at + 1) / len(ordered), float(wrong[at]) / (at + 1))
        for at, r in enumerate(ordered)
    ]
