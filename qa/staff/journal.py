"""Who did what and when: sign-ins, wrong tries, lock-outs, sign-outs, changes of accounts.

What somebody typed is never in it, for a password typed into the wrong field would be kept. Rows
stay; the network that a row names is taken out of it after `NETWORK_DAYS`.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

NETWORK_DAYS = 90


class Deed(Enum):
    """What was done."""

    ADDED = "account added"
    REMOVED = "account removed"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    FAILED = "sign-in failed"
    LOCKED = "locked out"


@dataclass(frozen=True, slots=True)
class Event:
    """One row. `who` is empty for somebody not signed in, `about` for a name that nobody has."""

    at: str
    who: str
    what: str
    about: str
    network: str


def keep(
    connection: sqlite3.Connection,
    now: float,
    what: Deed,
    *,
    about: str,
    who: str = "",
    network: str = "",
) -> None:
    """Add a row in the running transaction; `now` is seconds since 1970."""
    old = _iso(now - NETWORK_DAYS * 86400)
    connection.execute("UPDATE events SET network = '' WHERE at < ? AND network <> ''", (old,))
    connection.execute(
        "INSERT INTO events (at, who, what, about, network) VALUES (?, ?, ?, ?, ?)",
        (_iso(now), who, what.value, about, network),
    )


def latest(connection: sqlite3.Connection, most: int) -> tuple[Event, ...]:
    """The last `most` rows, oldest of them first."""
    rows = connection.execute(
        "SELECT at, who, what, about, network FROM events ORDER BY id DESC LIMIT ?", (most,)
    )
    return tuple(Event(*row) for row in rows)[::-1]


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
