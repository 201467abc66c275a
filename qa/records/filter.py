"""Which answers to list, as a value; its SQL is made of fixed words and parameters alone."""

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from qa.records.concern import EDITED
from qa.records.judgement import Verdict
from qa.records.stored import Kind, Thumb, storable

_IS_IN = "(answer_id IN (SELECT value FROM json_each(:{name})))"


class Order(Enum):
    """Newest first, or what needs a second look first (see concern.py)."""

    NEWEST = "newest"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Filter:
    """All that is given must hold. `since` and `until` are days in UTC, both included.

    `verdict` is one that some reviewer holds now; `unjudged` leaves what nobody has judged,
    `unjudged_by` what that reviewer has not. `text` stands in the question, as asked or as read,
    small or capital letters alike (of English). `among` leaves only those ids. `changed` are ids
    that come first in the order WORST; there `edited` ids are worse by EDITED than they were.
    """

    kind: Kind | None = None
    document: str = ""
    rule: str = ""
    verdict: Verdict | None = None
    unjudged: bool = False
    unjudged_by: str = ""
    thumb: Thumb | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    conversation: str = ""
    among: frozenset[str] | None = None
    changed: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    order: Order = Order.NEWEST
    limit: int = 50
    offset: int = 0


def where(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """The condition on `answers`, and its parameters."""
    current = "EXISTS (SELECT 1 FROM current_judgements AS j WHERE j.answer_id = answers.answer_id"
    quoted = "number IN (SELECT number FROM quoted WHERE document_id = :document)"
    # The day's end, not the next day: date.max has none.
    until = wanted.until and f"{wanted.until.isoformat()}T24"
    conditions: list[tuple[bool, str]] = [
        (wanted.kind is not None, "kind = :kind"),
        (bool(wanted.document), quoted),
        (bool(wanted.rule), "EXISTS (SELECT 1 FROM json_each(rules) WHERE value = :rule)"),
        (wanted.verdict is not None, f"{current} AND j.verdict = :verdict)"),
        (wanted.unjudged, f"NOT {current})"),
        (bool(wanted.unjudged_by), f"NOT {current} AND j.reviewer = :unjudged_by)"),
        (wanted.thumb is not None, "thumb = :thumb"),
        (wanted.since is not None, "at >= :since"),
        (until is not None, "at < :until"),
        (bool(wanted.text), "(question LIKE :text ESCAPE '!' OR read_as LIKE :text ESCAPE '!')"),
        (bool(wanted.conversation), "conversation_id = :conversation"),
        (wanted.among is not None, _IS_IN.format(name="among")),
    ]
    parameters = {
        "kind": wanted.kind and wanted.kind.value,
        "document": wanted.document,
        "rule": wanted.rule,
        "verdict": wanted.verdict and wanted.verdict.value,
        "unjudged_by": wanted.unjudged_by,
        "thumb": wanted.thumb and wanted.thumb.value,
        "since": wanted.since and wanted.since.isoformat(),
        "until": until,
        "text": f"%{_literal(wanted.text)}%",
        "conversation": wanted.conversation,
        "among": json.dumps(sorted(wanted.among or ())),
    }
    return " AND ".join(["1", *(sql for given, sql in conditions if given)]), parameters


def order_by(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """The order with its limit, and its parameters."""
    parameters: dict[str, Any] = {"limit": max(0, wanted.limit), "offset": max(0, wanted.offset)}
    order = "at DESC, number DESC"
    if wanted.order is Order.WORST:
        concern = "concern"
        if wanted.edited:
            concern = f"concern + {EDITED} * {_IS_IN.format(name='edited')}"
            parameters["edited"] = json.dumps(sorted(wanted.edited))
        order = f"{concern} DESC, {order}"
        if wanted.changed:
            order = f"{_IS_IN.format(name='changed')} DESC, {order}"
            parameters["changed"] = json.dumps(sorted(wanted.changed))
    return f"{order} LIMIT :limit OFFSET :offset", parameters


def _literal(text: str) -> str:
    """`text` with nothing in it that LIKE would read as a pattern."""
    return storable(text).replace("!", "!!").replace("%", "!%").replace("_", "!_")
