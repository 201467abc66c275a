"""A run on disk: what was measured, with what, and every case with its candidates.

<run>/settings.json   what system, split, encoder, index build and settings
<run>/cases.jsonl     one result a line, everything that the measures need
<run>/measures.json   name, value, interval and number of cases of each measure
<run>/passages.run    TREC run of the passages found, <run>/passages.qrels their relevance

What patients typed is in none of them: of a case that staff judged, only its id is written.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import QuotebackError
from eval.gold import Answer, Case, CaseKind, numbered_lines
from eval.measures import measure
from eval.retrieval import trec_qrels, trec_run
from eval.runs import Result, Shown
from index.home import var_folder

_CASES = "cases.jsonl"


class RunError(QuotebackError):
    """A folder is no run; the message names what is missing or wrong in it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as read back."""

    name: str
    settings: dict[str, Any]
    results: tuple[Result, ...]


def runs_folder() -> Path:
    """Where runs are kept: `var/runs`."""
    return var_folder() / "runs"


def write_run(settings: dict[str, Any], results: Sequence[Result], folder: Path | None) -> Path:
    """Write a run into `folder`, or into a new one named by the time; the settings come last."""
    if folder is None:
        folder = runs_folder() / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{settings['split']}"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(_as_json(_without_words(result))) for result in results]
    (folder / _CASES).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    found = [asdict(m) for m in measure(results)]
    (folder / "measures.json").write_text(json.dumps(found, indent=1) + "\n")
    ranked = {r.key: dict(r.passages) for r in results if r.passages}
    relevant = {r.key: dict.fromkeys(r.relevant, 1) for r in results if r.relevant}
    (folder / "passages.run").write_text("".join(f"{line}\n" for line in trec_run(ranked)))
    (folder / "passages.qrels").write_text("".join(f"{line}\n" for line in trec_qrels(relevant)))
    (folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n")
    return folder


def read_run(folder: Path) -> Run:
    """The run in `folder`.

    Raises:
        RunError: it is no finished run.
    """
    try:
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        lines = numbered_lines(folder / _CASES)
        results = tuple(_from_json(json.loads(line)) for _, line in lines)
    except FileNotFoundError as error:
        raise RunError(
            f"{folder} is no finished run: it has no {Path(error.filename).name}; "
            "`python -m eval run` writes one and prints its name"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(
            f"{folder} is damaged ({type(error).__name__}: {error}); run again"
        ) from error
    return Run(folder.name, settings, results)


def latest_run() -> Path:
    """The newest finished run.

    Raises:
        RunError: there is none.
    """
    finished = sorted(path.parent for path in runs_folder().glob("*/settings.json"))
    if not finished:
        raise RunError(f"no run in {runs_folder()}; make one with `python -m eval run`")
    return finished[-1]


def _without_words(result: Result) -> Result:
    """`result` without what a patient typed, where staff judged its case.

    Runs are kept in var/, where nothing may stay of a conversation that is forgotten. No hash
    either: a short question can be guessed from one, and runs are paired by ids.
    """
    case = result.case
    if not case.reviewer:
        return result
    instead = f"(adopted case {case.id}: question not kept in runs)"
    history = (instead,) * len(case.history)  # a follow-up is measured apart, so it stays one
    case = replace(case, question=instead, history=history, full=case.full and instead)
    kind = result.error.partition(":")[0]  # what follows may repeat the question
    return replace(result, case=case, read_as=instead, error=kind)


def _as_json(result: Result) -> dict[str, Any]:
    data = asdict(result)
    data["case"]["kind"] = result.case.kind.value
    return data


def _from_json(data: dict[str, Any]) -> Result:
    case = dict(data["case"])
    case["kind"] = CaseKind(case["kind"])
    case["history"] = tuple(case["history"])
    case["answers"] = tuple(
        Answer(a["document_id"], (a["span"][0], a["span"][1]), a["whole_list"])
        for a in case["answers"]
    )
    rest = {**data, "case": Case(**case)}
    for name in ("shown", "candidates"):
        rest[name] = tuple(
            Shown(**{**shown, "spans": tuple((a, b) for a, b in shown["spans"])})
            for shown in data[name]
        )
    rest["passages"] = tuple((name, score) for name, score in data["passages"])
    rest["relevant"], rest["gold"] = tuple(data["relevant"]), tuple(data["gold"])
    return Result(**rest)
