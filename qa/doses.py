"""Doses: a figure is quoted whole, with its units, and never without who decides.

Nothing here reckons: the figures that a patient sees are those of a quoted span.
"""

import re
from collections.abc import Iterable

from corpus.model import Document, Span, Unit
from qa.outcome import Quote

_FIGURE = re.compile(
    r"\d\s*(?:mg|mcg|µg|μg|milligrams?|micrograms?|ml|millilit(?:er|re)s?|grams?|g|iu|units?|"
    r"tablets?|pills?|capsules?|drops?|puffs?|patch(?:es)?|teaspoons?)\b",
    re.IGNORECASE,
)
_WHO = (
    r"(?:care team|doctors?|physicians?|pharmacists?|prescribers?|nurses?|clinicians?"
    r"|specialists?|GP)"
)
_DECIDES = re.compile(
    rf"\b{_WHO}\b[^.|]*\b(?:decides?|sets?|chooses?|prescribes?|tells? you|adjusts?)\b"
    rf"|\b(?:decided|set|chosen|prescribed|directed|adjusted) by\b[^.|]*\b{_WHO}\b"
    rf"|\b(?:ask|talk to|speak to|consult|check with)\b[^.|]*\b{_WHO}\b",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\b(?:doses?|dosage|dosing|how much)\b", re.IGNORECASE)


def tells_a_dose(text: str) -> bool:
    """Whether `text` holds an amount of medicine."""
    return _FIGURE.search(text) is not None


def says_who_decides(text: str) -> bool:
    """Whether `text` says that a person who treats decides."""
    return _DECIDES.search(text) is not None


def lacks_who_decides(quotes: Iterable[Quote]) -> bool:
    """Whether a dose is quoted and no quote says who decides."""
    texts = [quote.text for quote in quotes]
    return any(map(tells_a_dose, texts)) and not any(map(says_who_decides, texts))


def deciding_unit(document: Document, near: Span) -> Unit | None:
    """The sentence of `document` that says who decides about doses, nearest to `near`."""
    found = [
        unit
        for unit in document.units
        if (text := document.slice(unit.spans))
        and says_who_decides(text)
        and _DOSE.search(text)
        and not tells_a_dose(text)
    ]
    return min(found, key=lambda unit: abs(unit.focus[0] - near[0]), default=None)
