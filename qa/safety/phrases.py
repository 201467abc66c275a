"""The language in which rules say what to look for, readable without knowing regular expressions.

    (cant|cannot|unable to) (pee|wee|pass water)     one of several words or phrases
    my [left|right] leg                              may be there or not
    numb*                                            any ending: numb, numbness
    chills ... injection                             up to five words between, in one sentence

Commas never matter. Write small letters, no apostrophes ("cant"). A phrase is found in a text that
`plain` made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.errors import SettingsError

_TOKEN = re.compile(r"\s*(?:(\.\.\.)|\(([^()\[\]]*)\)|\[([^()\[\]]*)\]|([a-z0-9.*]+))")
_GAP = r"(?:,? [^ .,?]+){0,5}?,? "
_BETWEEN = r",? "
_DENIALS = frozenset("no not nor never without isnt arent wasnt werent hasnt havent".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of the language, ready to be looked for."""

    text: str
    pattern: re.Pattern[str]
    own: frozenset[str]

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Where it stands in a plain text, save where a denial stands in one of its gaps."""
        for match in self.pattern.finditer(text):
            words = set(match.group().replace(",", "").split())
            if not (words & _DENIALS) - self.own:
                yield match


def compile_phrase(phrase: str) -> Phrase:
    """What finds `phrase` in a plain text.

    Raises:
        SettingsError: it is not in the language above.
    """
    found, separator, needed = "", "", False
    at = 0
    while at < len(phrase.rstrip()):
        token = _TOKEN.match(phrase, at)
        if token is None:
            raise SettingsError(
                f"the phrase {phrase!r} cannot be read from {phrase[at : at + 15]!r} on; expected "
                "words, (this|that), [perhaps], numb* or ..."
            )
        at = token.end()
        gap, either, perhaps, word = token.groups()
        if gap:
            separator = _GAP
        elif perhaps is not None and not needed:
            found += f"(?:{_either(perhaps, phrase)}{_BETWEEN})?"
        elif perhaps is not None:
            found += f"(?:{separator}{_either(perhaps, phrase)})?"
        else:
            found += separator + (_word(word) if either is None else _either(either, phrase))
            separator, needed = _BETWEEN, True
    if not needed:
        raise SettingsError(f"the phrase {phrase!r} would be found anywhere; give it a word")
    pattern = re.compile(rf"(?<![a-z0-9]){found}(?![a-z0-9])")
    return Phrase(phrase, pattern, frozenset(re.findall(r"[a-z0-9]+", phrase)))


def alternatives(phrase: str) -> list[str]:
    """`phrase` once for each of its alternatives, that alternative taken away.

    What a test takes to see whether every alternative is needed by an example.
    """
    found = []
    for match in re.finditer(r"[(\[]([^()\[\]]*\|[^()\[\]]*)[)\]]", phrase):
        options = match[1].split("|")
        for at in range(len(options)):
            kept = "|".join(options[:at] + options[at + 1 :])
            found.append(phrase[: match.start(1)] + kept + phrase[match.end(1) :])
    return found


def words_of(phrase: str) -> set[str]:
    """Every whole word that stands in `phrase`."""
    return {word for word in re.findall(r"[a-z0-9]+\*?", phrase) if not word.endswith("*")}


def _either(options: str, phrase: str) -> str:
    texts = [option.strip() for option in options.split("|")]
    if not all(texts):
        raise SettingsError(f"the phrase {phrase!r} has an empty alternative")
    spelt = (_BETWEEN.join(_word(word) for word in text.split()) for text in texts)
    return f"(?:{'|'.join(spelt)})"


def _word(word: str) -> str:
    if not re.fullmatch(r"[a-z0-9.]+\*?", word):
        raise SettingsError(f"{word!r} is no word of a phrase: write small letters, no apostrophes")
    return re.escape(word.removesuffix("*")) + ("[a-z]*" if word.endswith("*") else "")
