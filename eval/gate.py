"""The gate: a committed baseline that no change may fall below beyond noise.

The baseline (eval/baseline.jsonl) keeps, for each development question, only what the tests of
eval/compare.py need. A drop counts when a paired permutation test gives it less than LEVEL.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.compare import Tested, compare, worse
from eval.folder import Run, RunError
from eval.gold import Case
from eval.runs import Result, Shown

BASELINE = Path(__file__).parent / "baseline.jsonl"
LEVEL = 0.01
"""One measure in a hundred falls below it by chance alone; seven are tested."""


def write_baseline(results: Sequence[Result], path: Path = BASELINE) -> None:
    """Keep which quotes answered, and whether the best candidate did, for each question."""
    lines = [
        json.dumps({"key": r.key, "best": r.best_right, "shown": [s.right for s in r.shown]})
        for r in results
    ]
    path.write_text("".join(line + "\n" for line in lines))


def read_baseline(results: Sequence[Result], path: Path = BASELINE) -> Run:
    """The baseline as a run over the same questions as `results`.

    Raises:
        RunError: there is no baseline, or it shares no question with `results`.
    """
    try:
        kept = {line["key"]: line for line in map(json.loads, path.read_text().splitlines())}
    except FileNotFoundError:
        raise RunError(
            f"{path.name} is missing; write it with `python -m eval gate --write`"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(
            f"{path.name} is damaged ({error}); `python -m eval gate --write`"
        ) from error
    found = [
        _as_kept(r, kept[r.key]["best"], kept[r.key]["shown"]) for r in results if r.key in kept
    ]
    if not found:
        raise RunError(f"{path.name} shares no question with the gold set; write it anew")
    return Run("baseline", {}, tuple(found))


def judge(results: Sequence[Result], path: Path = BASELINE) -> tuple[list[Tested], list[Tested]]:
    """Every measure against the baseline, and those that fell beyond noise."""
    tested = compare(read_baseline(results, path), Run("now", {}, tuple(results)))
    return tested, worse(tested, LEVEL)


def _as_kept(result: Result, best: bool, shown: Sequence[bool]) -> Result:
    return replace(
        result,
        shown=tuple(_judged(result.case, right) for right in shown),
        candidates=(_judged(result.case, best),),
    )


def _judged(case: Case, right: bool) -> Shown:
    return Shown(case.document, (), "", right)
