"""What the quotes shown are worth, on answerable questions. Nothing shown counts as wrong."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from eval.intervals import Measure, mean
from eval.runs import Result

_TOKEN = re.compile(r"\w+")


def measure_quotes(results: Sequence[Result]) -> list[Measure]:
    """Every measure of the quotes, `results` being answerable."""
    quotes = [shown for result in results for shown in result.shown]
    found = [
        mean("best candidate right", np.array([float(r.best_right) for r in results])),
        mean("first quote right", np.array([float(first_right(r)) for r in results])),
        mean("one of three right", np.array([float(one_right(r)) for r in results])),
        mean("token F1 of the first quote", np.array([token_f1(r) for r in results])),
    ]
    if quotes:
        found += [
            mean("quotes shown that answer", np.array([float(s.right) for s in quotes])),
            mean("words a quote", np.array([len(s.text.split()) for s in quotes], dtype=float)),
        ]
    return found


def first_right(result: Result) -> bool:
    """Whether the first quote shown holds one of the gold spans whole.

    Trap: rises as fewer refusals are made, so read it beside `wrongly answered`.
    """
    return bool(result.shown) and result.shown[0].right


def one_right(result: Result) -> bool:
    """Whether any quote shown holds one of the gold spans whole.

    Trap: three long quotes make it easy; see `words a quote`.
    """
    return any(shown.right for shown in result.shown)


def token_f1(result: Result) -> float:
    """Harmonic mean of the shares of words that first quote and gold text have in common.

    The best over the gold texts, as for SQuAD (Rajpurkar et al. 2016), articles kept. Trap: a
    right answer from a sentence that is not in the gold scores low, and a wrong one on the same
    topic scores above nothing.
    """
    if not result.shown:
        return 0.0
    ours = Counter(_TOKEN.findall(result.shown[0].text.lower()))
    best = 0.0
    for text in result.gold:
        theirs = Counter(_TOKEN.findall(text.lower()))
        common = sum((ours & theirs).values())
        if common:
            precision, recall = common / sum(ours.values()), common / sum(theirs.values())
            best = max(best, 2 * precision * recall / (precision + recall))
    return best
