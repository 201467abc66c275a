"""Who is signed in: a random token in the browser, its SHA-256 here.

The token that a form must carry (against cross-site requests) is made from the session's own and
kept nowhere: whoever reads the file can neither take over a session nor post in its name.
"""

import hashlib
import hmac
import re
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from qa.errors import RecordsError
from qa.records.database import Database
from qa.staff.journal import Deed, keep

_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)  # 32 bytes by secrets.token_urlsafe
_SEEN_EVERY = 60.0  # seconds; a write for each page would be one for nothing


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in: `name` is the account's, `csrf` what each of its forms must carry."""

    name: str
    csrf: str = field(repr=False)
    key: bytes = field(repr=False)

    def accepts(self, csrf: str) -> bool:
        """Whether a form that carries `csrf` was made for this session."""
        return hmac.compare_digest(csrf.encode("utf-8", "replace"), self.csrf.encode())


class Sessions:
    """Sessions in the database of accounts. Safe to share between threads and processes.

    Every method raises RecordsError where the file cannot be used; `find` only where it cannot be
    read.
    """

    def __init__(
        self,
        database: Database,
        hours: float = 8,
        idle_minutes: float = 30,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """A session ends after `hours`, or once nothing came from it for `idle_minutes`."""
        self._database = database
        self._most = hours * 3600
        self._idle = idle_minutes * 60
        self._clock = clock

    def start(self, name: str) -> str:
        """The token of a new session of an account that exists; old ones are cleared away."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE abs(? - started_at) >= ? OR abs(? - seen_at) >= ?",
                (now, self._most, now, self._idle),
            )
            connection.execute(
                "INSERT INTO sessions (token_hash, name, started_at, seen_at) VALUES (?, ?, ?, ?)",
                (_key(token), name, now, now),
            )
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token that a browser sent; None where it is none or is over."""
        if not _TOKEN.fullmatch(token):
            return None
        now, key = self._clock(), _key(token)
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT name, started_at, seen_at FROM sessions WHERE token_hash = ?", (key,)
            ).fetchone()
        # abs: a clock that was set back must not make a session of hours one of days.
        if row is None or abs(now - row["started_at"]) >= self._most:
            return None
        idle = abs(now - row["seen_at"])
        if idle >= self._idle:
            return None
        if idle >= min(_SEEN_EVERY, self._idle / 10):
            # On a full disk or a locked file staff can read on; the session then ends so much
            # sooner, because nothing tells that they were here.
            with suppress(RecordsError), self._database.write() as connection:
                connection.execute(
                    "UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (now, key)
                )
        return Session(row["name"], _csrf(token), key)

    def end(self, session: Session, network: str = "") -> None:
        """Sign out."""
        with self._database.write() as connection:
            gone = connection.execute("DELETE FROM sessions WHERE token_hash = ?", (session.key,))
            if gone.rowcount:
                who = session.name
                keep(
                    connection, self._clock(), Deed.SIGNED_OUT, who=who, about=who, network=network
                )


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _csrf(token: str) -> str:
    digest = hashlib.sha256(b"form:" + token.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
