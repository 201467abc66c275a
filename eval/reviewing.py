"""The command that takes over what staff judged."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from corpus.loading import load_corpus
from eval.adopting import adopt as take_over
from qa.records.tables import records_database, records_file
from qa.safety.rules import load_rules
from qa.settings import load_settings


def adopt(
    records: Annotated[
        Path | None, typer.Option(help="Database of records; by default this machine's.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be done; write nothing.")
    ] = False,
) -> None:
    """Turn staff's verdicts into gold cases of the development part (eval/gold/adopted.jsonl).

    What is printed and written holds patients' questions, redacted. Read it before you commit it.
    """
    rules = [rule.id for rule in load_rules()]
    database = records_database(records or records_file())
    days = load_settings().records_days
    changes = take_over(database, load_corpus(), rules, days=days, write=not dry_run)
    for change in changes:
        typer.echo(f"{change.what}: {change.id} {change.told}")
    counts = Counter(change.what for change in changes)
    told = ", ".join(f"{n} {what}" for what, n in counts.items()) or "nothing new"
    typer.echo(f"{told}{' (nothing was written)' if dry_run else ''}")
