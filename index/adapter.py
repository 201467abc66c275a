"""Trained lenses over the default encoder: question and text vectors moved towards each other.

v' = normalise(v + v W + relu(8 v A + a) B + b), with one set of matrices for questions and one for
texts. Trained by `python -m eval train`: for units, so that a patient's phrasing comes near the
sentence that answers it and near its other phrasings; for passages, so that a question about a
disease comes near the passage that answers it and not its neighbors. A unit's v is 0.7 × its own
vector + 0.3 × its vector with title and headings, scaled to length 1.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import DEFAULT_WEIGHTS_SHA256, Encoder, Vectors
from index.errors import EncoderError

UNIT_WEIGHTS = Path(__file__).parent / "weights" / "units.safetensors"
PASSAGE_WEIGHTS = Path(__file__).parent / "weights" / "passages.safetensors"
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


@dataclass(frozen=True, slots=True)
class Adapters:
    """One adapter for the units that are quoted, one for the passages that are searched."""

    units: Adapter
    passages: Adapter


def no_adapters() -> Adapters:
    """Adapters that move nothing."""
    nothing = Lens(*(np.zeros(0, np.float32) for _ in PARTS))
    return Adapters(Adapter(nothing, nothing), Adapter(nothing, nothing))


def load_adapters(encoder: Encoder) -> Adapters:
    """The trained adapters of the default encoder; for any other encoder ones that move nothing.

    Raises:
        EncoderError: the weights are missing or of another form.
    """
    if encoder.weights_sha256 != DEFAULT_WEIGHTS_SHA256:
        return no_adapters()
    size = encoder.dimension
    return Adapters(_read(UNIT_WEIGHTS, size), _read(PASSAGE_WEIGHTS, size))


def _read(path: Path, size: int) -> Adapter:
    from safetensors.numpy import load_file

    if not path.is_file():
        raise EncoderError(f"{path.name} is missing; restore it, or run `python -m eval train`")
    found = {key: value.astype(np.float32) for key, value in load_file(str(path)).items()}
    try:
        question, text = (
            Lens(*(found[f"{side}.{part}"] for part in PARTS)) for side in ("question", "text")
        )
    except KeyError as error:
        raise EncoderError(
            f"{path.name} has no {error}; restore it, or run `python -m eval train`"
        ) from error
    if any(side.linear.shape != (size, size) for side in (question, text)):
        raise EncoderError(f"{path.name} does not fit an encoder of dimension {size}")
    return Adapter(question, text)
