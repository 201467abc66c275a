"""What is kept of an answer when somebody votes on it. Never the question.

An answer is known by an id that this server gave out; what is stored about it comes from the
server's own short memory, so that a browser can only say "this one helped" and nothing else.
"""

import json
import logging
import secrets
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock

from corpus.model import Document
from qa.outcome import Quote

log = logging.getLogger("quoteback.records")

MOST_ANSWERS = 5000
BUSY_MILLISECONDS = 2000
_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    thumb TEXT NOT NULL CHECK (thumb IN ('up', 'down')),
    reason TEXT NOT NULL,
    kind TEXT NOT NULL,
    quotes TEXT NOT NULL
)"""
_VOTE = """
INSERT INTO feedback (answer_id, at, thumb, reason, kind, quotes) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (answer_id) DO UPDATE SET at = excluded.at, thumb = excluded.thumb,
    reason = excluded.reason"""


class Thumb(Enum):
    """Whether an answer helped."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What the server remembers of an answer: its kind and which lines it showed."""

    kind: str
    quotes: str


class Records:
    """Votes in SQLite. The file is opened for each vote: votes are rare, and none may be lost."""

    def __init__(self, path: Path, reasons: frozenset[str], most: int = MOST_ANSWERS) -> None:
        """Keep votes in `path`; `reasons` are the only ones that are stored."""
        self._path = path
        self._reasons = reasons
        self._most = most
        self._answers: OrderedDict[str, GivenAnswer] = OrderedDict()
        self._lock = Lock()

    def remember(self, kind: str, shown: tuple[tuple[Quote, Document], ...]) -> str:
        """A new id for an answer; the oldest ones are forgotten past the limit."""
        quotes = [
            {"document": d.id, "sha256": d.sha256, "spans": q.spans, "score": round(q.score, 4)}
            for q, d in shown
        ]
        answer_id = secrets.token_urlsafe(12)
        with self._lock:
            self._answers[answer_id] = GivenAnswer(kind, json.dumps(quotes))
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer_id

    def vote(self, answer_id: str, thumb: Thumb, reason: str = "") -> bool:
        """Keep a vote, in place of an earlier one on that answer; False where it was not kept."""
        with self._lock:
            answer = self._answers.get(answer_id)
        if answer is None or (reason and reason not in self._reasons):
            return False
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        try:
            with _open(self._path) as connection:
                connection.execute(_TABLE)
                row = (answer_id, at, thumb.value, reason, answer.kind, answer.quotes)
                connection.execute(_VOTE, row)
        except (sqlite3.Error, OSError) as error:
            log.warning("a vote could not be saved: %s", type(error).__name__)
            return False
        return True


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that is on the disk when it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()
