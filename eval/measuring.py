"""Commands that ask the gold questions and say what the answers are worth."""

import platform
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from corpus.loading import Corpus, load_corpus
from eval.abstention import separable
from eval.beir import measure_collection, rank_all, read_collection
from eval.compare import changed_sides, is_right
from eval.compare import compare as compare_runs
from eval.folder import latest_run, read_run, write_run
from eval.gate import judge, write_baseline
from eval.gold import PRACTICE, SPLITS, load_gold
from eval.measures import alone_by_kind, measure
from eval.naive import run_naive
from eval.report import write_report
from eval.runs import Result, run_cases, source_gold
from index.encoder import DEFAULT_ENCODER
from index.home import load_encoder
from qa.__main__ import open_assistant
from qa.assistant import Assistant

Split = Annotated[str, typer.Option(help="dev, test, or practice: what `fit` learns from.")]
ScorerName = Annotated[
    str | None, typer.Option("--scorer", help="Cross-encoder: shipped, none, or a name or path.")
]
EncoderName = Annotated[str | None, typer.Option("--encoder", help="Name or path, or `hashing`.")]


def run(
    split: Split = "dev",
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus",
            help="The raw source files, asked the same facts; left out: the shipped articles.",
        ),
    ] = None,
    encoder: EncoderName = None,
    scorer: ScorerName = None,
    system: Annotated[
        str, typer.Option(help="quoteback, or naive: the tutorial's way.")
    ] = "quoteback",
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; left out: a new one in var/runs.")
    ] = None,
) -> None:
    """Ask the gold questions of one split, print what the answers are worth, keep the run."""
    if split not in (*SPLITS, "practice") or system not in ("quoteback", "naive"):
        raise typer.BadParameter("--split is dev, test or practice; --system is quoteback or naive")
    if corpus is not None and split == "practice":
        raise typer.BadParameter("--split practice is asked of the shipped articles alone")
    assistant = open_assistant(corpus, encoder, scorer)
    results = _ask_all(assistant, corpus, split, system)
    for found in measure(results):
        typer.echo(found.line())
    answerable, near, _ = alone_by_kind(results)
    if answerable and near:
        ours, theirs = (np.array([r.confidence for r in some]) for some in (answerable, near))
        typer.echo(separable(ours, theirs))
    folder = write_run(_settings(assistant, split, system), results, out)
    typer.echo(f"written to {folder}; see it with `python -m eval report`")


def report(
    folder: Annotated[Path | None, typer.Argument(help="A run; left out: the newest.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
) -> None:
    """Make one HTML page of a run: measures, plots, and each failure with what was shown."""
    folder = folder or latest_run()
    out = out or folder / "report.html"
    out.write_text(write_report(read_run(folder)), encoding="utf-8")
    typer.echo(f"wrote {out}")


def compare(first: Path, second: Path) -> None:
    """Pair two runs: what got better or worse, and every question that changed side."""
    before, after = read_run(first), read_run(second)
    for tested in compare_runs(before, after):
        typer.echo(tested.line())
    changed = changed_sides(before, after)
    typer.echo(f"\n{len(changed)} questions changed side:")
    for old, new in changed:
        sign = "+" if is_right(new) else "-"
        asked = new.case.full if new.in_full else new.case.question
        typer.echo(f"{sign} {new.key} {old.confidence:.2f} -> {new.confidence:.2f}  {asked}")
        for label, result in (("was", old), ("now", new)):
            text = " / ".join(result.shown[0].text.split("\n"))[:160] if result.shown else "(none)"
            typer.echo(f"    {label}: {text}")


def gate(
    encoder: EncoderName = None,
    write: Annotated[
        bool, typer.Option("--write", help="Make today's answers the baseline.")
    ] = False,
) -> None:
    """Ask the development questions; exit 1 where the committed baseline is not reached."""
    assistant = open_assistant(None, encoder)
    results = _ask_all(assistant, None, "dev", "quoteback")
    if write:
        write_baseline(results)
        typer.echo(f"wrote the baseline of {len(results)} questions")
        return
    tested, fallen = judge(results)
    for found in tested:
        typer.echo(found.line())
    if fallen:
        names = ", ".join(t.name for t in fallen)
        typer.echo(
            f"FELL below the baseline beyond noise: {names}. If that is meant, say why in "
            "docs/why.md and run `python -m eval gate --write`."
        )
        raise typer.Exit(1)
    typer.echo("No measure fell below the baseline beyond noise.")


def beir(
    folder: Annotated[Path, typer.Argument(help="corpus.jsonl, queries.jsonl, qrels.tsv.")],
    encoder: Annotated[str, typer.Option(help="Name or path.")] = DEFAULT_ENCODER,
) -> None:
    """Retrieval, and abstention where queries say `answerable`, on a BEIR-style folder."""
    collection = read_collection(folder)
    ranked = rank_all(collection, load_encoder(encoder), progress=True)
    for found in measure_collection(ranked, collection.qrels):
        typer.echo(found.line())


def _ask_all(assistant: Assistant, corpus: Path | None, split: str, system: str) -> list[Result]:
    loaded: Corpus = assistant.index.corpus
    if corpus is not None:
        cases = source_gold(loaded, split)
    elif split == "practice":
        cases = load_gold(load_corpus(), PRACTICE)
    else:
        cases = load_gold(load_corpus(), split=split)
    if system == "naive":
        return run_naive(loaded, assistant.index.encoder, cases)
    return run_cases(assistant, cases)


def _settings(assistant: Assistant, split: str, system: str) -> dict[str, Any]:
    manifest = assistant.index.manifest
    return {
        "system": system,
        "split": split,
        "corpus": manifest.corpus,
        "documents": manifest.counts["documents"],
        "encoder": manifest.encoder,
        "scorer": assistant.settings.scorer,
        "weights_sha256": manifest.weights_sha256,
        "index_created": manifest.created,
        "answer_at": assistant.answer_at,
        "also_at": assistant.settings.also_at,
        "max_quotes": assistant.settings.max_quotes,
        "python": platform.python_version(),
    }
