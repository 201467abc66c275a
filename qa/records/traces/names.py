"""Names of people: behind words that introduce one, and again wherever they come back.

Behind "my name is" anything is a name. Behind "I'm" it is what a list holds (names.toml), what has
a capital letter and is no word that patients write, or what nobody writes as a word: "im john",
"I'm Oisín", "im oluwaseun", not "I'm worried". Behind "this is" or "my wife", where a medicine may
follow, it is what a list holds.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from corpus.drugs import is_drug
from corpus.model import Span
from qa.records.traces.introductions import LIKELY, OTHERS, OWN, PERHAPS, SURE, THIS, TITLE
from qa.records.traces.naming import (
    has_another_meaning,
    is_capital,
    is_listed,
    is_more_of_a_name,
    is_name,
    is_never,
    is_own_name,
    lists,
)
from qa.records.traces.ordinary import WORD
from qa.records.traces.plain import plainly

_MOST_WORDS = 5
# A stop ends "J." and "St.", not a name.
_NEXT = re.compile(r"(?:(?<!\w{3})\.[ \t]{1,2}|[ \t]{1,2}|-)(?=[^\W\d_])")
_TAKEN = re.compile(r"\[[a-z]+\]")
_CAPITALS = re.compile(r"\b[A-Z][a-z]+(?=\s[A-Z])")


def names_in(text: str) -> frozenset[str]:
    """Each word of the names that `text` introduces, in small letters."""
    plain = plainly(text)
    return _words_at(plain, _found(plain))


def without_names(text: str, known: Collection[str] = ()) -> str:
    """`text` with "[name]" in place of each name that it introduces, there and elsewhere.

    `known` are words of names that were introduced elsewhere (`names_in`).
    """
    plain = plainly(text)
    found = sorted(set(_found(plain)))
    known = {*known, *_words_at(plain, found)}
    if not known and not found:
        return text
    taken = bytearray(len(text))
    for start, end in found:
        taken[start:end] = b"\x01" * (end - start)
    for match in WORD.finditer(plain):
        if word := _known_in(match[0], known):
            taken[match.start() : match.start() + len(word)] = b"\x01" * len(word)
    return re.sub(r"\[name\](?:[ \t-]\[name\])+", "[name]", _written(text, taken))


def _words_at(plain: str, found: Iterable[Span]) -> frozenset[str]:
    words = (word for start, end in found for word in WORD.findall(plain[start:end]))
    small = frozenset(_without_s(word).lower() for word in words)
    no_names = lists()["never"] | lists()["particles"] | {"may"}
    return frozenset(word for word in small - no_names if len(word) > 2 or not word.isascii())


def _known_in(word: str, known: Collection[str]) -> str:
    """What of `word` is a name that is known: all, all but "'s", or nothing."""
    word = _without_s(word)
    low = word.lower()
    if low not in known and not any(part in known for part in re.split("[-']", low)):
        return ""
    return word if is_capital(word) or not has_another_meaning(low) else ""


def _written(text: str, taken: bytearray) -> str:
    parts, at = [], 0
    for match in re.finditer(rb"\x01+", taken):
        parts += [text[at : match.start()], "[name]"]
        at = match.end()
    return "".join([*parts, text[at:]])


def _found(text: str) -> Iterator[Span]:
    shouted = _TAKEN.sub("", text).isupper()

    def own(word: str) -> bool:
        return is_own_name(word, listed=word.isupper() and not shouted)

    for pattern, is_a_name, sure in (
        (SURE, _is_any_name, True),
        (OWN, own, True),
        (THIS, is_listed, True),
        (OTHERS, own, False),
        (LIKELY, is_name, False),
        (PERHAPS, is_listed, False),
        (TITLE, _is_titled, False),
    ):
        for match in pattern.finditer(text):
            yield from _name_at(text, match.end(), is_a_name, sure)
    for match in _CAPITALS.finditer(text):
        last = WORD.match(text, match.end() + 1)
        if last and match[0].lower() in lists()["first"] and last[0].lower() in lists()["last"]:
            yield match.start(), last.end()


def _is_any_name(word: str) -> bool:
    return is_name(word) or not is_drug(word)


def _is_titled(word: str) -> bool:
    return len(word) > 1 and is_capital(word) and is_name(word)  # not "doctor A"


def _name_at(text: str, at: int, is_a_name: Callable[[str], bool], sure: bool) -> Iterator[Span]:
    """The name that starts at `at`, if one does; `sure` where only more of a name may follow."""
    first = WORD.match(text, at)
    if first is None:
        return
    word = _without_s(first[0])
    if is_never(word) and not (sure and word.lower() == "will"):
        return
    if not is_a_name(word):
        return
    end = at + len(word)
    for _ in range(_MOST_WORDS - 1):
        gap = _NEXT.match(text, end)
        following = gap and WORD.match(text, gap.end())
        if not gap or not following or not is_more_of_a_name(_without_s(following[0]), sure):
            break
        end = gap.end() + len(_without_s(following[0]))
    yield at, end


def _without_s(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")
