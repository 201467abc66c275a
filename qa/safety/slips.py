"""Typing slips in a message, put right against the words that the rules look for."""

from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from qa.vocabulary import is_word

_SHORTEST = 4
_LONG = 8  # letters from which two slips are put right
_NOT_WORDS = frozenset(["cant", "wont", "dont", "isnt", "ive", "hes", "shes", "im", "theyre"])


class Slips:
    """Mends words that no dictionary has; safe to share between threads."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are those to aim at."""
        self._aims = sorted({word for word in words if len(word) >= _SHORTEST})
        self._known = {*self._aims, *_NOT_WORDS}

    def mend(self, text: str) -> str:
        """A plain text with each slip put right; everything else as it was."""
        return " ".join(self._mend_marked(word) for word in text.split(" "))

    def _mend_marked(self, word: str) -> str:
        bare = word.rstrip(".,?")
        return self._mend_word(bare) + word[len(bare) :]

    @cache  # noqa: B019  # lives as long as the rules do
    def _mend_word(self, word: str) -> str:
        if not _SHORTEST <= len(word) <= 20 or word in self._known or is_word(word):
            return word
        allowed = 2 if len(word) >= _LONG else 1
        near = [
            (distance, aim[0] != word[0], aim)
            for aim in self._aims
            if abs(len(aim) - len(word)) <= allowed
            and (distance := OSA.distance(word, aim, score_cutoff=allowed)) <= allowed
        ]
        return min(near)[2] if near else word
