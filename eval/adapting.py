"""Training both adapters (index/adapter.py): minutes on two cores, one seed, the same weights.

Every loss is a cross-entropy over cosines / TEMPERATURE. For units: the right unit among all units
of the corpus, for each phrasing beside the articles; half as heavy, another phrasing of the same
unit among those of a batch and questions that nothing answers; half as heavy, the right sentence
among a batch of public pairs, which keeps the lens useful for other documents. Units that say the
same (cosine over TWIN) are not held against each other. For passages: the right one among a batch
of public pairs in which the passages of one disease stand together. The gold questions are never
read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from eval.public_data import Pair
from index.adapter import GAIN, PARTS, PASSAGE_WEIGHTS, UNIT_WEIGHTS, mixed
from index.encoder import Vectors
from index.search import SearchIndex

if TYPE_CHECKING:
    import torch

    Lens = dict[str, torch.Tensor]
    Loss = Callable[[Lens, Lens], torch.Tensor]

RATE = 1e-3
TEMPERATURE = 0.04
PULL = 1e-3
NOISE = 0.02
DROPOUT = 0.15
TWIN = 0.8
MATE_SHARE = 0.5
PUBLIC_SHARE = 0.5
UNIT_EPOCHS, UNIT_HIDDEN = 20, 1024
PASSAGE_EPOCHS, PASSAGE_HIDDEN = 40, 512
_BATCH = 256
_PUBLIC_BATCH = 512
_UNANSWERED_BATCH = 64
_HEALTH_PAIRS = 3000  # as many beside the sentences, so that the lens for units knows health too

Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class AdapterData:
    """Vectors to learn from, rows of length 1.

    Units (u, d) alone and with context; phrasings (n, d) with the number of each one's unit (n,);
    questions that nothing answers (m, d); public questions and the sentences that answer them,
    (p, d) each; the same of passages, (k, d) each, with the disease of each (k,).
    """

    plain: Vectors
    context: Vectors
    phrasings: Vectors
    units: Numbers
    unanswered: Vectors
    public_questions: Vectors
    public_sentences: Vectors
    health_questions: Vectors
    health_passages: Vectors
    diseases: Numbers


def gather(index: SearchIndex, pairs: list[Pair], groups: list[list[Pair]]) -> AdapterData:
    """Vectors of an index's units and phrasings, and of public pairs, encoded now."""
    health = [pair for group in groups for pair in group]
    plain, context, phrasings, units, unanswered = index.training_vectors()

    def encoded(some: list[Pair], side: int) -> Vectors:
        return index.encoder.encode([pair[side] for pair in some], progress=True)

    return AdapterData(
        plain=plain,
        context=context,
        phrasings=phrasings,
        units=units,
        unanswered=unanswered,
        public_questions=encoded(pairs, 0),
        public_sentences=encoded(pairs, 1),
        health_questions=encoded(health, 0),
        health_passages=encoded(health, 1),
        diseases=np.repeat(np.arange(len(groups)), [len(group) for group in groups]),
    )


def train_adapters(data: AdapterData, *, tell: Callable[[str], None] = print) -> None:
    """Train both adapters and write them to index/weights in half precision."""
    _train(_unit_losses(data), data.plain.shape[1], UNIT_HIDDEN, UNIT_WEIGHTS, tell)
    _train(_passage_losses(data), data.plain.shape[1], PASSAGE_HIDDEN, PASSAGE_WEIGHTS, tell)


def _unit_losses(data: AdapterData) -> "list[Loss]":
    """One loss for each step, in the order of training."""
    import torch
    from torch.nn.functional import cross_entropy

    rng = np.random.default_rng(0)
    asked, right = torch.tensor(data.phrasings), torch.tensor(data.units)
    units = torch.tensor(mixed(data.plain, data.context))
    twins = torch.tensor(data.plain @ data.plain.T > TWIN)
    unanswered = torch.tensor(data.unanswered)
    of: dict[int, list[int]] = {}
    for at, unit in enumerate(data.units.tolist()):
        of.setdefault(unit, []).append(at)

    def loss_of(batch: Numbers, public: "Loss") -> "Loss":
        theirs = right[batch]
        mates = [int(rng.choice(of[unit])) for unit in theirs.tolist()]
        others = rng.integers(0, len(unanswered), _UNANSWERED_BATCH)

        def loss(question: "Lens", text: "Lens") -> "torch.Tensor":
            here = _apply(question, _blurred(asked[batch]))
            scores = here @ _apply(text, units).T / TEMPERATURE
            same = twins[theirs].scatter(1, theirs[:, None], value=False)
            found = cross_entropy(scores.masked_fill(same, -1e4), theirs)
            keys = torch.cat([asked[mates], unanswered[others]])
            scores = here @ _apply(question, keys).T / TEMPERATURE
            same = twins[theirs][:, theirs].fill_diagonal_(False)
            scores[:, : len(batch)] = scores[:, : len(batch)].masked_fill(same, -1e4)
            found = found + MATE_SHARE * cross_entropy(scores, torch.arange(len(batch)))
            return found + PUBLIC_SHARE * public(question, text)

        return loss

    batches = [
        batch
        for _ in range(UNIT_EPOCHS)
        for batch in np.array_split(rng.permutation(len(asked)), -(-len(asked) // _BATCH))
    ]
    some = rng.permutation(len(data.diseases))[:_HEALTH_PAIRS]
    questions = np.vstack([data.public_questions, data.health_questions[some]])
    texts = np.vstack([data.public_sentences, data.health_passages[some]])
    public = _pair_losses(questions, texts, (rng.permutation(len(texts)) for _ in batches))
    return [loss_of(batch, next(public)) for batch in batches]


def _passage_losses(data: AdapterData) -> "list[Loss]":
    """One loss for each step: passages of one disease stand in one batch."""
    rng = np.random.default_rng(0)
    orders = (
        np.argsort(rng.permutation(int(data.diseases.max()) + 1)[data.diseases], kind="stable")
        for _ in range(PASSAGE_EPOCHS)
    )
    return list(_pair_losses(data.health_questions, data.health_passages, orders))


def _pair_losses(questions: Vectors, texts: Vectors, orders: Iterator[Numbers]) -> "Iterator[Loss]":
    """The right text among a batch, in each order of the pairs from its first to its last batch."""
    import torch
    from torch.nn.functional import cross_entropy

    asked, told = torch.tensor(questions), torch.tensor(texts)

    def loss_of(batch: Numbers) -> "Loss":
        def loss(question: "Lens", text: "Lens") -> "torch.Tensor":
            here = _apply(question, _blurred(asked[batch]))
            scores = here @ _apply(text, told[batch]).T / TEMPERATURE
            return cross_entropy(scores, torch.arange(len(batch)))

        return loss

    for order in orders:
        for at in range(0, len(order), _PUBLIC_BATCH):
            yield loss_of(order[at : at + _PUBLIC_BATCH])


def _train(
    losses: "Sequence[Loss]", size: int, hidden: int, out: Path, tell: Callable[[str], None]
) -> None:
    """Take one step for each loss and write the lenses to `out`."""
    import torch
    from safetensors.numpy import save_file

    torch.manual_seed(0)
    question, text = _new_lens(size, hidden), _new_lens(size, hidden)
    optimizer = torch.optim.Adam([*question.values(), *text.values()], lr=RATE)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, len(losses) + 1, pct_start=0.1)
    total = torch.zeros(())
    for loss in tqdm(losses, unit="step"):
        pull = (question["linear"] ** 2).sum() + (text["linear"] ** 2).sum()
        total = loss(question, text) + PULL * pull
        optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
        pace.step()
    out.parent.mkdir(parents=True, exist_ok=True)
    named = {
        f"{side}.{part}": lens[part].detach().numpy().astype(np.float16)
        for side, lens in (("question", question), ("text", text))
        for part in PARTS
    }
    save_file(named, str(out))
    tell(f"loss {total.item():.3f}; wrote {out.name} ({out.stat().st_size / 1e6:.2f} MB)")


def _new_lens(size: int, hidden: int) -> "Lens":
    """Matrices that move nothing yet, by the names of index.adapter.PARTS."""
    import torch

    bound = size**-0.5
    lens = {
        "linear": torch.zeros(size, size),
        "into": torch.empty(size, hidden).uniform_(-bound, bound),
        "into_bias": torch.empty(hidden).uniform_(-bound, bound),
        "out": torch.zeros(hidden, size),
        "out_bias": torch.zeros(size),
    }
    return {part: values.requires_grad_() for part, values in lens.items()}


def _apply(lens: "Lens", vectors: "torch.Tensor") -> "torch.Tensor":
    """As index.adapter.Lens, with dropout on the hidden layer."""
    from torch.nn.functional import dropout, normalize, relu

    hidden = dropout(relu(GAIN * vectors @ lens["into"] + lens["into_bias"]), DROPOUT)
    moved = vectors + vectors @ lens["linear"] + hidden @ lens["out"] + lens["out_bias"]
    return normalize(moved, dim=1)


def _blurred(vectors: "torch.Tensor") -> "torch.Tensor":
    """Unit rows with a little noise, which stands for other ways to say the same."""
    import torch
    from torch.nn.functional import normalize

    return normalize(vectors + NOISE * torch.randn_like(vectors), dim=1)
