"""The answers that are kept: reading, listing and counting them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.records import rows
from qa.records.database import Database
from qa.records.filter import Filter, order_by, where
from qa.records.stored import (
    COLUMNS,
    AnswerRecord,
    Kind,
    StoredQuote,
    Thumb,
    quotes_of_json,
    record_of_row,
)

_TABLES = "answers JOIN evidence USING (number)"
_ALL = 2**62  # no limit


@dataclass(frozen=True, slots=True)
class Totals:
    """How many answers there are, by what they came to, and how many of them nobody has judged."""

    answered: int = 0
    abstained: int = 0
    escalated: int = 0
    up: int = 0
    down: int = 0
    unjudged: int = 0

    @property
    def all(self) -> int:
        """Every answer."""
        return self.answered + self.abstained + self.escalated


class Answers:
    """The answers in a database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Nothing is opened yet."""
        self._database = database

    def insert(self, record: AnswerRecord) -> None:
        """Keep an answer; one that is there already stays as it is."""
        with self._database.write() as connection:
            rows.insert(connection, record)

    def vote(self, answer_id: str, conversation_id: str, thumb: Thumb, reason: str = "") -> bool:
        """Keep a vote in place of an earlier one; False where that conversation has no such id."""
        with self._database.write() as connection:
            return rows.set_vote(connection, answer_id, conversation_id, thumb, reason)

    def get(self, answer_id: str) -> AnswerRecord | None:
        """The answer of that id; None where there is none, or no longer."""
        found = self.search(Filter(among=frozenset({answer_id}), limit=1))
        return found[0] if found else None

    def search(self, wanted: Filter) -> tuple[AnswerRecord, ...]:
        """At most `wanted.limit` answers, in its order."""
        with self._database.read() as connection:
            return _records(connection, _numbers(connection, wanted))

    def everything(self, wanted: Filter, page: int = 500) -> Iterator[AnswerRecord]:
        """All answers that fit, whatever the limit, read a page at a time."""
        with self._database.read() as connection:
            numbers = _numbers(connection, replace(wanted, limit=_ALL, offset=0))
        for start in range(0, len(numbers), page):
            with self._database.read() as connection:
                found = _records(connection, numbers[start : start + page])
            yield from found

    def totals(self, wanted: Filter) -> Totals:
        """Counts of all answers that fit, whatever the limit."""
        condition, parameters = where(wanted)
        sql = (
            "SELECT kind, thumb, count(*) AS number, sum(NOT EXISTS (SELECT 1 FROM "  # noqa: S608  # fixed words
            "current_judgements AS j WHERE j.answer_id = answers.answer_id)) AS unjudged "
            f"FROM answers WHERE {condition} GROUP BY kind, thumb"
        )
        with self._database.read() as connection:
            return _totals(connection.execute(sql, parameters).fetchall())

    def by_day(self) -> tuple[tuple[str, Kind, int], ...]:
        """How many of each kind on each day (UTC), oldest first."""
        sql = "SELECT substr(at, 1, 10), kind, count(*) FROM answers GROUP BY 1, 2 ORDER BY 1, 2"
        with self._database.read() as connection:
            return tuple((day, Kind(kind), n) for day, kind, n in connection.execute(sql))

    def quotes(self) -> Iterator[tuple[str, tuple[StoredQuote, ...]]]:
        """Each answer that was given in quotes: its id and these, oldest first."""
        sql = (
            f"SELECT answer_id, quotes FROM {_TABLES} WHERE quotes <> '[]' "  # noqa: S608  # fixed words
            "ORDER BY number"
        )
        with self._database.read() as connection:
            found = connection.execute(sql).fetchall()
        for row in found:
            yield row["answer_id"], quotes_of_json(row["quotes"])


def _numbers(connection: sqlite3.Connection, wanted: Filter) -> list[int]:
    """Which rows, in order: from the small table alone."""
    condition, parameters = where(wanted)
    order, more = order_by(wanted)
    sql = f"SELECT number FROM answers WHERE {condition} ORDER BY {order}"  # noqa: S608  # fixed words
    return [number for (number,) in connection.execute(sql, {**parameters, **more})]


def _records(connection: sqlite3.Connection, numbers: list[int]) -> tuple[AnswerRecord, ...]:
    sql = f"SELECT {COLUMNS} FROM {_TABLES} WHERE number = ?"  # noqa: S608  # fixed words
    found = (connection.execute(sql, (number,)).fetchone() for number in numbers)
    return tuple(record_of_row(row) for row in found if row is not None)


def _totals(found: list[sqlite3.Row]) -> Totals:
    total = dict.fromkeys(("answered", "abstained", "escalated", "up", "down", "unjudged"), 0)
    for row in found:
        total[row["kind"]] += row["number"]
        total["unjudged"] += row["unjudged"]
        if row["thumb"]:
            total[row["thumb"]] += row["number"]
    return Totals(**total)
