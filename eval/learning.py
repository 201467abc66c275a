"""What every training of a network here does: batches of like length, and one step."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import torch

MOST_NORM = 1.0
_CHUNK = 20  # batches among which examples of like length are put together

T = TypeVar("T")


def batches_of_like_length(
    examples: Iterable[T], length: Callable[[T], int], size: int, rng: random.Random
) -> list[list[T]]:
    """Batches of `size` in a random order; within each, examples of like `length`: less padding."""
    order = list(examples)
    rng.shuffle(order)
    batches: list[list[T]] = []
    for start in range(0, len(order), size * _CHUNK):
        chunk = sorted(order[start : start + size * _CHUNK], key=length)
        batches += [chunk[at : at + size] for at in range(0, len(chunk), size)]
    rng.shuffle(batches)
    return batches


def take_step(
    loss: "torch.Tensor",
    learning: "Sequence[torch.nn.Parameter]",
    optimizer: "torch.optim.Optimizer",
    pace: "torch.optim.lr_scheduler.LRScheduler",
) -> float:
    """Move `learning` down the slope of `loss`, clipped to MOST_NORM; the loss as a number."""
    import torch

    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    torch.nn.utils.clip_grad_norm_(learning, MOST_NORM)
    optimizer.step()
    pace.step()
    return loss.item()
