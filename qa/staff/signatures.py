"""Who signed which text of an article; rows are added and never changed.

A signature is for one text, known by its SHA-256, and counts for no other. The newest row for a
text is the one that counts: a later signature takes its place, a withdrawal leaves none. They are
in the file of accounts, so that they stay where records of patients are deleted.
"""

import logging
import sqlite3
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock, Thread

from corpus.model import Document
from qa.errors import RecordsError, SignOffError
from qa.records.database import Database

log = logging.getLogger("quoteback.staff")

MOST_CHARACTERS = 60
AGAIN_SECONDS = 30.0
_COUNTING = """
SELECT * FROM signatures
WHERE id IN (SELECT max(id) FROM signatures GROUP BY document_id, sha256)"""
_ADD = """
INSERT INTO signatures (document_id, sha256, account, shown, at, withdraws)
VALUES (?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True)
class Signature:
    """One row. `shown` is what patients read, "R. Example, anaesthetist"; empty withdraws.

    `account` was signed in; `at` is ISO 8601 in UTC; `withdraws` is the row that this one ends.
    """

    id: int
    document_id: str
    sha256: str
    account: str
    shown: str
    at: str
    withdraws: int | None = None

    @property
    def on(self) -> date:
        """The day, in UTC."""
        return date.fromisoformat(self.at[:10])


class Signatures:
    """Signatures in a database, and in memory those that count: patients never wait for a file.

    Safe to share between threads; another process sees what this one adds when it reads anew.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Read once; where that fails, nothing counts as signed until it is read later."""
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._counting: dict[tuple[str, str], Signature] = {}
        self._failed_at: float | None = None
        self._asking = Lock()  # of `_failed_at`; never held while the file is read
        self._read_or_log()

    def read(self) -> None:
        """Read what counts from the file. Raises RecordsError; then `of` sees to it later."""
        with self._lock:  # or what was read earlier could be put in place later
            self._failed_at = self._clock()
            with self._database.read() as connection:
                rows = [_signature(row) for row in connection.execute(_COUNTING)]
            self._counting = {(row.document_id, row.sha256): row for row in rows if row.shown}
            self._failed_at = None

    def of(self, document: Document) -> Signature | None:
        """The signature that counts for the text that `document` has; from memory.

        Where the file could not be read last, it is read again meanwhile, in a thread of its own
        and at most every `AGAIN_SECONDS`; what that finds, the next one is told.
        """
        if self._failed_at is not None:
            self._read_later()
        return self._counting.get((document.id, document.sha256))

    def sign(
        self, document: Document, sha256: str, account: str, name: str, role: str
    ) -> Signature:
        """Sign the text that the reviewer was shown, known by `sha256`.

        Raises:
            SignOffError: that is no longer the text, or name or role cannot be shown.
            RecordsError: it could not be written.
        """
        if sha256 != document.sha256:
            raise SignOffError(
                "The text has changed since you opened it, so nothing was signed. "
                "Please read the text on this page, then sign that."
            )
        shown = f"{_plain(name, 'name')}, {_plain(role, 'role')}"
        return self._add(document, account, shown, None)

    def withdraw(self, document: Document, signature_id: int, account: str) -> Signature:
        """End the signature that counts for today's text; the row that says so.

        Raises:
            SignOffError: that signature does not count, or no longer.
            RecordsError: it could not be written.
        """
        return self._add(document, account, "", signature_id)

    def history(self, document_id: str) -> tuple[Signature, ...]:
        """Every row about an article, whatever its text was, newest first. Raises RecordsError."""
        sql = "SELECT * FROM signatures WHERE document_id = ? ORDER BY id DESC"
        with self._database.read() as connection:
            return tuple(_signature(row) for row in connection.execute(sql, (document_id,)))

    def last_by(self, account: str) -> tuple[str, str]:
        """Name and role that an account signed with last; empty before. Raises RecordsError."""
        sql = (
            "SELECT shown FROM signatures WHERE account = ? AND shown <> '' "
            "ORDER BY id DESC LIMIT 1"
        )
        with self._database.read() as connection:
            row = connection.execute(sql, (account,)).fetchone()
        name, _, role = str(row["shown"]).rpartition(", ") if row else ("", "", "")
        return name, role

    def _read_later(self) -> None:
        now = self._clock()
        with self._asking:
            failed_at = self._failed_at
            # abs: a clock that was set back must not put it off.
            if failed_at is None or abs(now - failed_at) < AGAIN_SECONDS:
                return
            self._failed_at = now
        Thread(target=self._read_or_log, name="signatures", daemon=True).start()

    def _read_or_log(self) -> None:
        try:
            self.read()
        except RecordsError as error:
            log.warning("articles are shown with the signatures known before: %s", error)

    def _add(self, document: Document, account: str, shown: str, ends: int | None) -> Signature:
        at = datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        row = (document.id, document.sha256, account, shown, at, ends)
        with self._database.write() as connection:
            if ends is not None and ends != _newest(connection, document):
                raise SignOffError(
                    "That signature no longer counts, so nothing was withdrawn. "
                    "What counts now is below."
                )
            number = int(connection.execute(_ADD, row).lastrowid or 0)
        self._read_or_log()  # it is signed, whatever comes of this
        return Signature(number, *row)


def _newest(connection: sqlite3.Connection, document: Document) -> int | None:
    """The id of the signature that counts for the text of `document`."""
    row = connection.execute(
        "SELECT id, shown FROM signatures WHERE document_id = ? AND sha256 = ? "
        "ORDER BY id DESC LIMIT 1",
        (document.id, document.sha256),
    ).fetchone()
    return int(row["id"]) if row is not None and row["shown"] else None


def _signature(row: sqlite3.Row) -> Signature:
    return Signature(
        row["id"],
        row["document_id"],
        row["sha256"],
        row["account"],
        row["shown"],
        row["at"],
        row["withdraws"],
    )


def _plain(text: str, field: str) -> str:
    """`text` as one line without signs that change how others are shown. Raises SignOffError."""
    line = " ".join(text.split())
    odd = any(unicodedata.category(sign).startswith("C") for sign in line)
    if odd or not any(sign.isalpha() for sign in line) or len(line) > MOST_CHARACTERS:
        raise SignOffError(
            f"Please type the {field} as patients are to read it: letters, "
            f"{MOST_CHARACTERS} characters at most."
        )
    return line
