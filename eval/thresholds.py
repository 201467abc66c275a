"""What each threshold would cost on questions held out, and the one that is chosen.

A wrong answer costs as much as FIVE refusals. Questions with an answer and questions next door
count as they stand among those asked; far ones must all be refused.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.abstention import MOST_REFUSED, auroc, separable
from qa.features import Floats

Labels = np.ndarray[Any, np.dtype[np.bool_]]

FIVE = 5.0
"""Times a refusal that a wrong answer costs."""

NEARLY = 1.1

THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What a fit says of n questions whose fact it did not see; every array of shape (n,).

    Whether the first candidate is right, one of the first three, and the probability given; and
    which questions have an answer, stand next door, or far.
    """

    first: Labels
    third: Labels
    probability: Floats
    answerable: Labels
    near: Labels
    far: Labels


def cost(held: HeldOut, threshold: float) -> float:
    """Refusals' worth of harm a question, were `threshold` the one.

    Three quotes of which one answers are no wrong answer.
    """
    given = held.probability >= threshold
    refused = held.answerable & ~given
    wrong = given & ((held.answerable & ~held.third) | held.near)
    return float((refused.sum() + FIVE * wrong.sum()) / (held.answerable | held.near).sum())


def cheapest(held: HeldOut) -> float:
    """The threshold that costs least, or the lowest of those that cost at most a tenth more.

    Only those count that answer nothing far, and of these those that refuse at most MOST_REFUSED,
    where there are any. The lowest, because questions that nobody has seen lie farther from all
    that is known than those held out here, so they are refused more often than these tell.
    """
    quiet = [t for t in THRESHOLDS if not (held.far & (held.probability >= t)).any()]
    answering = [t for t in quiet if _refused(held, t) <= MOST_REFUSED]
    costs = {t: cost(held, t) for t in answering or quiet or THRESHOLDS[-1:]}
    return next(t for t, own in costs.items() if own <= NEARLY * min(costs.values()))


def _refused(held: HeldOut, threshold: float) -> float:
    return float((held.probability < threshold)[held.answerable].mean())


def told(held: HeldOut) -> list[str]:
    """Lines that say what a fit is worth: AUROC, then what each threshold gives and costs."""
    answerable, near, far, p = held.answerable, held.near, held.far, held.probability
    lines = [
        f"held out: first right {held.first[answerable].mean():.3f}, one of three "
        f"{held.third[answerable].mean():.3f}, AUROC near {auroc(p[answerable], p[near]):.3f}",
        separable(p[answerable], p[near]),
        "threshold  first right  one of three  refused  near  far  cost",
    ]
    for threshold in THRESHOLDS:
        kept = p >= threshold
        shares = (held.first & kept)[answerable], (held.third & kept)[answerable]
        values = [float(x.mean()) for x in (*shares, ~kept[answerable], kept[near], kept[far])]
        row = " ".join(f"{value:11.3f}" for value in (*values, cost(held, threshold)))
        lines.append(f"{threshold:9.2f} {row}")
    return lines
