"""Reading question and candidate together: a cross-encoder's logit for each pair.

The shipped one is the bundled all-MiniLM-L6-v2 (Apache-2.0) with its six layers trained further by
`python -m eval train-scorer` on the phrasings beside the articles and on public data
(eval/public_data.py names it with its licences). Any other CrossEncoder may be named in its place.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.splitting import context_of, spoken
from index.changes import apply_changes
from index.evidence import UnitEvidence
from index.models import bundled_sequence_model, load_cross_encoder

SCORER_WEIGHTS = Path(__file__).parent / "weights" / "cross_encoder.safetensors"
SHIPPED, NONE = "shipped", "none"
TRAIN = "python -m eval train-scorer"
CONTEXT_CHARACTERS = 120
TEXT_CHARACTERS = 420
MOST_TOKENS = 128

Floats = NDArray[np.float64]


class PairScorer(Protocol):
    """Anything that says of a question and a text whether the text answers."""

    def logits(self, question: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,); the higher the likelier."""
        ...


class CrossEncoderScorer:
    """A sentence-transformers CrossEncoder; loaded once, safe to share between threads."""

    def __init__(self, name: str = SHIPPED) -> None:
        """Load the shipped one or another by name or path.

        Raises:
            EncoderError: it cannot be loaded.
        """
        if name == SHIPPED:
            self._model = bundled_sequence_model(MOST_TOKENS)
            apply_changes(self._model.network, SCORER_WEIGHTS, TRAIN)
        else:
            self._model = load_cross_encoder(name, MOST_TOKENS)
        self._lock = threading.Lock()  # its tokenizer is not thread-safe

    def logits(self, question: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,)."""
        if not texts:
            return np.zeros(0)
        import torch

        with self._lock, torch.inference_mode():
            found = self._model.logits([question] * len(texts), texts)
        return found[:, 0].numpy().astype(np.float64)


def load_pair_scorer(name: str) -> PairScorer | None:
    """The cross-encoder of that name; None for `none`.

    Raises:
        EncoderError: it cannot be loaded.
    """
    return None if name == NONE else CrossEncoderScorer(name)


def as_read(context: str, text: str) -> str:
    """A candidate as the cross-encoder reads it: title and headings, a bar, its own words."""
    text = " ".join(text.split())[:TEXT_CHARACTERS]
    return f"{context[:CONTEXT_CHARACTERS]} | {text}" if context else text


def text_of(found: UnitEvidence) -> str:
    """A candidate's text for the cross-encoder."""
    context = context_of(found.document, found.unit.section)
    return as_read(context, spoken(found.document, found.unit))
