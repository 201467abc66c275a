"""Documents to JSON lines and back, so that an index build carries the texts it quotes."""

import json
from datetime import date
from typing import Any

from corpus.model import Asked, Document, Section, Source, Unit, UnitKind


def to_json(document: Document) -> str:
    """One line of JSON."""
    return json.dumps(
        {
            "id": document.id,
            "title": document.title,
            "topic": document.topic,
            "text": document.text,
            "sections": [[list(s.heading_path), s.start, s.end] for s in document.sections],
            "units": [[u.kind.value, u.spans, u.section] for u in document.units],
            "sources": [[s.title, s.publisher, s.author, s.date] for s in document.sources],
            "sha256": document.sha256,
            "written_on": _iso(document.written_on),
            "checked_on": _iso(document.checked_on),
            "review_due": _iso(document.review_due),
            "clinical_review": document.clinical_review,
            "asked": [[a.unit, a.text] for a in document.asked],
        }
    )


def from_json(line: str) -> Document:
    """The document that `to_json` wrote."""
    data: dict[str, Any] = json.loads(line)
    return Document(
        id=data["id"],
        title=data["title"],
        topic=data["topic"],
        text=data["text"],
        sections=tuple(Section(tuple(path), start, end) for path, start, end in data["sections"]),
        units=tuple(
            Unit(UnitKind(kind), tuple((start, end) for start, end in spans), section)
            for kind, spans, section in data["units"]
        ),
        sources=tuple(Source(*entry) for entry in data["sources"]),
        sha256=data["sha256"],
        written_on=_day(data["written_on"]),
        checked_on=_day(data["checked_on"]),
        review_due=_day(data["review_due"]),
        clinical_review=data["clinical_review"],
        asked=tuple(Asked(unit, text) for unit, text in data["asked"]),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
