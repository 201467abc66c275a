"""Taking out of a text who wrote it, before anything is kept.

It finds what has a form (an address, a number, a date) and what is introduced as a name. It cannot
find everything: a name without any sign of one stays. So what is kept is still a patient's.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from qa.records.traces.contacts import MAIL, PAGES
from qa.records.traces.dates import DATES
from qa.records.traces.form import replaced
from qa.records.traces.names import names_in, without_names
from qa.records.traces.naming import lists
from qa.records.traces.numbers import KEYS, LONG
from qa.records.traces.ordinary import is_ordinary
from qa.records.traces.plain import plainly, tidied
from qa.records.traces.postcodes import POSTCODES
from qa.records.traces.streets import STREETS
from qa.records.traces.telephones import TELEPHONES

HIDDEN = "[hidden]"
_TRACES = (*PAGES, *MAIL, *DATES, *KEYS, *STREETS, *POSTCODES, *TELEPHONES, *LONG)
_WORD = re.compile(r"\w+")
_ROUNDS = 5


def names_said(said: Iterable[str]) -> frozenset[str]:
    """The words of all names that the messages of a conversation introduce, in small letters."""
    return frozenset[str]().union(*(names_in(replaced(tidied(text), _TRACES)) for text in said))


def redact(text: str, names: Collection[str] = ()) -> str:
    """`text` with a word in brackets in place of whatever tells who somebody is.

    These are [name], [email], [telephone], [date], [number], [address] and [postcode]. `names` are
    words of names that other messages introduce (`names_said`). Signs that nobody sees go too, and
    a letter is written in one piece with its accent. Redacting again changes nothing.
    """
    text = tidied(text)
    for _ in range(_ROUNDS):  # what is taken out can bring two pieces of another trace together
        before, text = text, without_names(replaced(text, _TRACES), names)
        if text == before:
            break
    return text


def redact_reading(reading: str, said: Sequence[str], names: Collection[str] = ()) -> str:
    """How a question was read, without what `redact` takes out of it or of what was `said`.

    A reading carries words of earlier questions without what introduced them there. A word that is
    hidden in one message and stands in another stays if it tells nothing: the "back" of "12 Back
    Street", where the other asks about a back. `names` are words of names that messages before
    those introduce.
    """
    names = names_said(said).union(names)
    kept = [_words(redact(text, names)) for text in said]
    hidden = {word for text, left in zip(said, kept, strict=True) for word in _words(text) - left}
    hidden -= {word for left in kept for word in left if _tells_nothing(word)}
    return _WORD.sub(
        lambda match: HIDDEN if _folded(match[0]) in hidden else match[0],
        redact(reading, names),
    )


def _words(text: str) -> set[str]:
    return {_folded(word) for word in _WORD.findall(tidied(text))}


def _folded(word: str) -> str:
    return plainly(word).casefold()


def _tells_nothing(word: str) -> bool:
    if word.isdigit():
        return len(word) < 3
    return is_ordinary(word) and not any(word in lists()[key] for key in ("first", "last"))
