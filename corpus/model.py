"""The values that every other room speaks in. All are frozen; offsets count characters."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

Span = tuple[int, int]
"""Half-open [start, end) character offsets into `Document.text`."""

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Source:
    """A published article that the facts of a document come from."""

    title: str
    publisher: str = NOT_STATED
    author: str = NOT_STATED
    date: str = NOT_STATED


@dataclass(frozen=True, slots=True)
class Section:
    """The text that stands directly under one heading; `heading_path` runs from outer to inner.

    `[start, end)` begins after the heading's own line and stops before the next heading.
    """

    heading_path: tuple[str, ...]
    start: int
    end: int

    @property
    def heading(self) -> str:
        """The innermost heading; empty for text before the first one."""
        return self.heading_path[-1] if self.heading_path else ""


class UnitKind(Enum):
    """What a unit is made of."""

    SENTENCE = "sentence"
    ITEM = "item"
    LIST = "list"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that may be quoted: whole sentences, whole items or whole rows.

    `spans` are in text order. An item or a list carries its lead-in, a row its header.
    `focus` is the span that is this unit's own (the item without its lead-in).
    """

    kind: UnitKind
    spans: tuple[Span, ...]
    section: int

    @property
    def focus(self) -> Span:
        """The last span: the sentence, item, list or row itself."""
        return self.spans[-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrasing under which patients ask for the unit of that number."""

    unit: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as loaded. `text` is canonical: every span counts in it, nothing rewrites it."""

    id: str
    title: str
    topic: str
    text: str
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    sources: tuple[Source, ...]
    sha256: str
    written_on: date | None = None
    checked_on: date | None = None
    review_due: date | None = None
    clinical_review: str = "none"
    asked: tuple[Asked, ...] = ()

    def slice(self, spans: tuple[Span, ...]) -> str:
        """The text of `spans`, each exactly as it stands, one below the other."""
        return "\n".join(self.text[start:end] for start, end in spans)

    def section_at(self, offset: int) -> int:
        """Index of the section that holds character `offset` (the nearest one before it)."""
        found = 0
        for number, section in enumerate(self.sections):
            if section.start <= offset:
                found = number
        return found


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section, the thing that the index finds."""

    document_id: str
    section: int
    start: int
    end: int
