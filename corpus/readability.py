"""How hard a text is to read."""

import re
from dataclasses import dataclass

_GROUP = re.compile(r"[aeiouy]+")
_HIATUS = re.compile(
    r"i[ao](?!u)(?<!tio)(?<!sio)(?<!cia)(?<!tia)|ua(?=[ltr])|ui(?=d)|eo(?!n\b|pl)|ea(?=$|s$)"
)
# An e that is not heard: "made", "used", "bruises" keeps one, "table" and "noted" keep theirs.
_SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=ll)e$|(?<![tdaeiouyl])ed$|(?<=[aeiouyl]l)ed$"
    r"|(?<![aeiouycgsxzhl])es$|(?<=[aeiouy]l)es$|(?<=[tk]h)es$|(?<=[aeou])es$|(?<=u)ed$"
    r"|e(?=(?:ness|ful|less|ment|ly)$)"
)


@dataclass(frozen=True, slots=True)
class Readability:
    """Counts over a list of sentences."""

    words: int
    sentences: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        """Mean sentence length in words; 0 without sentences."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """Flesch–Kincaid grade level: 0.39 words/sentence + 11.8 syllables/word − 15.59.

        Source: Kincaid et al. (1975), Research Branch Report 8-75. A US school grade. Trap: the
        formula sees lengths only; short words in a muddled order still score as easy.
        """
        if not self.words:
            return 0.0
        return 0.39 * self.words_per_sentence + 11.8 * self.syllables / self.words - 15.59


def measure(sentences: list[str]) -> Readability:
    """Readability of `sentences`; an item of a list counts as one."""
    words = [words_of(sentence) for sentence in sentences]
    words = [found for found in words if found]
    return Readability(
        words=sum(len(found) for found in words),
        sentences=len(words),
        syllables=sum(count_syllables(word) for found in words for word in found),
    )


def words_of(text: str) -> list[str]:
    """Words and numbers of `text`; "24–48" is two, "don't" one, "post-dural" one."""
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)


def count_syllables(word: str) -> int:
    """Syllables by groups of vowels, silent endings taken off; never under one.

    A rule of thumb, within one syllable of the dictionary for nearly all words; figures count one.
    """
    total = 0
    for part in re.sub(r"['’]", "", word.lower()).split("-"):
        if not part.isalpha():
            total += bool(part)
            continue
        stem = _SILENT.sub("", part)
        total += max(len(_GROUP.findall(stem)) + len(_HIATUS.findall(stem)), 1)
    return max(total, 1)
