"""One thread that writes records, forgets them and removes old ones, so that nobody waits for it.

What cannot be written stays in a bounded queue and is tried again; where the queue is full, the
oldest is dropped and counted. Logged are numbers, never words.
"""

import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Set
from datetime import UTC, datetime, timedelta
from itertools import islice
from threading import Condition, Lock

from qa.errors import RecordsError
from qa.records import rows
from qa.records.counts import Tally, add
from qa.records.database import Database
from qa.records.jobs import Job, Worker
from qa.records.stored import AnswerRecord
from qa.records.wishes import read_wishes, wishes_file, write_wishes

Entry = AnswerRecord | tuple[Tally, ...]

MOST_WAITING = 5000
MOST_FORGOTTEN = 50_000  # conversations that nothing is kept of any more; some 100 bytes each
_BATCH = 200
DAY = 24 * 60 * 60.0


class Writer:
    """The thread and what waits for it. Safe to share between threads."""

    def __init__(
        self, database: Database, days: int, most: int = MOST_WAITING, clean_every: float = DAY
    ) -> None:
        """Start; what is older than `days` is removed first, then every `clean_every` seconds."""
        self._database = database
        self._days = days
        self._most = most
        self._clean_every = clean_every
        self._changed = Condition()
        self._waiting: OrderedDict[str, Entry] = OrderedDict()
        self._wishes = wishes_file(database.path)
        self._wishes_lock = Lock()
        self._unwanted = set(read_wishes(self._wishes))
        self._forgotten = OrderedDict.fromkeys(sorted(self._unwanted))
        self._dropped = 0
        self._closing = False
        self._clean_at = 0.0
        self._unshredded = True  # an earlier run may have ended before it shredded
        jobs = (
            Job(self._forget_unwanted, lambda: 0.0 if self._unwanted else None),
            Job(self._write_waiting, lambda: 0.0 if self._waiting else None),
            Job(self._remove_old, lambda: self._clean_at - time.monotonic()),
        )
        self._worker = Worker(self._changed, jobs, self._state)

    @property
    def dropped(self) -> int:
        """How many entries were given up because too many waited."""
        return self._dropped

    def put(self, key: str, entry: Entry) -> None:
        """Have an entry written; returns at once, whatever state the disk is in."""
        with self._changed:
            if self._closing:
                return
            if isinstance(entry, AnswerRecord) and entry.conversation_id in self._forgotten:
                return
            self._waiting[key] = entry
            while len(self._waiting) > self._most:
                self._waiting.popitem(last=False)
                self._dropped += 1
            self._changed.notify_all()

    def waiting(self, key: str) -> Entry | None:
        """An entry that is not known to be written yet."""
        with self._changed:
            return self._waiting.get(key)

    def is_forgotten(self, conversation_id: str) -> bool:
        """Whether nothing of a conversation may be written any more."""
        with self._changed:
            return conversation_id in self._forgotten

    def forget(self, conversation_ids: Collection[str], timeout: float) -> bool:
        """Whether nothing of them is left anywhere within `timeout` seconds; if not, tried on."""
        until = time.monotonic() + timeout
        ids, waited = set(conversation_ids), set[str]()
        with self._changed:
            # First of all: what is written from now on is none of theirs.
            self._forgotten.update(dict.fromkeys(sorted(ids)))
            while len(self._forgotten) > MOST_FORGOTTEN:
                self._forgotten.popitem(last=False)
            for key, entry in list(self._waiting.items()):
                if isinstance(entry, AnswerRecord) and entry.conversation_id in ids:
                    waited.add(entry.conversation_id)
                    del self._waiting[key]
            self._unwanted |= waited
        kept = self._kept_of(ids)
        with self._changed:
            self._unwanted |= kept
        self._save_wishes()
        with self._changed:
            self._changed.notify_all()
            left = max(0.0, until - time.monotonic())
            return self._changed.wait_for(lambda: not ids & self._unwanted, left)

    def flush(self, timeout: float) -> bool:
        """Whether all that was put is on the disk within `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout)

    def close(self, timeout: float) -> bool:
        """Write what waits, then stop; whether all was written within `timeout` seconds."""
        written = self.flush(timeout)
        with self._changed:
            self._closing = True
            self._dropped += len(self._waiting)
        self._worker.stop(timeout)
        return written

    def _state(self) -> str:
        with self._changed:
            numbers = f"{len(self._waiting)} wait, {len(self._unwanted)} are to be forgotten"
            return f"{numbers}, {self._dropped} were dropped"

    def _kept_of(self, ids: Set[str]) -> Set[str]:
        """Those of which the file may hold words; a made-up id must not have it built anew."""
        if not self._database.path.is_file():
            return frozenset()
        try:
            with self._database.read() as connection:
                return rows.conversations_kept(connection, ids)
        except RecordsError:
            return ids  # who knows

    def _forget_unwanted(self) -> None:
        with self._changed:
            ids = set(self._unwanted)
        # A transaction that failed may have left words too, so this shreds whatever it removed.
        self._unshredded = True
        self._remove(lambda connection: rows.remove_conversations(connection, ids))
        with self._changed:
            self._unwanted -= ids
        self._save_wishes()
        with self._changed:
            self._changed.notify_all()

    def _write_waiting(self) -> None:
        with self._changed:
            batch = dict(islice(self._waiting.items(), _BATCH))
        with self._database.write() as connection:
            for entry in batch.values():
                match entry:
                    case AnswerRecord():
                        rows.insert(connection, entry)
                    case _:
                        add(connection, entry)
        with self._changed:
            for key in batch:
                self._waiting.pop(key, None)
            self._changed.notify_all()

    def _remove_old(self) -> None:
        oldest = datetime.now(UTC) - timedelta(days=self._days)
        at = oldest.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._remove(lambda connection: rows.remove_before(connection, at))
        self._clean_at = time.monotonic() + self._clean_every

    def _remove(self, remove: Callable[[sqlite3.Connection], int]) -> None:
        if not self._database.path.is_file():
            return
        with self._database.write() as connection:
            self._unshredded = bool(remove(connection)) or self._unshredded
        if self._unshredded:
            self._database.shred()
            self._unshredded = False

    def _save_wishes(self) -> None:
        with self._wishes_lock:  # not the other lock: a slow disk must not make anybody wait
            with self._changed:
                ids = frozenset(self._unwanted)
            write_wishes(self._wishes, ids)
