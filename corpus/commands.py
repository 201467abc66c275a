"""What every `python -m` command of the project does around its own work."""

import logging
import sys

import typer

from corpus.errors import QuotebackError


def run(app: typer.Typer) -> None:
    """Run a command; errors of ours are one line on standard error, without a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        app()
    except QuotebackError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)
