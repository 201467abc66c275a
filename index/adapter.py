"""A trained lens over the default encoder: question and sentence vectors moved towards each other.

v' = normalise(v + v W + relu(8 v A + a) B + b), with one set of matrices for questions and one for
texts; a text's v is 0.7 × the unit's own vector + 0.3 × its vector with title and headings, scaled
to length 1. Trained by `python -m eval train` so that a patient's phrasing comes near the sentence
that answers it, and near other phrasings of the same sentence.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import DEFAULT_WEIGHTS_SHA256, Encoder, Vectors
from index.errors import EncoderError

WEIGHTS = Path(__file__).parent / "weights" / "adapter.safetensors"
PLAIN_SHARE = 0.7
"""How much of a unit's own vector goes into v; chosen on the development questions."""

GAIN = 8.0
"""Unit rows of 384 numbers are small ones; this brings the hidden layer to about 1."""

PARTS = ("linear", "into", "into_bias", "out", "out_bias")


@dataclass(frozen=True, slots=True)
class Lens:
    """One side's matrices: W (d, d), A (d, h), a (h,), B (h, d), b (d,), float32."""

    linear: Vectors
    into: Vectors
    into_bias: Vectors
    out: Vectors
    out_bias: Vectors

    def __call__(self, vectors: Vectors) -> Vectors:
        """Unit rows of shape (n, d) moved; still unit rows."""
        if not self.linear.size:
            return vectors
        hidden = np.maximum(GAIN * vectors @ self.into + self.into_bias, 0)
        return unit_rows(vectors + vectors @ self.linear + hidden @ self.out + self.out_bias)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A lens for questions and one for texts."""

    questions: Lens
    text: Lens

    def texts(self, plain: Vectors, context: Vectors) -> Vectors:
        """Units moved, from their own vectors and those with context, each (n, dimension)."""
        return self.text(mixed(plain, context))


def mixed(plain: Vectors, context: Vectors) -> Vectors:
    """Unit rows of own vectors with a share of those with context, each (n, dimension)."""
    return unit_rows(PLAIN_SHARE * plain + (1 - PLAIN_SHARE) * context)


def unit_rows(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
    return result


def no_adapter() -> Adapter:
    """An adapter that moves nothing."""
    nothing = Lens(*(np.zeros(0, np.float32) for _ in PARTS))
    return Adapter(nothing, nothing)


def load_adapter(encoder: Encoder, path: Path = WEIGHTS) -> Adapter:
    """The trained adapter of the default encoder; for any other encoder one that moves nothing.

    Raises:
        EncoderError: the weights are missing or of another form.
    """
    if encoder.weights_sha256 != DEFAULT_WEIGHTS_SHA256:
        return no_adapter()
    from safetensors.numpy import load_file

    if not path.is_file():
        raise EncoderError(f"{path.name} is missing; restore it, or run `python -m eval train`")
    found = {key: value.astype(np.float32) for key, value in load_file(str(path)).items()}
    try:
        sides = [
            Lens(*(found[f"{side}.{part}"] for part in PARTS)) for side in ("question", "text")
        ]
    except KeyError as error:
        raise EncoderError(
            f"{path.name} has no {error}; restore it, or run `python -m eval train`"
        ) from error
    if any(side.linear.shape != (encoder.dimension, encoder.dimension) for side in sides):
        raise EncoderError(f"{path.name} does not fit an encoder of dimension {encoder.dimension}")
    return Adapter(*sides)
