"""The tables of accounts and sessions, in a file of their own: no record of a patient is in it."""

from contextlib import suppress
from pathlib import Path

from index.home import var_folder
from qa.records.database import Database

STEPS = (
    """
CREATE TABLE accounts (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    password TEXT NOT NULL,
    added_at REAL NOT NULL,
    signed_in_at REAL
);
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE REFERENCES accounts (name) ON DELETE CASCADE,
    started_at REAL NOT NULL,
    seen_at REAL NOT NULL
);
CREATE INDEX sessions_of ON sessions (name);
CREATE TABLE tries (subject TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX tries_of ON tries (subject);
CREATE TABLE locks (subject TEXT PRIMARY KEY, since REAL NOT NULL);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    network TEXT NOT NULL
);
""",
    """
CREATE TABLE signatures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    account TEXT NOT NULL,
    shown TEXT NOT NULL,
    at TEXT NOT NULL,
    withdraws INTEGER REFERENCES signatures (id)
);
CREATE INDEX signatures_of ON signatures (document_id, sha256);
CREATE TRIGGER signatures_stay BEFORE DELETE ON signatures BEGIN
    SELECT RAISE(ABORT, 'a signature is never deleted');
END;
CREATE TRIGGER signatures_are_not_changed BEFORE UPDATE ON signatures BEGIN
    SELECT RAISE(ABORT, 'a signature is never changed, only followed by another or a withdrawal');
END;
""",
)
"""Times are seconds since 1970, but for `at`, which people read: ISO 8601 in UTC."""


def staff_file() -> Path:
    """Where accounts are kept on this machine."""
    return var_folder() / "staff.db"


def staff_database(path: Path) -> Database:
    """The database in `path`; a new file can be read by nobody but its owner."""
    with suppress(OSError):  # the first use says what is wrong, and only staff have to know
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    return Database(path, STEPS)
