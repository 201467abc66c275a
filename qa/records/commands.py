"""`python -m qa records` and `python -m qa verify`."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from corpus.loading import load_corpus
from qa.records.answers import Answers
from qa.records.counts import Counts
from qa.records.filter import Filter
from qa.records.integrity import SOUND, Finding, Standing, Verifier
from qa.records.tables import records_database, records_file
from qa.records.verdicts import Verdicts
from qa.settings import load_settings

_SHOWN = 60  # characters of a quote in the table


def records() -> None:
    """Print what is kept: how many answers, votes and verdicts, since when. No question."""
    settings = load_settings()
    typer.echo(f"records = {settings.records}, kept for {settings.records_days} days")
    path = records_file()
    if not path.is_file():
        typer.echo(f"{path}: nothing was kept yet")
        return
    database = records_database(path)
    answers = Answers(database)
    total = answers.totals(Filter())
    days = [day for day, _, _ in answers.by_day()]
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    typer.echo(f"{path}: {size / 1e6:.1f} MB")
    typer.echo(
        f"answers:  {total.all} ({total.answered} answered, {total.abstained} abstained, "
        f"{total.escalated} escalated)" + (f", {days[0]} to {days[-1]}" if days else "")
    )
    typer.echo(f"votes:    {total.up} up, {total.down} down")
    verdicts = Counter(j.verdict.value for j in Verdicts(database).all_current() if j.verdict)
    told = ", ".join(f"{count} {name}" for name, count in verdicts.most_common())
    typer.echo(f"verdicts: {verdicts.total()}{f' ({told})' if told else ''}")
    typer.echo(f"unjudged: {total.unjudged}")
    for tally in Counts(database).all():
        typer.echo(
            f"{date.fromisoformat(tally.day)} {tally.what.value} {tally.name}: {tally.count}"
        )


def verify(
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Folder of documents.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List those that stand too.")] = False,
) -> None:
    """Check each quote that is kept against today's documents. Exit 1 if any is lost."""
    path = records_file()
    if not path.is_file():
        typer.echo(f"{path}: no quote was kept yet")
        return
    documents = load_corpus(corpus or load_settings().corpus).documents
    counted: Counter[Standing] = Counter()
    for finding in Verifier(documents).verify(Answers(records_database(path)).quotes()):
        counted[finding.check.standing] += 1
        if everything or finding.check.standing is not Standing.SAME:
            typer.echo(_line(finding))
    told = ", ".join(f"{counted[standing]} {standing.value}" for standing in Standing)
    typer.echo(f"{counted.total()} quotes: {told}")
    if set(counted) - SOUND:
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    quote, check = finding.quote, finding.check
    text = " ".join(quote.text.split())
    text = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    place = _place(quote.document_id, quote.spans)
    now = _place(check.document_id, check.spans) if check.spans else "nowhere"
    arrow = "" if check.standing is Standing.SAME else f" -> {now}"
    name = f"{finding.answer_id} [{finding.number}]"
    return f"{check.standing.value:8}{name}  {place}{arrow}  “{text}”"


def _place(document_id: str, spans: tuple[tuple[int, int], ...]) -> str:
    return f"{document_id}:{','.join(f'{start}-{end}' for start, end in spans)}"
