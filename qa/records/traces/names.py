"""Names of people: behind words that introduce one, and again wherever they come back.

Behind "my name is" anything is a name. Behind "I'm" it is what a list holds (names.toml), or what
has a capital letter and is no word that people write: "im john", "I'm Oisín", not "I'm worried".
Behind "this is" or "my wife", where a medicine may follow, it is what a list holds.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from corpus.drugs import is_drug
from corpus.model import Span
from qa.vocabulary import is_word

NAMES = Path(__file__).parent / "names.toml"
_MOST_WORDS = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")
_NEXT = re.compile(r"(?:\.?[ \t]{1,2}|-)(?=[^\W\d_])")
_RELATION = (
    "husband|wife|son|daughter|mother|mum|mom|mam|father|dad|sister|brother|partner|fianc[eé]e?"
    "|boyfriend|girlfriend|friend|neighbou?r|gran|grandma|grandad|grandpa|aunt|uncle|cousin|carer"
    "|doctor|surgeon|nurse|gp|consultant|physio|physiotherapist|therapist|acupuncturist"
    "|anesthesiologist|anaesthetist|midwife|chiropractor|osteopath"
)
_SURE = re.compile(
    r"\b(?:(?:my|his|her|their|our|patient(?:['’]s)?|full|first|last|middle|family|maiden|second)\s"
    r"(?:(?:full|first|last|middle|family|maiden)\s)?(?:sur)?name(?:\sis|['’]?s|\swas|\s?[:=])"
    r"|(?<!brand\s)(?<!drug\s)(?<!trade\s)\b(?:sur)?name\s?[:=])\s{0,3}",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"\b(?:(?:i['’]?\s?m|i\sam|(?:he|she)['’]s|(?:{_RELATION})\sis)(?:\s(?:called|named))?"
    r"|(?:call|it['’]s)\sme|(?:kind\s)?regards|sincerely|thanks|thank\syou|cheers|best\swishes"
    r"),?!?\s{1,3}",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    rf"\b(?:this\sis|called|named|signed|name\sis|here\sis|(?:{_RELATION}),?)\s{{1,3}}",
    re.IGNORECASE,
)
_TITLE = re.compile(
    # Not MS Contin.
    r"\b(?!(?-i:MS))(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|nurse|sister|sir|dame|rev|father)\.?\s{1,2}",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z][a-z]+(?=\s[A-Z])")
_PARTICLES = frozenset(
    "van von der den de del della di da la le bin binti ibn al el abu mac mc st o".split()
)
_NEVER = frozenset(
    """a about after again ago all alone also always am an and any anonymous are as at awake away
    back be because been before being but by called can cannot confidential could did do
    does doing down even ever feeling fine for from get getting given going good had has
    have having he hello help her here hi him his home how i if ill im in is it its just
    last later like lost me my myself name near never new no nobody none normal not now of
    off ok okay old on only or our out over pain private please really right said same
    secret she should since sick so some sore sorry spelled spelt still such sure taking
    tell thank thanks that the their them then there these they this those tired to today
    tomorrow tonight too unable under up us used very was we well were what when where which
    while who why will with withheld without worse worried would yes yesterday yet you your
    jackson-pratt""".split()
)


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    return {key: frozenset(value.split()) for key, value in data.items()}


def without_names(text: str) -> str:
    """`text` with "[name]" in place of each name that it introduces, there and elsewhere."""
    found = sorted(set(_found(text)))
    if not found:
        return text
    taken = bytearray(len(text))
    for start, end in found:
        taken[start:end] = b"\x01" * (end - start)
    known = {
        word.lower()
        for start, end in found
        for word in _WORD.findall(text[start:end])
        if len(word) > 2 and word.lower() not in _NEVER | _PARTICLES
    }
    for match in _WORD.finditer(text):
        word = _without_s(match[0])
        if word.lower() in known and (_is_capital(word) or not _has_another_meaning(word.lower())):
            taken[match.start() : match.start() + len(word)] = b"\x01" * len(word)
    return re.sub(r"\[name\](?:[ \t-]\[name\])+", "[name]", _written(text, taken))


def _written(text: str, taken: bytearray) -> str:
    parts, at = [], 0
    for match in re.finditer(rb"\x01+", taken):
        parts += [text[at : match.start()], "[name]"]
        at = match.end()
    return "".join([*parts, text[at:]])


def _found(text: str) -> Iterator[Span]:
    for match in _SURE.finditer(text):
        yield from _name_at(text, match.end(), lambda word: _is_name(word) or not is_drug(word))
    for match in _LIKELY.finditer(text):
        yield from _name_at(text, match.end(), _is_name)
    for match in _PERHAPS.finditer(text):
        yield from _name_at(text, match.end(), _is_listed)
    for match in _TITLE.finditer(text):
        yield from _name_at(text, match.end(), lambda word: _is_capital(word) and _is_name(word))
    for match in _CAPITALS.finditer(text):
        last = _WORD.match(text, match.end() + 1)
        if last and match[0].lower() in _lists()["first"] and last[0].lower() in _lists()["last"]:
            yield match.start(), last.end()


def _name_at(text: str, at: int, is_name: Callable[[str], bool]) -> Iterator[Span]:
    """The name that starts at `at`, if one does."""
    first = _WORD.match(text, at)
    if first is None:
        return
    word = _without_s(first[0])
    if word.lower() in _NEVER or not is_name(word):
        return
    end = at + len(word)
    for _ in range(_MOST_WORDS - 1):
        gap = _NEXT.match(text, end)
        following = gap and _WORD.match(text, gap.end())
        if not gap or not following or not _goes_on(_without_s(following[0])):
            break
        end = gap.end() + len(_without_s(following[0]))
    yield at, end


def _goes_on(word: str) -> bool:
    """Whether a word behind a name is a part of it."""
    low, lists = word.lower(), _lists()
    if low in _NEVER:
        return False
    return _is_capital(word) or low in lists["first"] or low in lists["last"] or low in _PARTICLES


def _is_listed(word: str) -> bool:
    """Whether a list holds a name; one that is a word too counts with a capital letter alone."""
    low, lists = word.lower(), _lists()
    return low in lists["first"] or (
        _is_capital(word) and (low in lists["also_words"] or low in lists["last"])
    )


def _is_name(word: str) -> bool:
    """Whether a list holds it, or it has a capital letter and is no word that people write."""
    if _is_listed(word):
        return True
    low = word.lower()
    parts = re.split("[-'’]", low)
    return _is_capital(word) and not is_drug(low) and not any(is_word(part) for part in parts)


def _is_capital(word: str) -> bool:
    """A capital letter and small ones; all capitals tell nothing, but a lone one is an initial."""
    return word[0].isupper() and not (len(word) > 1 and word.isupper())


def _has_another_meaning(low: str) -> bool:
    """Whether a name in small letters may be an ordinary word."""
    return low not in _lists()["first"] and low not in _lists()["last"] and is_word(low)


def _without_s(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")
