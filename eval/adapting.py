"""Training the adapter (index/adapter.py): minutes on two cores, one seed, the same weights.

Loss, a sum of cross-entropies over cosines / TEMPERATURE: the right unit among all units of the
corpus, for each phrasing beside the articles; another phrasing of the same unit among those of a
batch and questions that nothing answers; half as heavy, the right sentence among a batch of public
question–sentence pairs, which keeps the lens useful for other documents. Units that say the same
(cosine over TWIN) are not held against each other. The gold questions are never read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from eval.public_data import Pair
from index.adapter import GAIN, PARTS, WEIGHTS, mixed
from index.encoder import Vectors
from index.search import SearchIndex

if TYPE_CHECKING:
    import torch

EPOCHS = 20
RATE = 1e-3
TEMPERATURE = 0.04
PULL = 1e-3
NOISE = 0.02
HIDDEN = 1024
DROPOUT = 0.15
TWIN = 0.8
MATE_SHARE = 0.5
PUBLIC_SHARE = 0.5
_BATCH = 256
_PUBLIC_BATCH = 512
_UNANSWERED_BATCH = 64


@dataclass(frozen=True, slots=True)
class AdapterData:
    """Vectors to learn from, rows of length 1.

    Units (u, d) alone and with context; phrasings (n, d) with the number of each one's unit (n,);
    questions that nothing answers (m, d); public questions and the sentences that answer them,
    (p, d) each.
    """

    plain: Vectors
    context: Vectors
    phrasings: Vectors
    units: np.ndarray[Any, np.dtype[np.int64]]
    unanswered: Vectors
    public_questions: Vectors
    public_sentences: Vectors


def gather(index: SearchIndex, pairs: list[Pair]) -> AdapterData:
    """Vectors of an index's units and phrasings, and of public pairs, encoded now."""
    questions = index.encoder.encode([question for question, _ in pairs], progress=True)
    sentences = index.encoder.encode([sentence for _, sentence in pairs], progress=True)
    return AdapterData(*index.training_vectors(), questions, sentences)


def train_adapter(
    data: AdapterData, *, out: Path = WEIGHTS, seed: int = 0, tell: Callable[[str], None] = print
) -> None:
    """Train both lenses and write them to `out` in half precision."""
    import torch
    from safetensors.numpy import save_file
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(seed)
    size = data.plain.shape[1]
    question, text = _new_lens(size), _new_lens(size)
    weights = [*question.values(), *text.values()]
    asked, right = torch.tensor(data.phrasings), torch.tensor(data.units)
    units = torch.tensor(mixed(data.plain, data.context))
    twins = torch.tensor(data.plain @ data.plain.T > TWIN)
    mates = _Mates(data.units, seed)
    unanswered = torch.tensor(data.unanswered)
    public = torch.tensor(data.public_questions), torch.tensor(data.public_sentences)
    steps = EPOCHS * -(-len(asked) // _BATCH)
    optimizer = torch.optim.Adam(weights, lr=RATE)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps + 1, pct_start=0.1
    )

    def blurred(vectors: "torch.Tensor") -> "torch.Tensor":
        return normalize(vectors + NOISE * torch.randn_like(vectors), dim=1)

    loss = torch.zeros(())
    for _ in tqdm(range(EPOCHS), unit="epoch"):
        order, others = torch.randperm(len(asked)), torch.randperm(len(public[0]))
        for step, at in enumerate(range(0, len(order), _BATCH)):
            batch = order[at : at + _BATCH]
            theirs = right[batch]
            here = _apply(question, blurred(asked[batch]))
            # Each phrasing's unit among all units, twins of it left out.
            scores = here @ _apply(text, units).T / TEMPERATURE
            same = twins[theirs].scatter(1, theirs[:, None], value=False)
            loss = cross_entropy(scores.masked_fill(same, -1e4), theirs)
            # Another phrasing of it among the batch's and questions that nothing answers.
            mate = _apply(question, asked[mates.of(theirs)])
            some = torch.randint(len(unanswered), (_UNANSWERED_BATCH,))
            keys = torch.cat([mate, _apply(question, unanswered[some])])
            scores = here @ keys.T / TEMPERATURE
            same = twins[theirs][:, theirs].fill_diagonal_(False)
            scores[:, : len(batch)] = scores[:, : len(batch)].masked_fill(same, -1e4)
            loss = loss + MATE_SHARE * cross_entropy(scores, torch.arange(len(batch)))
            if len(others):
                start = step * _PUBLIC_BATCH % len(others)
                some = others[start : start + _PUBLIC_BATCH]
                scores = (
                    _apply(question, blurred(public[0][some])) @ _apply(text, public[1][some]).T
                )
                loss = loss + PUBLIC_SHARE * cross_entropy(
                    scores / TEMPERATURE, torch.arange(len(some))
                )
            pull = (question["linear"] ** 2).sum() + (text["linear"] ** 2).sum()
            optimizer.zero_grad()
            (loss + PULL * pull).backward()
            optimizer.step()
            pace.step()
    out.parent.mkdir(parents=True, exist_ok=True)
    named = {
        f"{side}.{part}": lens[part].detach().numpy().astype(np.float16)
        for side, lens in (("question", question), ("text", text))
        for part in PARTS
    }
    save_file(named, str(out))
    tell(f"loss {loss.item():.3f}; wrote {out.name} ({out.stat().st_size / 1e6:.2f} MB)")


class _Mates:
    """For each unit its phrasings, to draw another one from."""

    def __init__(self, units: np.ndarray[Any, np.dtype[np.int64]], seed: int) -> None:
        self._of: dict[int, list[int]] = {}
        for at, unit in enumerate(units.tolist()):
            self._of.setdefault(unit, []).append(at)
        self._rng = np.random.default_rng(seed)

    def of(self, units: "torch.Tensor") -> list[int]:
        """The number of a phrasing for each of `units`."""
        return [int(self._rng.choice(self._of[unit])) for unit in units.tolist()]


def _new_lens(size: int) -> "dict[str, torch.Tensor]":
    """Matrices that move nothing yet, by the names of index.adapter.PARTS."""
    import torch

    bound = size**-0.5
    lens = {
        "linear": torch.zeros(size, size),
        "into": torch.empty(size, HIDDEN).uniform_(-bound, bound),
        "into_bias": torch.empty(HIDDEN).uniform_(-bound, bound),
        "out": torch.zeros(HIDDEN, size),
        "out_bias": torch.zeros(size),
    }
    return {part: values.requires_grad_() for part, values in lens.items()}


def _apply(lens: "dict[str, torch.Tensor]", vectors: "torch.Tensor") -> "torch.Tensor":
    """As index.adapter.Lens, with dropout on the hidden layer."""
    from torch.nn.functional import dropout, normalize, relu

    hidden = dropout(relu(GAIN * vectors @ lens["into"] + lens["into_bias"]), DROPOUT)
    moved = vectors + vectors @ lens["linear"] + hidden @ lens["out"] + lens["out_bias"]
    return normalize(moved, dim=1)
