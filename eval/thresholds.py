"""What each threshold would cost on questions held out, and the one that is chosen.

A wrong answer costs as much as FIVE refusals. Questions with an answer and questions next door
count as they stand among those asked; far ones must all be refused.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.abstention import auroc, separable
from qa.features import Floats

Labels = np.ndarray[Any, np.dtype[np.bool_]]

FIVE = 5.0
"""Times a refusal that a wrong answer costs."""

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
    """The threshold of least cost that answers nothing far; the lowest of equals."""
    quiet = [t for t in THRESHOLDS if not (held.far & (held.probability >= t)).any()]
    return min(quiet or THRESHOLDS[-1:], key=lambda threshold: cost(held, threshold))


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
