"""Finding passages: dense and lexical scores fused, the same for a patient and for a benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Passage
from corpus.splitting import context_of, split_document
from index.adapter import Adapter, load_adapters
from index.dense import DenseIndex
from index.encoder import Encoder, Vectors
from index.errors import IndexError_
from index.lexical import LexicalIndex

DENSE, MOVED, TITLE, LEXICAL = 0.3, 0.3, 0.3, 0.1
"""fused = 0.3 × cosine + 0.3 × cosine through the adapter + 0.3 × cosine with the title
+ 0.1 × BM25 over the question's best: a convex combination, chosen on questions from MedQuAD's
training part. Fusing ranks did worse than dense search alone (docs/why.md)."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage's number with its fused score, cosine and scaled BM25."""

    row: int
    score: float
    dense: float
    lexical: float


class PassageFinder:
    """Scores every passage of a corpus for a question. Immutable; safe to share."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Vectors,
        titles: Vectors,
        dense: DenseIndex,
        lexical: LexicalIndex,
        adapter: Adapter,
    ) -> None:
        """Passages with their vectors and their documents' titles', each (n, dimension)."""
        self._adapter = adapter
        self._moved = adapter.text(np.asarray(vectors))
        self.passages = tuple(passages)
        self._vectors = vectors
        self._titles = titles
        self._dense = dense
        self._lexical = lexical

    @classmethod
    def build(
        cls, documents: Sequence[Document], encoder: Encoder, *, progress: bool = False
    ) -> "PassageFinder":
        """Split, encode and index documents in memory, nothing kept on disk.

        Raises:
            IndexError_: nothing in the documents can be quoted.
        """
        passages = [passage for document in documents for passage in split_document(document)]
        if not passages:
            raise IndexError_("nothing in these documents can be quoted")
        by_id = {document.id: document for document in documents}
        texts = [passage_text(by_id[p.document_id], p) for p in passages]
        vectors = encoder.encode(texts, progress=progress)
        number = {document.id: at for at, document in enumerate(documents)}
        titles = encoder.encode([document.title for document in documents], progress=progress)
        return cls(
            passages,
            vectors,
            titles[[number[p.document_id] for p in passages]],
            DenseIndex.build(vectors),
            LexicalIndex.build(texts),
            load_adapters(encoder).passages,
        )

    def find(self, query: Vectors, words: str, limit: int, also: Sequence[int] = ()) -> list[Found]:
        """The best `limit` passages, best first, then those numbered in `also`.

        `query` has shape (1, dimension); `words` is the question as searched by words.
        """
        rows, _ = self._dense.search(query, max(4 * limit, 100))
        moved: Floats = self._moved @ self._adapter.questions(query)[0]
        by_lens = np.argsort(-moved, kind="stable")[: max(4 * limit, 100)]
        lexical = scaled(self._lexical.scores(words))
        by_words = np.argsort(-lexical, kind="stable")[: max(4 * limit, 100)]
        extra = np.array(also, dtype=np.int64)
        pool = np.unique(np.concatenate([rows, by_lens, by_words[lexical[by_words] > 0], extra]))
        dense: Floats = np.asarray(self._vectors[pool]) @ query[0]
        title: Floats = np.asarray(self._titles[pool]) @ query[0]
        fused = DENSE * dense + MOVED * moved[pool] + TITLE * title + LEXICAL * lexical[pool]
        order = np.argsort(-fused, kind="stable")
        wanted = set(also)
        order = np.concatenate([order[:limit], [i for i in order[limit:] if pool[i] in wanted]])
        return [
            Found(int(pool[i]), float(fused[i]), float(dense[i]), float(lexical[pool[i]]))
            for i in order.astype(np.int64)
        ]


def passage_text(document: Document, passage: Passage) -> str:
    """What is encoded for a passage: title and headings, then its own words."""
    return f"{context_of(document, passage.section)}. {document.text[passage.start : passage.end]}"


def scaled(scores: Floats) -> Floats:
    """Scores over their best; zeros where there is none above 0."""
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0 else scores
