"""Taking out of a text who wrote it, before anything is kept.

It finds what has a form (an address, a number, a date) and what is introduced as a name. It cannot
find everything: a name without any sign of one stays. So what is kept is still a patient's.
"""

import re

from qa.records.traces.contacts import MAIL, PAGES, TELEPHONES
from qa.records.traces.dates import DATES
from qa.records.traces.form import replaced
from qa.records.traces.names import without_names
from qa.records.traces.numbers import KEYS, LONG
from qa.records.traces.places import PLACES

HIDDEN = "[hidden]"
_TRACES = (*PAGES, *MAIL, *DATES, *KEYS, *PLACES, *TELEPHONES, *LONG)
_WORD = re.compile(r"\w+")
_ROUNDS = 3


def redact(text: str) -> str:
    """`text` with a word in brackets in place of whatever tells who somebody is.

    These are [name], [email], [telephone], [date], [number], [address] and [postcode]. Redacting
    again changes nothing.
    """
    for _ in range(_ROUNDS):  # what is taken out can bring two pieces of another trace together
        before, text = text, without_names(replaced(text, _TRACES))
        if text == before:
            break
    return text


def redact_reading(reading: str, said: tuple[str, ...]) -> str:
    """How a question was read, without what `redact` takes out of it or of what was `said`.

    A reading carries words of earlier questions without what introduced them there.
    """
    kept = [redact(text) for text in said]
    words = {word.casefold() for text in said for word in _WORD.findall(text)}
    hidden = words - {word.casefold() for text in kept for word in _WORD.findall(text)}
    return _WORD.sub(
        lambda match: HIDDEN if match[0].casefold() in hidden else match[0], redact(reading)
    )
