"""The accounts of staff: adding, removing, listing, and checking a password."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from qa.errors import AccountError
from qa.records.database import Database
from qa.staff.journal import DAY, Clearing, Deed, Event, keep, latest
from qa.staff.lockout import by_name, by_network, count_try, forget_tries, is_locked
from qa.staff.passwords import Passwords, require_good

ADD = "python -m qa staff add NAME"
COMMAND_LINE = "command line"
# ASCII alone: two names that look the same are the same. Capitals do not tell apart.
_NAME = re.compile(r"[A-Za-z0-9._-]{2,40}")
_SIGN_IN = """
UPDATE accounts SET password = ?, signed_in_at = ? WHERE name = ? AND password = ?"""


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of one; times are seconds since 1970."""

    name: str
    added_at: float
    signed_in_at: float | None
    locked: bool


class Accounts:
    """Accounts in a database. Safe to share between threads and processes.

    Every method raises RecordsError where the file cannot be used; nobody is signed in then.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        passwords: Passwords | None = None,
        clear_every: float | None = DAY,
    ) -> None:
        """`clock` gives seconds since 1970.

        Starts a thread that clears the journal of what is too old, at once and every `clear_every`
        seconds; None for never.
        """
        self._database = database
        self._clock = clock
        self._passwords = passwords or Passwords()
        self._clearing = clear_every and Clearing(database, clock, clear_every)

    def add(self, name: str, password: str, by: str = COMMAND_LINE) -> Account:
        """Make an account that can sign in from now on; its name has small letters.

        Verdicts hold that name. Added again with other capitals, it is the same reviewer's.

        Raises:
            AccountError: the name or the password will not do, or the name is taken.
        """
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"{name!r} cannot be the name of an account: 2 to 40 characters are expected, each "
                "of them a letter a-z, a digit, a dot, a hyphen or an underscore"
            )
        name = name.lower()
        require_good(name, password)
        hashed, now = self._passwords.hash(password), self._clock()
        with self._database.write() as connection:
            row = (name, hashed, now)
            added = connection.execute(
                "INSERT INTO accounts (name, password, added_at) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                row,
            )
            if not added.rowcount:
                raise AccountError(
                    f"there is already an account {name!r}; for a new password, remove it and add "
                    "it again, or choose another name"
                )
            forget_tries(connection, by_name(name))
            keep(connection, now, Deed.ADDED, who=by, about=name)
        return Account(name, now, None, False)

    def remove(self, name: str, by: str = COMMAND_LINE) -> None:
        """Take an account away; its sessions end with it. What it did stays in the journal.

        Raises:
            AccountError: nobody has that name.
        """
        with self._database.write() as connection:
            kept = connection.execute(
                "DELETE FROM accounts WHERE name = ? RETURNING name", (name,)
            ).fetchall()
            if not kept:
                raise AccountError(
                    f"there is no account {name!r}; `python -m qa staff list` prints them all"
                )
            keep(connection, self._clock(), Deed.REMOVED, who=by, about=kept[0]["name"])

    def list(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        now = self._clock()
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT name, added_at, signed_in_at FROM accounts ORDER BY name"
            ).fetchall()
            return tuple(
                Account(name, added_at, seen_at, is_locked(connection, by_name(name), now))
                for name, added_at, seen_at in rows
            )

    def check(self, name: str, password: str, network: str) -> str | None:
        """The account's name where `password` is its own, else None; either is kept in the journal.

        None says nothing more, and takes as long, for a wrong password, for a name that nobody
        has, and for a name or a `network` that is locked out.
        """
        network = network.encode("utf-8", "replace").decode()  # SQLite takes no lone surrogate
        now = self._clock()
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT name, password FROM accounts WHERE name = ?",
                (name if _NAME.fullmatch(name) else "",),
            ).fetchone()
            known = row["name"] if row else ""
            subject = by_name(known) if row else by_network(network)
            locked = any(is_locked(connection, s, now) for s in {subject, by_network(network)})
            locks = not locked and count_try(connection, subject, now)
        # No transaction is open while this takes its time.
        kept = str(row["password"]) if row and not locked else None
        right = self._passwords.matches(kept, password)
        if locked:  # not even kept: whoever goes on trying could fill the disk
            return None
        fresh = kept
        if right and kept is not None and self._passwords.is_outdated(kept):
            fresh = self._passwords.hash(password)
        with self._database.write() as connection:
            if right:  # unless it was removed meanwhile
                right = bool(connection.execute(_SIGN_IN, (fresh, now, known, kept)).rowcount)
            if right:
                forget_tries(connection, subject)
                keep(connection, now, Deed.SIGNED_IN, who=known, about=known, network=network)
                return str(known)
            keep(connection, now, Deed.FAILED, about=known, network=network)
            if locks:
                keep(connection, now, Deed.LOCKED, about=known, network=network)
        return None

    def events(self, most: int = 100) -> tuple[Event, ...]:
        """The last of what was done, oldest first."""
        with self._database.read() as connection:
            return latest(connection, most)

    def close(self, timeout: float = 5.0) -> None:
        """End the thread; all else goes on working."""
        if self._clearing:
            self._clearing.stop(timeout)
