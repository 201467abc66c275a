"""What staff say of answers: rows that are added and never changed. The newest one counts.

Judging again adds a row that supersedes the reviewer's earlier one; undoing adds a row without a
verdict, which withdraws it, and the one before counts again.
"""

import json
import sqlite3
from collections.abc import Iterable

from qa.errors import RecordsError
from qa.records.database import Database
from qa.records.judgement import Judgement, Verdict, add_judgement, judgements
from qa.records.stored import Spans


class Verdicts:
    """The judgements in a database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Nothing is opened yet."""
        self._database = database

    def judge(
        self,
        answer_id: str,
        reviewer: str,
        verdict: Verdict,
        *,
        note: str = "",
        document_id: str = "",
        spans: Spans = (),
    ) -> Judgement:
        """Add a verdict; it supersedes what the reviewer said of that answer before.

        Raises:
            RecordsError: there is no such answer, or it could not be written.
        """
        with self._database.write() as connection:
            if not _is_kept(connection, answer_id):
                raise RecordsError(f"no answer {answer_id!r} is kept; it may have been forgotten")
            own = ("j.answer_id = ? AND j.reviewer = ?", (answer_id, reviewer))
            before = judgements(connection, "current_judgements", *own)
            supersedes = before[0].id if before else None
            return add_judgement(
                connection, answer_id, reviewer, verdict, note, document_id, spans, supersedes
            )

    def undo(self, judgement_id: int, reviewer: str) -> Judgement:
        """Withdraw a judgement of one's own that counts; the row that says so.

        Raises:
            RecordsError: it is no current judgement of that reviewer, or could not be written.
        """
        with self._database.write() as connection:
            where = "j.id = ? AND j.reviewer = ?"
            own = judgements(connection, "current_judgements", where, (judgement_id, reviewer))
            if not own:
                raise RecordsError(
                    f"judgement {judgement_id} is not one of {reviewer!r} that counts; "
                    "only one's own latest verdict on an answer can be undone"
                )
            return add_judgement(
                connection, own[0].answer_id, reviewer, None, "", "", (), judgement_id
            )

    def current(self, answer_id: str) -> tuple[Judgement, ...]:
        """What counts of an answer now, one a reviewer, oldest first."""
        return self.current_of([answer_id]).get(answer_id, ())

    def current_of(self, answer_ids: Iterable[str]) -> dict[str, tuple[Judgement, ...]]:
        """What counts now of each answer that somebody judged."""
        found: dict[str, tuple[Judgement, ...]] = {}
        where = "j.answer_id IN (SELECT value FROM json_each(?))"
        with self._database.read() as connection:
            ids = json.dumps(list(answer_ids))
            for judgement in judgements(connection, "current_judgements", where, (ids,)):
                before = found.get(judgement.answer_id, ())
                found[judgement.answer_id] = (*before, judgement)
        return found

    def all_current(self) -> tuple[Judgement, ...]:
        """Everything that counts now, oldest first."""
        with self._database.read() as connection:
            return judgements(connection, "current_judgements", "1", ())

    def all(self) -> tuple[Judgement, ...]:
        """Every row ever added, oldest first, those superseded and withdrawn with them."""
        with self._database.read() as connection:
            return judgements(connection, "judgements", "1", ())


def _is_kept(connection: sqlite3.Connection, answer_id: str) -> bool:
    found = connection.execute("SELECT 1 FROM answers WHERE answer_id = ?", (answer_id,))
    return found.fetchone() is not None
