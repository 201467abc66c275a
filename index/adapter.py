"""A trained lens over the default encoder: question and sentence vectors moved towards each other.

q' = normalise(q + q Wq), t' = normalise(t + t Wt), t being 0.7 × the unit's own vector + 0.3 × its
vector with title and headings, scaled to length 1. Two small matrices, trained by
`python -m eval train` so that a patient's phrasing comes near the sentence that answers it.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import DEFAULT_WEIGHTS_SHA256, Encoder, Vectors
from index.errors import EncoderError

WEIGHTS = Path(__file__).parent / "weights" / "adapter.safetensors"
PLAIN_SHARE = 0.7
"""How much of a unit's own vector goes into t; chosen on the development questions."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """Both matrices, each of shape (dimension, dimension), float32."""

    question: Vectors
    text: Vectors

    def questions(self, vectors: Vectors) -> Vectors:
        """Unit rows of shape (n, dimension) moved; still unit rows."""
        return _unit_rows(vectors + vectors @ self.question)

    def texts(self, plain: Vectors, context: Vectors) -> Vectors:
        """Units moved, from their own vectors and those with context, each (n, dimension)."""
        mixed = _unit_rows(PLAIN_SHARE * plain + (1 - PLAIN_SHARE) * context)
        return _unit_rows(mixed + mixed @ self.text)


def load_adapter(encoder: Encoder, path: Path = WEIGHTS) -> Adapter:
    """The trained adapter of the default encoder; for any other encoder one that moves nothing.

    Raises:
        EncoderError: the weights are missing or of another dimension.
    """
    size = encoder.dimension
    if encoder.weights_sha256 != DEFAULT_WEIGHTS_SHA256:
        return Adapter(np.zeros((size, size), np.float32), np.zeros((size, size), np.float32))
    from safetensors.numpy import load_file

    if not path.is_file():
        raise EncoderError(f"{path.name} is missing; restore it, or run `python -m eval train`")
    found = {key: value.astype(np.float32) for key, value in load_file(str(path)).items()}
    if any(found[key].shape != (size, size) for key in ("question", "text")):
        raise EncoderError(f"{path.name} does not fit an encoder of dimension {size}")
    return Adapter(found["question"], found["text"])


def _unit_rows(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
    return result
