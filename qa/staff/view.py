"""Which part of the queue somebody looks at, as a value and as an address.

Words to search for may be a patient's, so an address never holds them: they stay here in memory
under a random key, and the address holds the key.
"""

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from threading import Lock
from typing import TypeVar

from qa.records.filter import Order
from qa.records.judgement import Verdict
from qa.records.stored import Kind

MOST_SEARCHES = 200
MOST_SEARCH_CHARACTERS = 200
_E = TypeVar("_E", bound=Enum)


class Why(Enum):
    """Why an answer deserves a look.

    changed: quoted words are no longer in their article. edited: they are, and the article around
    them is another than it was.
    """

    DOWN = "down"
    CHANGED = "changed"
    ESCALATED = "escalated"
    ABSTAINED = "abstained"
    LOW = "low"
    TIE = "tie"
    EDITED = "edited"


class Judged(Enum):
    """By whom an answer is judged already: nobody at all, not by oneself, or no matter."""

    OPEN = "open"
    NOT_MINE = "mine"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class View:
    """What is listed. With `verdict`, what somebody holds that verdict of; `find` is a key."""

    order: Order = Order.WORST
    judged: Judged = Judged.OPEN
    verdict: Verdict | None = None
    why: Why | None = None
    kind: Kind | None = None
    document: str = ""
    since: date | None = None
    until: date | None = None
    find: str = ""

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> "View":
        """From the fields of an address or a form; what cannot be read is left out."""
        said = fields.get("judged", "")
        verdict = _member(Verdict, said)
        return cls(
            order=_member(Order, fields.get("order", "")) or Order.WORST,
            judged=Judged.ANY if verdict else _member(Judged, said) or Judged.OPEN,
            verdict=verdict,
            why=_member(Why, fields.get("why", "")),
            kind=_member(Kind, fields.get("kind", "")),
            document=fields.get("article", ""),
            since=_day(fields.get("since", "")),
            until=_day(fields.get("until", "")),
            find=fields.get("find", ""),
        )

    def fields(self) -> dict[str, str]:
        """What `read` reads, without what is as it is at the start."""
        judged = self.verdict.value if self.verdict else self.judged.value
        given = {
            "order": self.order.value,
            "judged": judged,
            "why": self.why.value if self.why else "",
            "kind": self.kind.value if self.kind else "",
            "article": self.document,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "find": self.find,
        }
        usual = {"order": Order.WORST.value, "judged": Judged.OPEN.value}
        return {key: value for key, value in given.items() if value and value != usual.get(key)}


class Searches:
    """Words that were searched for, by a random key; in memory alone, the oldest forgotten."""

    def __init__(self) -> None:
        """None yet."""
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def keep(self, text: str) -> str:
        """The key of `text`; empty for a blank one."""
        text = text.strip()[:MOST_SEARCH_CHARACTERS]
        if not text:
            return ""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._texts[key] = text
            while len(self._texts) > MOST_SEARCHES:
                self._texts.popitem(last=False)
        return key

    def text(self, key: str) -> str | None:
        """The words of a key; empty for no key, None for one that is forgotten."""
        with self._lock:
            return self._texts.get(key) if key else ""


def _member(kind: type[_E], value: str) -> _E | None:
    return next((member for member in kind if member.value == value), None)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
