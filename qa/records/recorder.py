"""What the chat uses to keep answers, votes and wishes to forget. It never makes the chat wait.

An answer is known by an id that this server gave out, a conversation by another. A vote needs
both, and counts only once it is on the disk.
"""

import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from threading import Lock

from qa.errors import RecordsError
from qa.records import rows
from qa.records.counts import Counted, Tally, add
from qa.records.database import BUSY_MILLISECONDS
from qa.records.making import Given, record_of, tallies_of
from qa.records.redaction import redact
from qa.records.stored import AnswerRecord, Thumb
from qa.records.tables import records_database
from qa.records.writer import DAY, MOST_WAITING, Writer

log = logging.getLogger("quoteback.records")

FORGET_SECONDS = 5.0
MOST_ISSUED = 5000
MOST_CLAIMED = 1000
_ID_BYTES = 16
_ID = re.compile(r"[\w-]{22}", re.ASCII)  # so many bytes by secrets.token_urlsafe


def conversations_in(claim: str) -> tuple[str, ...]:
    """The ids of conversations in what a browser sent, `MOST_CLAIMED` at most, the last ones.

    Whatever has not the form of an id is left out. Whether there ever was such a conversation is
    not looked at.
    """
    return tuple(dict.fromkeys(part for part in claim.split() if _ID.fullmatch(part)))[
        -MOST_CLAIMED:
    ]


class Keeping(Enum):
    """What is kept; the values of the setting `records`."""

    REDACTED = "redacted"
    COUNTS = "counts"
    OFF = "off"


@dataclass(slots=True)
class _Issued:
    """Of an answer that is only counted: whose it is, and what was counted of its vote."""

    conversation_id: str
    vote: tuple[Tally, ...] = ()


class Recorder:
    """Keeps what the setting allows. Safe to share between threads."""

    def __init__(
        self,
        path: Path,
        *,
        keeping: Keeping = Keeping.REDACTED,
        days: int = 30,
        reasons: Collection[str] = (),
        most_waiting: int = MOST_WAITING,
        busy_ms: int = BUSY_MILLISECONDS,
        clean_every: float = DAY,
    ) -> None:
        """Start the thread that writes to `path`; `reasons` are the only ones that are stored.

        What is older than `days` goes at once, then every `clean_every` seconds.
        """
        self.keeping = keeping
        self._reasons = frozenset(reasons)
        self._database = records_database(path, busy_ms)
        self._writer = Writer(self._database, days, most_waiting, clean_every)
        self._issued: OrderedDict[str, _Issued] = OrderedDict()
        self._lock = Lock()  # of what was issued
        self._voting = Lock()  # of votes that are only counted: one at a time
        if keeping is Keeping.REDACTED:
            redact("I'm ready")  # loads the words that it knows, so that no patient waits for it

    @property
    def dropped(self) -> int:
        """How many answers could not be kept."""
        return self._writer.dropped

    def new_conversation(self) -> str:
        """An id that nobody can guess: whoever has it can have the conversation forgotten."""
        return secrets.token_urlsafe(_ID_BYTES)

    def remember(self, given: Given) -> str:
        """The id of the answer, to vote on it; empty where nothing is kept. Never waits."""
        if self.keeping is Keeping.OFF:
            return ""
        answer_id = secrets.token_urlsafe(12)
        now = datetime.now(UTC)
        if self.keeping is Keeping.REDACTED:
            record = record_of(given, answer_id, now.strftime("%Y-%m-%dT%H:%M:%SZ"))
            self._writer.put(answer_id, record)
        else:
            with self._lock:
                self._issued[answer_id] = _Issued(given.conversation_id)
                while len(self._issued) > MOST_ISSUED:
                    self._issued.popitem(last=False)
            self._writer.put(answer_id, tallies_of(given.outcome, now.date().isoformat()))
        return answer_id

    def vote(self, answer_id: str, thumb: Thumb, reason: str = "", *, conversation_id: str) -> bool:
        """Whether the vote is on the disk, in place of an earlier one on that answer.

        False where that conversation was given no such answer, the reason is none of ours, or the
        file cannot be written within its busy timeout.
        """
        if self.keeping is Keeping.OFF or (reason and reason not in self._reasons):
            return False
        try:
            if self.keeping is Keeping.REDACTED:
                return self._vote(answer_id, thumb, reason, conversation_id)
            return self._count(answer_id, thumb, reason, conversation_id)
        except RecordsError as error:
            log.warning("a vote could not be saved: %s", type(error.__cause__ or error).__name__)
            return False

    def forget(self, conversation_ids: Collection[str], timeout: float = FORGET_SECONDS) -> bool:
        """Whether every word of these conversations is gone from the disk within `timeout` seconds.

        Where it is not, that is tried on in the background, past a restart too. What comes of
        them later is not kept. Counts stay: they hold no words. An id that nothing is kept of, made
        up or forgotten already, costs a look into the file and does nothing.
        """
        if self.keeping is not Keeping.REDACTED:
            return True  # this server never wrote any
        return self._writer.forget(conversation_ids, timeout)

    def flush(self, timeout: float) -> bool:
        """Whether everything that was remembered is on the disk within `timeout` seconds."""
        return self._writer.flush(timeout)

    def close(self, timeout: float = FORGET_SECONDS) -> bool:
        """Write what waits, then stop; whether all was written within `timeout` seconds."""
        return self._writer.close(timeout)

    def _vote(self, answer_id: str, thumb: Thumb, reason: str, conversation_id: str) -> bool:
        waiting = self._writer.waiting(answer_id)
        with self._database.write() as connection:
            # Asked inside the transaction: forgetting is one too, so it comes before or after.
            if self._writer.is_forgotten(conversation_id):
                return False
            if isinstance(waiting, AnswerRecord) and waiting.conversation_id == conversation_id:
                rows.insert(connection, waiting)
            return rows.set_vote(connection, answer_id, conversation_id, thumb, reason)

    def _count(self, answer_id: str, thumb: Thumb, reason: str, conversation_id: str) -> bool:
        with self._lock:
            issued = self._issued.get(answer_id)
        if issued is None or issued.conversation_id != conversation_id:
            return False
        day = datetime.now(UTC).date().isoformat()
        vote = [Tally(day, Counted.THUMB, thumb.value)]
        vote += [Tally(day, Counted.REASON, reason)] if reason else []
        with self._voting:
            back = tuple(Tally(t.day, t.what, t.name, -t.count) for t in issued.vote)
            with self._database.write() as connection:
                add(connection, (*back, *vote))
            issued.vote = tuple(vote)
        return True
