"""Which words are ordinary: patients use them in the phrasings beside the articles.

A dictionary is no help with a capital letter, because it holds names too. In small letters it is,
and so is a word that looks like one: a slip, or a word with something before it.
"""

import re
from collections import Counter
from functools import cache
from itertools import groupby
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.drugs import is_drug
from corpus.loading import ARTICLES
from qa.vocabulary import is_word

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")
"""A word in any script, with what apostrophes and hyphens join to it."""

_STATE = re.compile(
    r"\b(?:i['’]?m|i am|feel|feels|feeling|felt|get|getting|so|very|bit|too|really|is|was|been)"
    r" ([a-z]+)|\b([a-z]{3,}(?:ed|ing|ic|al|ous|ful|less|able|ible|ive|ish|ant|ent|ary|ly))\b"
)
_MEDICAL = re.compile(
    r".{2}(?:ectomy|otomy|ostomy|plasty|itis|osis|algia|opathy|scopy|ology|pausal|partum|natal|genic"
    r"|phobic|static|tonic|a?emic|gram|iac|bound|ised|ized|ated|ous|full?|less|able|ible|lysis)$"
)
_ADJECTIVE = re.compile(
    r".(?:ed|ing|ly|ic|al|ous|ful|less|able|ible|ive|ish|ary|ian|an|ent|ant|y|ar|ese)$"
)
_PREFIX = re.compile(r"^(?:hyper|hypo|peri|post|pre|anti|immuno|over|under|un|non|neuro)")
_INFLECTED = re.compile(r"..(?:ed|ing|ly|ous|ful|less|able|ible|ive|ic|ish)$")
_LONG = 7  # letters from which on a slip of any word, not only of a state, is told from a name


def is_ordinary(low: str) -> bool:
    """Whether patients write `low`, in small letters, when they ask."""
    return low in _patients_words()[0]


def goes_with_a_name(low: str, sure: bool) -> bool:
    """Whether `low` behind a name is a part of it; `sure` where nothing but a name fits there."""
    if is_ordinary(low) or is_drug(low) or _MEDICAL.search(low):
        return False
    return not is_word(low) or (sure and not _INFLECTED.search(low))


def tells_a_state(low: str) -> bool:
    """Whether one part of `low` is a word that may stand behind "I'm" with a capital letter."""
    parts = [part for part in re.split("[-'’]", low) if len(part) > 1]
    return is_drug(low) or any(
        is_ordinary(part)
        or _MEDICAL.search(part)
        or (_ADJECTIVE.search(part) and (is_word(part) or _is_slip(part)))
        for part in parts
    )


def looks_like_a_word(low: str) -> bool:
    """Whether `low`, which no list holds, is a word, an abbreviation, or a slip of a word."""
    parts = re.split("[-'’]", low)
    return (
        len(low) < 3
        or not re.search("[aeiouyà-ÿ]", low)
        or is_drug(low)
        or any(_is_formed(part) or _MEDICAL.search(part) for part in parts)
        or _is_slip(low)
    )


def _is_formed(low: str) -> bool:
    """Whether `low` is a word, or one with something before it ("hypermobile") or "g" left off."""
    forms = (low, _PREFIX.sub("", low), low + "g" if low.endswith("in") else low)
    return any(is_ordinary(form) or is_word(form) for form in forms)


def _is_slip(low: str) -> bool:
    """Whether `low` is near a word that tells how somebody is; a long one, near any word.

    Slips leave the first letter as it is. Nothing is remembered of `low`: it may be a name.
    """
    near = 1 if len(low) <= _LONG + 1 else 2
    states = _patients_words()[1].get(low[:1], ())
    if process.extractOne(low, states, scorer=OSA.distance, score_cutoff=near):
        return True
    return len(low) >= _LONG and any(is_word(other) for other in _one_letter_off(low))


def _one_letter_off(low: str) -> set[str]:
    cuts = [(low[:at], low[at:]) for at in range(1, len(low) + 1)]
    return {
        *(left + right[1:] for left, right in cuts),
        *(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
        *(left + sign + right[1:] for left, right in cuts for sign in ascii_lowercase),
        *(left + sign + right for left, right in cuts for sign in ascii_lowercase),
    }


@cache
def _patients_words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """All words of the shipped phrasings; by first letter those that tell how somebody is.

    What stands there once and in no dictionary is a slip.
    """
    files = sorted(ARTICLES.glob("*.jsonl"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files).lower()
    counts = Counter(WORD.findall(text))
    words = frozenset(word for word, times in counts.items() if times > 1 or is_word(word))
    states = {word for found in _STATE.findall(text) for word in found} & words
    return words, {
        first: tuple(same) for first, same in groupby(sorted(states), lambda word: word[0])
    }
