"""What a run is worth: every measure, each defined in the file of its kind."""

from collections.abc import Sequence

import numpy as np

from eval.abstention import measure_abstention
from eval.calibration import measure_calibration
from eval.gold import CaseKind
from eval.intervals import Measure, mean, median, quantile
from eval.quoting import first_right, measure_quotes
from eval.retrieval import measure_passages
from eval.runs import Result


def alone_by_kind(results: Sequence[Result]) -> tuple[list[Result], ...]:
    """The answerable questions without a history, those next door and the far ones."""
    single = [r for r in results if not r.case.history]
    return tuple([r for r in single if r.case.kind is kind] for kind in CaseKind)


def measure(results: Sequence[Result]) -> list[Measure]:
    """Every measure of a run. No case is dropped: an error or silence counts as wrong."""
    single = [r for r in results if not r.case.history]
    answerable, near, far = alone_by_kind(results)
    turns = [r for r in results if r.case.history and not r.in_full]
    full = [r for r in results if r.in_full]
    found = measure_quotes(answerable)
    found += measure_abstention(answerable, near, far)
    found.append(mean("follow-up: first right", np.array([float(first_right(r)) for r in turns])))
    found.append(mean("the same asked in full", np.array([float(first_right(r)) for r in full])))
    found.append(measure_calibration(single))
    if any(r.passages for r in answerable):
        found += measure_passages(answerable)
    seconds = np.array([r.seconds for r in results if not r.in_full])
    found += [
        median("seconds, median", seconds),
        quantile("seconds, 95th percentile", seconds, 0.95),
    ]
    errors = sum(bool(r.error) for r in results)
    if errors:
        found.append(Measure("raised an error", errors, errors, errors, len(results)))
    return [m for m in found if m.cases]
