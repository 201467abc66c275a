"""Who did what and when: sign-ins, wrong tries, lock-outs, sign-outs, changes of accounts.

What somebody typed is never in it, for a password typed into the wrong field would be kept. Rows
stay; the network that a row names is taken out of it after `NETWORK_DAYS`. Rows about nobody go
then: without a network they tell nothing, and anybody can make them.
"""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from threading import Condition

from qa.records.database import Database
from qa.records.jobs import Job, Worker

NETWORK_DAYS = 90
DAY = 24 * 60 * 60.0


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
    connection.execute(
        "INSERT INTO events (at, who, what, about, network) VALUES (?, ?, ?, ?, ?)",
        (_iso(now), who, what.value, about, network),
    )


class Clearing:
    """A thread that takes out what is kept for `NETWORK_DAYS` alone, at once and every day."""

    def __init__(self, database: Database, clock: Callable[[], float], every: float = DAY) -> None:
        """Start; `clock` gives seconds since 1970, `every` is in seconds."""
        self._database = database
        self._clock = clock
        self._every = every
        self._next = 0.0
        job = Job(self._clear, lambda: self._next - time.monotonic())
        self._worker = Worker(Condition(), (job,), lambda: "old rows are still there", "journal")

    def stop(self, timeout: float) -> None:
        """Finish what is being done, within `timeout` seconds."""
        self._worker.stop(timeout)

    def _clear(self) -> None:
        with self._database.write() as connection:
            clear(connection, self._clock())
        self._next = time.monotonic() + self._every


def clear(connection: sqlite3.Connection, now: float) -> None:
    """Take out what is kept for `NETWORK_DAYS` alone; `now` is seconds since 1970."""
    old = _iso(now - NETWORK_DAYS * DAY)
    nobodys = (old, Deed.FAILED.value, Deed.LOCKED.value)
    connection.execute("DELETE FROM events WHERE at < ? AND about = '' AND what IN (?, ?)", nobodys)
    connection.execute("UPDATE events SET network = '' WHERE at < ? AND network <> ''", (old,))


def latest(connection: sqlite3.Connection, most: int) -> tuple[Event, ...]:
    """The last `most` rows, oldest of them first."""
    rows = connection.execute(
        "SELECT at, who, what, about, network FROM events ORDER BY id DESC LIMIT ?", (most,)
    )
    return tuple(Event(*row) for row in rows)[::-1]


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
