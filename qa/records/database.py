"""The SQLite file: opened for each transaction, its tables brought up to date step by step.

WAL with synchronous=FULL: what a transaction has committed outlives a crash and a power cut.
secure_delete: what is deleted is overwritten. That alone is not enough: rows that moved when pages
were split or merged leave copies behind, so `shred` builds the file anew. Whatever is sorted or
built stays in memory, never in a temporary file. See https://www.sqlite.org/pragma.html.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qa.errors import RecordsError

BUSY_MILLISECONDS = 2000

Step = str
"""One migration: SQL statements, each ended by a semicolon; a trigger counts as one."""


class Database:
    """A file and the steps that made its tables. Safe to share between threads and processes."""

    def __init__(self, path: Path, steps: Sequence[Step], busy_ms: int = BUSY_MILLISECONDS) -> None:
        """Nothing is opened yet. Once shipped, a step is never changed, only followed by others."""
        self.path = path
        self._steps = tuple(steps)
        self._busy_ms = busy_ms

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when the block ends; nothing of it where the block raises.

        Raises:
            RecordsError: the file cannot be written, is locked for longer than the busy timeout,
                is damaged, or was made by a newer version of the program.
        """
        with self._translated(), self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._bring_up_to_date(connection)
                yield connection
            except BaseException:
                if connection.in_transaction:  # a full disk has ended it already
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A view of one moment; writers go on meanwhile.

        Raises:
            RecordsError: as `write`.
        """
        with self._translated():
            if not self._is_up_to_date():
                with self.write():
                    pass
            with self._opened() as connection:
                connection.execute("BEGIN")
                yield connection
                connection.execute("COMMIT")

    def shred(self) -> None:
        """Leave no byte of what was deleted: build the file anew, then cut its log off.

        Takes some 15 ms for each MB of the file; meanwhile writers wait and readers do not.

        Raises:
            RecordsError: as `write`, or somebody reads for longer than the busy timeout.
        """
        with self._translated(), self._opened() as connection:
            self._cut_log(connection)  # first, so that nothing grows while somebody reads on
            connection.execute("VACUUM")
            self._cut_log(connection)

    def _cut_log(self, connection: sqlite3.Connection) -> None:
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise RecordsError(f"{self.path.name} is being read; try again in a moment")

    def _is_up_to_date(self) -> bool:
        if not self.path.is_file():
            return False
        with self._opened() as connection:
            return self._version(connection) == len(self._steps)

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        version = self._version(connection)
        for number, step in enumerate(self._steps[version:], start=version + 1):
            for statement in statements_of(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number:d}")

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(self._steps):
            raise RecordsError(
                f"{self.path.name} has tables of version {version}, this program knows "
                f"{len(self._steps)}; run the newer version of Quoteback that made it"
            )
        return version

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self.path.touch(mode=0o600)  # the log takes over who may read it
        connection = sqlite3.connect(
            self.path, timeout=self._busy_ms / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute(f"PRAGMA busy_timeout = {self._busy_ms:d}")
            self._set_journal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE deletes too
            yield connection
        finally:
            connection.close()

    def _set_journal(self, connection: sqlite3.Connection) -> None:
        """Several may make a new file at once; SQLite itself does not wait while it turns WAL."""
        until = time.monotonic() + self._busy_ms / 1000
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise RecordsError(
                f"{self.path.name} cannot be used ({type(error).__name__}: {error}); see that its "
                "folder can be written and the disk has room, and that nothing holds it locked"
            ) from error


def statements_of(step: Step) -> Iterator[str]:
    """The statements of a step, each whole; what follows the last semicolon is left away."""
    statement = ""
    for piece in step.split(";")[:-1]:
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
