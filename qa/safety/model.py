"""A model that reads a whole message: for each rule, how likely it is that the rule must fire.

The bundled all-MiniLM-L6-v2 (Apache-2.0) with its layers trained further by `python -m eval
train-alarms` on the messages beside it (messages.jsonl), the rules' own examples, and ordinary
questions from the phrasings beside the articles; twice, from two seeds, and their logits averaged,
for what one of them errs on the other often gets right. A long message is read in windows.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.changes import apply_changes
from index.models import bundled_classifier

ALARM_WEIGHTS = tuple(
    Path(__file__).parent.parent / "weights" / f"alarms-{seed}.safetensors" for seed in (0, 1)
)
"""Of each member, in the order of their seeds."""

TRAIN = "python -m eval train-alarms"
MOST_TOKENS = 96
WINDOW, STEP = 60, 40  # words
MOST_WINDOWS = 20

Floats = NDArray[np.float32]


class AlarmModel:
    """Probabilities by rule for plain texts. Safe to share between threads."""

    def __init__(self, rules: Sequence[str]) -> None:
        """Load the weights for these rules, in this order.

        Raises:
            EncoderError: there are none, or they were trained for another number of rules.
        """
        self.rules = tuple(rules)
        self._members = [bundled_classifier(MOST_TOKENS, len(self.rules)) for _ in ALARM_WEIGHTS]
        for member, weights in zip(self._members, ALARM_WEIGHTS, strict=True):
            apply_changes(member.network, weights, TRAIN)
        self._lock = threading.Lock()  # its tokenizer is not thread-safe

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, rules)."""
        if not texts:
            return np.zeros((0, len(self.rules)), np.float32)
        import torch

        with self._lock, torch.inference_mode():
            logits = torch.stack([member.logits(texts) for member in self._members])
            found: Floats = logits.mean(dim=0).sigmoid().numpy()
        return found


def windows(text: str) -> list[str]:
    """A text whole, or in overlapping pieces of WINDOW words; at most MOST_WINDOWS of them."""
    words = text.split()
    if len(words) <= WINDOW:
        return [text]
    pieces = [
        " ".join(words[at : at + WINDOW]) for at in range(0, len(words) - WINDOW + STEP, STEP)
    ]
    if len(pieces) > MOST_WINDOWS:
        pieces = pieces[: MOST_WINDOWS // 2] + pieces[-MOST_WINDOWS // 2 :]
    return pieces
