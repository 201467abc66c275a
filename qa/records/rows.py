"""Writing, voting on and removing answers, inside a transaction that somebody else holds."""

import json
import sqlite3
from collections.abc import Collection

from qa.records.concern import DOWN, concern
from qa.records.stored import AnswerRecord, Thumb, candidates_json, quotes_json

_INSERT = """
INSERT OR IGNORE INTO answers (answer_id, conversation_id, turn, at, question, read_as, kind,
    rules, confidence, index_build, seconds, thumb, reason, concern, answer_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_VOTE = f"""
UPDATE answers SET thumb = :thumb, reason = :reason,
    concern = concern + {DOWN} * ((:thumb = 'down') - (thumb IS 'down'))
WHERE answer_id = :answer_id AND conversation_id = :conversation_id"""  # noqa: S608  # a number


def insert(connection: sqlite3.Connection, record: AnswerRecord) -> None:
    """Add an answer; one that is there already stays as it is."""
    thumb = None if record.thumb is None else record.thumb.value
    worry = concern(record) + (DOWN if record.thumb is Thumb.DOWN else 0.0)
    row = (
        *(record.answer_id, record.conversation_id, record.turn, record.at),
        *(record.question, record.read_as, record.kind.value, json.dumps(record.rules)),
        *(record.confidence, record.index_build, record.seconds, thumb, record.reason, worry),
        record.answer_at,
    )
    added = connection.execute(_INSERT, row)
    if not added.rowcount:
        return
    number = added.lastrowid
    evidence = (number, quotes_json(record.quotes), candidates_json(record.candidates))
    connection.execute("INSERT INTO evidence VALUES (?, ?, ?)", evidence)
    documents = {quote.document_id for quote in record.quotes}
    quoted = [(document, number) for document in sorted(documents)]
    connection.executemany("INSERT INTO quoted VALUES (?, ?)", quoted)


def set_vote(
    connection: sqlite3.Connection,
    answer_id: str,
    conversation_id: str,
    thumb: Thumb,
    reason: str,
) -> bool:
    """Whether that conversation has that answer; its vote is then in place of an earlier one."""
    vote = {
        "answer_id": answer_id,
        "conversation_id": conversation_id,
        "thumb": thumb.value,
        "reason": reason,
    }
    return connection.execute(_VOTE, vote).rowcount == 1


def conversations_kept(connection: sqlite3.Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of these conversations of which an answer is kept."""
    wanted = "SELECT value FROM json_each(?)"
    sql = f"SELECT conversation_id FROM answers WHERE conversation_id IN ({wanted})"  # noqa: S608  # fixed words
    return frozenset(one for (one,) in connection.execute(sql, (json.dumps(sorted(ids)),)))


def remove_conversations(connection: sqlite3.Connection, ids: Collection[str]) -> int:
    """Take out every answer of these conversations, and notes on them; how many answers."""
    where = "conversation_id IN (SELECT value FROM json_each(?))"
    return _remove(connection, where, json.dumps(sorted(ids)))


def remove_before(connection: sqlite3.Connection, at: str) -> int:
    """Take out every answer given before `at`, and notes on them; how many answers."""
    return _remove(connection, "at < ?", at)


def _remove(connection: sqlite3.Connection, where: str, parameter: str) -> int:
    # Cascades and triggers (tables.py) take all that hangs on an answer with it.
    return connection.execute(f"DELETE FROM answers WHERE {where}", (parameter,)).rowcount  # noqa: S608  # where is this file's own
