"""`python -m qa`: ask questions, see why an answer was given, what is kept, who may judge."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands import run
from index.home import load_encoder, open_index
from index.lines import AskedLine, BadLine, read_lines
from qa.assistant import Assistant
from qa.door import as_json
from qa.features import RANK_FEATURES, rank_features
from qa.outcome import Abstained, Outcome, quotes_of
from qa.records import commands as records
from qa.safety.rules import load_rules
from qa.safety.sheet import sign_off_sheet
from qa.settings import Settings, load_settings
from qa.staff import commands as staff

app = typer.Typer(no_args_is_help=True, help="Answer questions by quoting.", add_completion=False)
app.add_typer(staff.app, name="staff")
app.command()(records.records)
app.command()(records.verify)
Folder = Annotated[Path | None, typer.Option("--corpus", help="Folder of documents.")]
Encoder = Annotated[str | None, typer.Option(help="sentence-transformers name or path.")]
ScorerName = Annotated[
    str | None, typer.Option("--scorer", help="Cross-encoder: shipped, none, or a name or path.")
]


def open_assistant(
    corpus: Path | None, encoder: str | None, scorer: str | None = None
) -> Assistant:
    """An assistant over a folder, its index built or brought up to date first."""
    settings = load_settings()
    given = {"corpus": corpus, "encoder": encoder, "scorer": scorer}
    settings = settings.model_copy(update={k: v for k, v in given.items() if v is not None})
    index = open_index(
        settings.corpus, load_encoder(settings.encoder), progress=sys.stderr.isatty()
    )
    return Assistant(index, settings)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(show_default=False)] = None,
    as_json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    corpus: Folder = None,
    encoder: Encoder = None,
    scorer: ScorerName = None,
) -> None:
    """Answer QUESTION, or each JSON line of standard input, loading models once."""
    assistant = open_assistant(corpus, encoder, scorer)
    lines = read_lines(sys.stdin) if question is None else iter([AskedLine(None, question)])
    bad = False
    for line in lines:
        if isinstance(line, BadLine):
            bad = True
            typer.echo(json.dumps({"id": line.id, "error": line.reason}))
            continue
        start = time.perf_counter()
        outcome = assistant.ask(line.question, line.history)
        seconds = time.perf_counter() - start
        if as_json_ or question is None:
            typer.echo(json.dumps(as_json(outcome, line_id=line.id, seconds=seconds)))
        else:
            _print_plainly(outcome)
        sys.stdout.flush()
    if bad:
        raise typer.Exit(1)


@app.command()
def explain(
    question: str,
    limit: Annotated[int, typer.Option(min=1, help="Candidates to print.")] = 8,
    corpus: Folder = None,
    encoder: Encoder = None,
    scorer: ScorerName = None,
) -> None:
    """Print how QUESTION is read and every feature of its best candidates."""
    assistant = open_assistant(corpus, encoder, scorer)
    read, candidates = assistant.consider(question)
    typer.echo(f"read as: {read.text}\nwords:   {read.words}")
    # All at once: some features compare a candidate with the others.
    features = rank_features(read, [scored.evidence for scored in candidates])
    for scored, row in zip(candidates[:limit], features, strict=False):
        found = scored.evidence
        text = " / ".join(found.document.slice(found.unit.spans).split("\n"))
        typer.echo(f"\n{scored.probability:.3f} {found.document.id}: {text[:200]}")
        values = zip(RANK_FEATURES, row, strict=True)
        typer.echo("  " + " ".join(f"{name}={value:.2f}" for name, value in values))


@app.command()
def rules(
    full: Annotated[bool, typer.Option("--full", help="With every pattern and example.")] = False,
) -> None:
    """Print the safety rules as a table for sign-off."""
    typer.echo(sign_off_sheet(load_rules(), full=full))


@app.command()
def settings() -> None:
    """Print every setting, its value here and what it means."""
    current = load_settings()
    for name, field in Settings.model_fields.items():
        typer.echo(f"{name} = {getattr(current, name)}  # {field.description or ''}".rstrip(" #"))


def _print_plainly(outcome: Outcome) -> None:
    for alert in outcome.alerts:
        typer.echo(f"! {alert.level.value}: {alert.rule}")
    if outcome.read_as != outcome.question:
        typer.echo(f"(read as: {outcome.read_as})")
    for number, quote in enumerate(quotes_of(outcome), start=1):
        typer.echo(f"[{number}] “{quote.text}”\n    {' > '.join((quote.title, *quote.section))}")
    if isinstance(outcome, Abstained):
        typer.echo("The articles do not answer this. Please ask your care team.")
        for document in outcome.nearest:
            typer.echo(f"    we do have: {document.title}")


if __name__ == "__main__":
    run(app)
