"""Training the scorer: one command, a fixed seed, half an hour on two cores per two epochs."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.training_data import Group
from qa.crossencoder import MOST_TOKENS, WEIGHTS, new_model

_EMBEDDINGS = "bert.embeddings."


def train(
    groups: list[Group],
    *,
    epochs: float,
    seed: int,
    out: Path = WEIGHTS,
    rate: float = 6e-5,
    pairs_per_step: int = 56,
    tell: Callable[[str], None] = print,
) -> None:
    """Fine-tune MiniLM's layers on `groups` and write them to `out` in half precision.

    Loss: binary cross-entropy of every pair (so that a logit means something on its own) plus, for
    questions with an answer, the cross-entropy of the right text among its group.
    """
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311  # repeatable, not secret
    tokenizer, model = new_model()
    for name, parameter in model.named_parameters():
        parameter.requires_grad = not name.startswith(_EMBEDDINGS)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01)
    steps = _batches(groups, epochs, pairs_per_step, rng)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=rate, total_steps=len(steps) + 1, pct_start=0.1, anneal_strategy="linear"
    )
    model.train()
    start, seen, smooth = time.time(), 0, 0.0
    for number, batch in enumerate(steps, start=1):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(**_encode(tokenizer, batch)).logits[:, 0].float()
        loss = _loss(torch, logits, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        seen += len(logits)
        smooth = 0.98 * smooth + 0.02 * float(loss)
        if number % 50 == 0:
            rest = (time.time() - start) / number * (len(steps) - number)
            tell(
                f"step {number}/{len(steps)}, loss {smooth / (1 - 0.98**number):.3f}, "
                f"{seen / (time.time() - start):.0f} pairs a second, {rest / 60:.0f} min left"
            )
    out.parent.mkdir(parents=True, exist_ok=True)
    state = {
        name: tensor.half().contiguous()
        for name, tensor in model.state_dict().items()
        if not name.startswith(_EMBEDDINGS)
    }
    save_file(state, str(out))
    tell(f"wrote {out} ({out.stat().st_size / 1e6:.1f} MB)")


def _batches(
    groups: list[Group], epochs: float, pairs: int, rng: random.Random
) -> list[list[Group]]:
    steps: list[list[Group]] = []
    order: list[Group] = []
    while epochs > 0:
        shuffled = groups[:]
        rng.shuffle(shuffled)
        order += shuffled[: int(len(shuffled) * min(epochs, 1.0))]
        epochs -= 1
    for at in range(0, len(order), 512):  # like lengths share a step, within a window
        window = sorted(order[at : at + 512], key=lambda g: max(map(len, g.texts), default=0))
        packed: list[list[Group]] = [[]]
        for group in window:
            if packed[-1] and sum(len(g.texts) for g in packed[-1]) + len(group.texts) > pairs:
                packed.append([])
            packed[-1].append(group)
        rng.shuffle(packed)
        steps += packed
    return [batch for batch in steps if sum(len(g.texts) for g in batch)]


def _encode(tokenizer: Any, batch: list[Group]) -> Any:
    return tokenizer(
        [group.question for group in batch for _ in group.texts],
        [text for group in batch for text in group.texts],
        truncation="longest_first",
        max_length=MOST_TOKENS,
        padding=True,
        return_tensors="pt",
    )


def _loss(torch: Any, logits: Any, batch: list[Group]) -> Any:
    labels = torch.tensor([float(label) for group in batch for label in group.labels])
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
    at, ranks = 0, []
    for group in batch:
        own = logits[at : at + len(group.texts)]
        at += len(group.texts)
        if any(group.labels) and len(group.texts) > 1:
            right = torch.tensor(group.labels)
            ranks.append(torch.logsumexp(own, 0) - torch.logsumexp(own[right], 0))
    return loss + (0.5 * torch.stack(ranks).mean() if ranks else 0.0)
