"""A small deterministic encoder without weights, for unit tests and dry runs."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.encoder import Vectors


class HashingEncoder:
    """Feature hashing of words and their stems into unit vectors; near texts share words."""

    def __init__(self, dimension: int = 64) -> None:
        self.name = f"hashing-{dimension}"
        self.dimension = dimension
        self.weights_sha256 = hashlib.sha256(self.name.encode()).hexdigest()

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, unit rows."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in ["", *re.findall(r"\w+", text.lower())]:
                digest = hashlib.sha256(word[:6].encode("utf-8", "surrogatepass")).digest()
                sign = 1.0 if digest[0] & 1 else -1.0
                weight = sign if word else 0.1
                vectors[row, int.from_bytes(digest[1:5], "big") % self.dimension] += weight
            if not vectors[row].any():
                vectors[row, 0] = 1.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
