"""Which words are names: what a list holds (names.toml), or what nobody would write as a word."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from qa.records.traces.ordinary import (
    goes_with_a_name,
    is_ordinary,
    looks_like_a_word,
    tells_a_state,
)

NAMES = Path(__file__).parent / "names.toml"
_CONTRACTED = re.compile(r"['’](?:m|s|d|t|ve|ll|re)$")


@cache
def lists() -> dict[str, frozenset[str]]:
    """The lists of names.toml by their key, in small letters."""
    data = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    return {key: frozenset(value.split()) for key, value in data.items()}


def is_never(word: str) -> bool:
    """Whether `word` is no name wherever it stands; "Will" may be one, "will" and "I've" not."""
    low = _CONTRACTED.sub("", word.lower())
    return low in lists()["never"] and not (is_capital(word) and low in lists()["also_words"])


def is_listed(word: str) -> bool:
    """Whether a list holds a name; one that is a word too counts with a capital letter alone."""
    low = word.lower()
    head, _, rest = low.partition("-")  # "Mary-Jane", not "SAM-e"
    names = {low, head} if len(rest) > 1 else {low}
    return not names.isdisjoint(lists()["first"]) or (
        is_capital(word)
        and not (names.isdisjoint(lists()["also_words"]) and names.isdisjoint(lists()["last"]))
    )


def is_name(word: str) -> bool:
    """Whether a list holds it, or it has a capital letter and is no word that patients write."""
    if is_listed(word) or is_foreign(word):
        return True
    return is_capital(word) and (
        word.lower() in lists()["surnames"] or not tells_a_state(word.lower())
    )


def is_own_name(word: str, listed: bool = False) -> bool:
    """Whether somebody who says "I'm" before it tells a name, in small letters too.

    `listed` where a list must hold it, because it may be an abbreviation.
    """
    low = word.lower()
    if is_name(word) or low in lists()["last"]:
        return True
    if low in lists()["also_words"]:
        return low not in lists()["said_of_oneself"]
    return not (listed or is_capital(word) or is_ordinary(low) or looks_like_a_word(low))


def is_more_of_a_name(word: str, sure: bool) -> bool:
    """Whether `word` behind a name is a part of it; `sure` where nothing but a name fits there."""
    low = word.lower()
    if is_never(word):
        return False
    if is_capital(word) or is_foreign(word):
        return True
    parts = lists()["first"], lists()["last"], lists()["particles"]
    return any(low in names for names in parts) or goes_with_a_name(low, sure)


def is_capital(word: str) -> bool:
    """A capital letter and small ones; all capitals tell nothing, but a lone one is an initial."""
    return word[0].isupper() and not (len(word) > 1 and word.isupper())


def is_foreign(word: str) -> bool:
    """Whether `word` is in another script than Latin: who asks in English writes a name so."""
    return not word.isascii() and not unicodedata.name(word[0], "LATIN").startswith("LATIN")


def has_another_meaning(low: str) -> bool:
    """Whether a name in small letters may be an ordinary word."""
    return low in lists()["also_words"] or (low not in lists()["first"] and is_ordinary(low))
