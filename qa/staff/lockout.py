"""Five wrong tries in fifteen minutes close a subject for fifteen minutes.

A subject is the name of an account, or the network of somebody who tries names that nobody has.
Tries are counted before the password is checked, so that many at once are no way around it, and
kept in the database, so that a restart is none either.
"""

import sqlite3

MOST_TRIES = 5
WINDOW_SECONDS = 15 * 60.0


def by_name(name: str) -> str:
    """The subject of tries at one account."""
    return f"name:{name.lower()}"


def by_network(network: str) -> str:
    """The subject of tries at names that do not exist."""
    return f"network:{network}"


def is_locked(connection: sqlite3.Connection, subject: str, now: float) -> bool:
    """Whether `subject` is closed at `now` (seconds since 1970)."""
    row = connection.execute("SELECT since FROM locks WHERE subject = ?", (subject,)).fetchone()
    # abs: a clock that was set back must not make a lock of minutes one of days.
    return row is not None and abs(now - row["since"]) < WINDOW_SECONDS


def count_try(connection: sqlite3.Connection, subject: str, now: float) -> bool:
    """Count one try; True where it was the last one, and `subject` is closed from now on."""
    old = (now, WINDOW_SECONDS)
    connection.execute("DELETE FROM tries WHERE abs(? - at) >= ?", old)
    connection.execute("DELETE FROM locks WHERE abs(? - since) >= ?", old)
    connection.execute("INSERT INTO tries (subject, at) VALUES (?, ?)", (subject, now))
    tries = connection.execute("SELECT count(*) FROM tries WHERE subject = ?", (subject,))
    if tries.fetchone()[0] < MOST_TRIES:
        return False
    forget_tries(connection, subject)  # after the lock, the count begins again
    connection.execute("INSERT INTO locks (subject, since) VALUES (?, ?)", (subject, now))
    return True


def forget_tries(connection: sqlite3.Connection, subject: str) -> None:
    """Open `subject` and count from nothing, as after a right password."""
    connection.execute("DELETE FROM tries WHERE subject = ?", (subject,))
    connection.execute("DELETE FROM locks WHERE subject = ?", (subject,))
