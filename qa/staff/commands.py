"""`python -m qa staff`: who may sign in to the staff pages."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from qa.staff.accounts import Accounts
from qa.staff.passwords import LEAST_CHARACTERS
from qa.staff.tables import staff_database, staff_file

app = typer.Typer(no_args_is_help=True, help="Accounts for the staff pages.")


@app.command()
def add(
    name: str,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Add the account NAME; the password is asked for twice and never shown."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt(
            f"Password, {LEAST_CHARACTERS} characters or more",
            hide_input=True,
            confirmation_prompt="The same again",
        )
    _accounts().add(name, password)
    typer.echo(f"{name} can sign in at /staff now")


@app.command(name="list")
def list_accounts() -> None:
    """Print each account: its name, when it was added and last signed in, whether it is locked."""
    for account in _accounts().list():
        seen = "never" if account.signed_in_at is None else _minute(account.signed_in_at)
        locked = "\tlocked out" if account.locked else ""
        typer.echo(f"{account.name}\tadded {_minute(account.added_at)}\tsigned in {seen}{locked}")


@app.command()
def remove(name: str) -> None:
    """Remove the account NAME and end its sessions; what it judged stays."""
    _accounts().remove(name)
    typer.echo(f"{name} can no longer sign in")


@app.command()
def journal(
    last: Annotated[int, typer.Option(min=1, help="Rows to print.")] = 100,
) -> None:
    """Print who did what and when: sign-ins, failures, lock-outs, sign-outs, account changes."""
    for event in _accounts().events(last):
        row = (event.at, event.what, event.about, event.network, f"by {event.who or '?'}")
        typer.echo("\t".join(part or "-" for part in row))


def _accounts() -> Accounts:
    return Accounts(staff_database(staff_file()))


def _minute(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
