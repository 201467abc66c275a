"""A judgement: who said what of an answer, when. Rows are added; none is ever changed."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from qa.records.stored import Spans, spans_of, storable


class Verdict(Enum):
    """What a reviewer says of an answer."""

    RIGHT = "right"
    WRONG_PASSAGE = "wrong_passage"
    WRONG_WORDS = "wrong_words"
    MISSING_WARNING = "missing_warning"
    SHOULD_ABSTAIN = "should_abstain"
    SHOULD_ANSWER = "should_answer"
    SHOULD_ALARM = "should_alarm"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row: who said what, when. Without a verdict it withdraws the row that it supersedes.

    `document_id` and `spans` are the passage that the reviewer marked as right, where one was.
    `note` is empty once the answer is gone: it may have repeated a patient's words.
    """

    id: int
    answer_id: str
    reviewer: str
    at: str
    verdict: Verdict | None
    note: str
    document_id: str
    spans: Spans
    supersedes: int | None


def judgements(
    connection: sqlite3.Connection, table: str, where: str, parameters: tuple[str | int, ...]
) -> tuple[Judgement, ...]:
    """Rows of `judgements` or `current_judgements`, oldest first; `where` speaks of them as j.

    Both texts become SQL as they are: a caller writes them itself, values go into `parameters`.
    """
    sql = (
        f"SELECT j.*, coalesce(note, '') AS note FROM {table} AS j "  # noqa: S608
        f"LEFT JOIN notes ON judgement_id = j.id WHERE {where} ORDER BY j.id"
    )
    return tuple(_judgement(row) for row in connection.execute(sql, parameters))


def _judgement(row: sqlite3.Row) -> Judgement:
    return Judgement(
        id=row["id"],
        answer_id=row["answer_id"],
        reviewer=row["reviewer"],
        at=row["at"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        note=row["note"],
        document_id=row["document_id"],
        spans=spans_of(json.loads(row["spans"])),
        supersedes=row["supersedes"],
    )


def add_judgement(
    connection: sqlite3.Connection,
    answer_id: str,
    reviewer: str,
    verdict: Verdict | None,
    note: str,
    document_id: str,
    spans: Spans,
    supersedes: int | None,
) -> Judgement:
    """Add a row, and its note where there is one."""
    note = storable(note)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = None if verdict is None else verdict.value
    row = (answer_id, reviewer, at, said, document_id, json.dumps(spans), supersedes)
    added = connection.execute(
        "INSERT INTO judgements (answer_id, reviewer, at, verdict, document_id, spans, supersedes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    number = int(added.lastrowid or 0)
    if note:
        connection.execute("INSERT INTO notes VALUES (?, ?, ?)", (number, answer_id, note))
    return Judgement(number, answer_id, reviewer, at, verdict, note, document_id, spans, supersedes)
