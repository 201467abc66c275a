"""What the patterns share. They read a text in plain signs (`plain`)."""

import re
from collections.abc import Callable, Iterable

from qa.records.traces.plain import plainly

Instead = str | Callable[[re.Match[str]], str]
"""What is written in place of what a pattern finds (as `re.sub` takes it)."""

Trace = tuple[re.Pattern[str], Instead]
"""A pattern, and what is written instead; what both begin with stays as it was typed."""

_UNIT_NAMES = (
    "mg mcg µg μg ug g kg ml dl l cm mm km m iu units? steps? calories kcal kj cells? platelets? "
    "percent hours? hrs? h minutes? mins? seconds? secs? days? weeks? wks? months? years? yrs? "
    "times bpm mmhg lbs? pounds? dollars? euros? people patients women men"
)
NO_UNIT = rf"(?!\s?(?:%|(?i:{_UNIT_NAMES.replace(' ', '|')})\b))"
"""No amount: 100000 IU, 12 weeks and 10000 steps are no one's."""

NUMBER_WORD = r"(?:\s?(?:number|numbers|no|num|nr|id|code)\b\.?|\s?#)"
IS = r"(?:\s?(?:is|was|:|=|-|,)){0,2}\s{0,3}"


def trace(pattern: str, instead: Instead) -> Trace:
    """A trace whose letters may be small or capital."""
    return re.compile(pattern, re.IGNORECASE), instead


def replaced(text: str, traces: Iterable[Trace]) -> str:
    """`text` with each trace taken out; each reads what the ones before it have left."""
    for pattern, instead in traces:
        text = _without(text, pattern, instead)
    return text


def _without(text: str, pattern: re.Pattern[str], instead: Instead) -> str:
    parts, at = [], 0
    for match in pattern.finditer(plainly(text)):
        new = match.expand(instead) if isinstance(instead, str) else instead(match)
        if new != match[0]:
            kept = _alike(match[0], new)
            parts += [text[at : match.start() + kept], new[kept:]]
            at = match.end()
    return "".join([*parts, text[at:]])


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
