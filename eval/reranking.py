"""Training the cross-encoder (qa/cross_encoder.py): one seed, an hour of two cores at most."""

import random
from collections.abc import Callable

import numpy as np
from tqdm import tqdm

from eval.learning import batches_of_like_length, take_step
from eval.pair_groups import Group
from index.changes import save_changes
from index.models import bundled_sequence_model
from qa.cross_encoder import MOST_TOKENS, SCORER_WEIGHTS

RATE = 1.5e-4
BATCH = 16
RIGHT_WEIGHT = 2.0
CHOICE_SHARE = 0.5
DECAY = 0.01


def train_cross_encoder(groups: list[Group], tell: Callable[[str], None] = print) -> None:
    """Train on `groups` in one pass and write the weights.

    Loss: binary cross-entropy of each pair (one that answers counts twice) and, half as heavy, the
    cross-entropy of the right text among its group's. Word embeddings stay as they are.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    torch.manual_seed(0)
    model = bundled_sequence_model(MOST_TOKENS)
    for name, parameter in model.network.named_parameters():
        parameter.requires_grad_("embeddings" not in name)
    learning = [p for p in model.network.parameters() if p.requires_grad]
    rng = random.Random(0)  # noqa: S311  # repeatable, not secret
    batches = batches_of_like_length(groups, _length, BATCH, rng)
    optimizer = torch.optim.AdamW(learning, lr=RATE, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, len(batches) + 1, pct_start=0.1)
    model.network.train()
    losses: list[float] = []
    progress = tqdm(batches, unit="batch")
    for batch in progress:
        questions = [group.question for group in batch for _ in group.texts]
        texts = [text for group in batch for text in group.texts]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model.logits(questions, texts)[:, 0]
        right = torch.tensor(
            [float(group.answered and at == 0) for group in batch for at in range(len(group.texts))]
        )
        loss = binary_cross_entropy_with_logits(
            logits, right, pos_weight=torch.tensor(RIGHT_WEIGHT)
        )
        first = torch.zeros(1, dtype=torch.long)
        parts = torch.split(logits, [len(group.texts) for group in batch])
        for part, group in zip(parts, batch, strict=True):
            if group.answered:
                loss = loss + CHOICE_SHARE / len(batch) * cross_entropy(part[None], first)
        losses.append(take_step(loss, learning, optimizer, pace))
        progress.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}")
    save_changes(model.network, SCORER_WEIGHTS)
    size = SCORER_WEIGHTS.stat().st_size / 1e6
    tell(f"loss {np.mean(losses[-50:]):.3f}; wrote {SCORER_WEIGHTS.name} ({size:.1f} MB)")


def _length(group: Group) -> int:
    return len(group.question) + max(map(len, group.texts))
