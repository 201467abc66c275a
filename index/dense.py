"""Nearest vectors by inner product. The one file that imports faiss."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors, check_vectors
from index.errors import IndexDamaged

FLAT_UP_TO = 50_000
"""Exact search is under a millisecond per thousand vectors here; past this HNSW pays."""


class DenseIndex:
    """An immutable FAISS index; a change is a new one. Searching is safe from many threads."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "DenseIndex":
        """Index unit rows of shape (n, dimension): flat, or HNSW over 8-bit codes for many."""
        check_vectors(vectors)
        dimension = vectors.shape[1]
        if len(vectors) <= FLAT_UP_TO:
            index: faiss.Index = faiss.IndexFlatIP(dimension)
        else:
            codes = faiss.ScalarQuantizer.QT_8bit
            graph = faiss.IndexHNSWSQ(
                dimension,
                codes,  # type: ignore[arg-type]  # FAISS's stub errs: it takes the enum
                32,
                faiss.METRIC_INNER_PRODUCT,
            )
            graph.hnsw.efConstruction = 80
            graph.hnsw.efSearch = 128
            graph.train(vectors)
            index = graph
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Read an index file. Raises IndexDamaged."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path.name} is not a FAISS index; run `python -m index build`"
            ) from error

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and cosines, both (k,), best first, for one query of shape (1, dimension).

        k is at most `limit` and at most the size of the index.
        """
        check_vectors(query, int(self._index.d))
        scores, rows = self._index.search(query, max(1, min(limit, len(self))))
        found = rows[0] >= 0
        return rows[0][found].astype(np.int64), scores[0][found].astype(np.float32)
