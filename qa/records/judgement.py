"""A judgement: who said what of an answer, when. Rows are added; none is ever changed."""

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from qa.records.stored import Spans, spans_of, storable

Quoted = tuple[tuple[str, str], ...]
"""The documents that an answer quotes, each with the SHA-256 of its text then."""


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

    `document_id` and `spans` are the passage that the reviewer marked as right, where one was, in
    the text of that `sha256`. `quoted` is what the answer quotes: it outlives the answer. `note` is
    empty once the answer is gone: it may have repeated a patient's words.
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
    sha256: str = ""
    quoted: Quoted = ()

    def says_as(self, other: "Judgement") -> bool:
        """Whether both say the same of an answer, whenever and under whichever number."""
        return _said(self) == _said(other)


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
        sha256=row["sha256"],
        quoted=tuple((document_id, sha256) for document_id, sha256 in json.loads(row["quoted"])),
    )


def add_judgement(connection: sqlite3.Connection, said: Judgement) -> Judgement:
    """Add a row, and its note where there is one; `said` as it was kept, with its id and time."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    verdict = None if said.verdict is None else said.verdict.value
    passage = (said.document_id, json.dumps(said.spans), said.sha256)
    row = (said.answer_id, said.reviewer, at, verdict, *passage, said.supersedes)
    added = connection.execute(
        "INSERT INTO judgements (answer_id, reviewer, at, verdict, document_id, spans, sha256, "
        "supersedes, quoted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, json.dumps(said.quoted)),
    )
    number = int(added.lastrowid or 0)
    note = storable(said.note)
    if note:
        connection.execute("INSERT INTO notes VALUES (?, ?, ?)", (number, said.answer_id, note))
    return replace(said, id=number, at=at, note=note)


def _said(judgement: Judgement) -> tuple[object, ...]:
    passage = (judgement.document_id, judgement.spans, judgement.sha256)
    return (judgement.answer_id, judgement.verdict, storable(judgement.note), *passage)
