"""Words in common: BM25 with stemming. The one file that imports bm25s and Stemmer."""

import json
import logging
import re
import threading
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.errors import IndexDamaged

logging.getLogger("bm25s").setLevel(logging.WARNING)

_STEMMER = Stemmer.Stemmer("english")
_STEMMER_LOCK = threading.Lock()  # PyStemmer objects are not thread-safe
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")

STOPWORDS = frozenset(
    """a about after all am an and any are as at be because been being but by can cant could did do
    does dont during for from get getting give gives got had has have having he her him his how i if
    im in into is it its ive just know like may me mean might much my no not of off on or our out
    should since so some tell than that the their them then there these they this to too up us very
    was we were what when where which while who why will with would you your""".split()
)


def terms(text: str) -> list[str]:
    """Stems of the words of `text` in order, without stop words; digits stay as they are."""
    words = [w for w in _WORD.findall(text.lower().replace("’", "'")) if w not in STOPWORDS]
    with _STEMMER_LOCK:
        return list(_STEMMER.stemWords(words))


class LexicalIndex:
    """BM25 (Lucene's form, k1 = 0.9, b = 0.4) over short texts.

    Source: Robertson & Zaragoza (2009); the parameters are those of Anserini for passages. Trap:
    scores have no upper bound and depend on the query's length; scale before mixing them.
    """

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model = model
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index `texts`; at least one must hold a word."""
        model = bm25s.BM25(k1=0.9, b=0.4, method="lucene")
        tokens = [terms(text) for text in texts]
        if not any(tokens):
            tokens[0] = ["\0"]
        model.index(tokens, show_progress=False)
        return cls(model, len(texts))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read an index from its folder. Raises IndexDamaged."""
        try:
            model = bm25s.BM25.load(folder, show_progress=False)
            size = int(json.loads((folder / "params.index.json").read_text())["num_docs"])
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(
                f"{folder.name}/ is not a BM25 index; run `python -m index build`"
            ) from error
        return cls(model, size)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, without pickle."""
        self._model.save(folder, show_progress=False)

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every text, shape (n,); zero where no word is shared."""
        vocabulary = self._model.vocab_dict
        known = [term for term in dict.fromkeys(terms(question)) if term in vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        found: NDArray[np.float32] = self._model.get_scores(known)
        return found
