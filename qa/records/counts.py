"""Counting without keeping: how often what happened on a day. No text, no id, no quote."""

import sqlite3
from dataclasses import dataclass
from enum import Enum

from qa.records.database import Database

_ADD = """
INSERT INTO counts (day, what, name, count) VALUES (?, ?, ?, ?)
ON CONFLICT (day, what, name) DO UPDATE SET count = count + excluded.count"""


class Counted(Enum):
    """What is counted."""

    KIND = "kind"
    RULE = "rule"
    THUMB = "thumb"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many more (or fewer) of a name on a day, "2026-11-20" (UTC)."""

    day: str
    what: Counted
    name: str
    count: int = 1


def add(connection: sqlite3.Connection, tallies: tuple[Tally, ...]) -> None:
    """Count on, inside a transaction that somebody else holds."""
    connection.executemany(_ADD, [(t.day, t.what.value, t.name, t.count) for t in tallies])


class Counts:
    """What was counted. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Nothing is opened yet."""
        self._database = database

    def all(self) -> tuple[Tally, ...]:
        """Every count, oldest day first."""
        sql = "SELECT day, what, name, count FROM counts WHERE count > 0 ORDER BY day, what, name"
        with self._database.read() as connection:
            return tuple(
                Tally(row["day"], Counted(row["what"]), row["name"], row["count"])
                for row in connection.execute(sql)
            )
