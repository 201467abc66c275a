"""What staff say of answers: rows that are added and never changed. The newest one counts.

Judging again adds a row that supersedes the reviewer's earlier one; undoing adds a row without a
verdict, which withdraws it, and the one before counts again.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from qa.errors import RecordsError
from qa.records.database import Database
from qa.records.judgement import Judgement, Quoted, Verdict, add_judgement, judgements
from qa.records.stored import Spans, quotes_of_json


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
        sha256: str = "",
    ) -> Judgement:
        """Add a verdict; it supersedes what the reviewer said of that answer before.

        What the reviewer says already stays one row, however often it is sent and by how many at
        once. `spans` are of the text of `document_id` that has `sha256`.

        Raises:
            RecordsError: there is no such answer, or it could not be written.
        """
        with self._database.write() as connection:
            quoted = _quoted(connection, answer_id)
            if quoted is None:
                raise RecordsError(f"no answer {answer_id!r} is kept; it may have been forgotten")
            said = _new(answer_id, reviewer, verdict)
            said = replace(said, note=note, document_id=document_id, spans=spans, sha256=sha256)
            own = ("j.answer_id = ? AND j.reviewer = ?", (answer_id, reviewer))
            for before in judgements(connection, "current_judgements", *own):  # one at most
                if before.says_as(said):
                    return before
                said = replace(said, supersedes=before.id)
            return add_judgement(connection, replace(said, quoted=quoted))

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
            withdrawal = _new(own[0].answer_id, reviewer, None)
            return add_judgement(connection, replace(withdrawal, supersedes=judgement_id))

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


def _new(answer_id: str, reviewer: str, verdict: Verdict | None) -> Judgement:
    """A row that is not kept yet, with nothing beside its verdict."""
    return Judgement(0, answer_id, reviewer, "", verdict, "", "", (), None)


def _quoted(connection: sqlite3.Connection, answer_id: str) -> Quoted | None:
    """What an answer quotes, in order of ids; None where no such answer is kept."""
    sql = "SELECT quotes FROM answers JOIN evidence USING (number) WHERE answer_id = ?"
    row = connection.execute(sql, (answer_id,)).fetchone()
    if row is None:
        return None
    quotes = quotes_of_json(row["quotes"])
    return tuple(sorted({(quote.document_id, quote.sha256) for quote in quotes}))
