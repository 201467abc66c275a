"""What the patterns share."""

import re
from collections.abc import Callable, Iterable

Trace = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""A pattern, and what is written in place of what it finds (as `re.sub` takes it)."""

_UNIT_NAMES = (
    "mg mcg µg μg ug g kg ml dl l cm mm km m iu units? steps? calories kcal kj cells? platelets? "
    "percent hours? hrs? h minutes? mins? seconds? secs? days? weeks? wks? months? years? yrs? "
    "times bpm mmhg lbs? pounds? dollars? euros? people patients women men"
)
NO_UNIT = rf"(?!\s?(?:%|(?i:{_UNIT_NAMES.replace(' ', '|')})\b))"
"""No amount: 100000 IU, 12 weeks and 10000 steps are no one's."""

NUMBER_WORD = r"(?:\s?(?:number|numbers|no|num|nr|id|code)\b\.?|\s?#)"
IS = r"(?:\s?(?:is|was|:|=|-|,)){0,2}\s{0,3}"


def trace(pattern: str, instead: str | Callable[[re.Match[str]], str]) -> Trace:
    """A trace whose letters may be small or capital."""
    return re.compile(pattern, re.IGNORECASE), instead


def replaced(text: str, traces: Iterable[Trace]) -> str:
    """`text` with each trace taken out; each reads what the ones before it have left."""
    for pattern, instead in traces:
        text = pattern.sub(instead, text)
    return text
