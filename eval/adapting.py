"""Training the adapter (index/adapter.py): minutes on two cores, one seed, the same weights.

Loss: cross-entropy of the right unit among all units of the corpus, for each phrasing beside the
articles; plus, half as heavy, of the right sentence among a batch of public question–sentence
pairs, which keeps the lens useful for other documents; plus an L2 pull towards moving nothing.
The gold questions are never read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.public_data import Pair
from index.adapter import PLAIN_SHARE, WEIGHTS
from index.encoder import Vectors
from index.search import SearchIndex

EPOCHS = 25
RATE = 1e-3
TEMPERATURE = 0.04
PULL = 1e-3
NOISE = 0.03
PUBLIC_SHARE = 0.5
_BATCH = 256
_PUBLIC_BATCH = 512


@dataclass(frozen=True, slots=True)
class AdapterData:
    """Vectors to learn from, rows of length 1.

    Units (u, d) alone and with context; phrasings (n, d) with the number of each one's unit (n,);
    public questions and the sentences that answer them, (p, d) each.
    """

    plain: Vectors
    context: Vectors
    phrasings: Vectors
    units: np.ndarray[Any, np.dtype[np.int64]]
    public_questions: Vectors
    public_sentences: Vectors


def gather(index: SearchIndex, pairs: list[Pair]) -> AdapterData:
    """Vectors of an index's units and phrasings, and of public pairs, encoded now."""
    plain, context, phrasings, units = index.training_vectors()
    questions = index.encoder.encode([question for question, _ in pairs], progress=True)
    sentences = index.encoder.encode([sentence for _, sentence in pairs], progress=True)
    return AdapterData(plain, context, phrasings, units, questions, sentences)


def train_adapter(
    data: AdapterData, *, seeds: int = 3, out: Path = WEIGHTS, tell: Callable[[str], None] = print
) -> None:
    """Train once for each seed, average the matrices and write them to `out` in half precision."""
    from safetensors.numpy import save_file

    runs = [_train_once(data, seed, tell) for seed in range(seeds)]
    question, text = (np.mean([run[part] for run in runs], axis=0) for part in (0, 1))
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file({"question": question.astype(np.float16), "text": text.astype(np.float16)}, str(out))
    tell(f"wrote {out.name} ({out.stat().st_size / 1e6:.2f} MB)")


def _train_once(
    data: AdapterData, seed: int, tell: Callable[[str], None]
) -> tuple[Vectors, Vectors]:
    import torch
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(seed)
    size = data.plain.shape[1]
    wq = torch.zeros(size, size, requires_grad=True)
    wt = torch.zeros(size, size, requires_grad=True)
    optimizer = torch.optim.Adam([wq, wt], lr=RATE)
    mixed = PLAIN_SHARE * torch.tensor(data.plain) + (1 - PLAIN_SHARE) * torch.tensor(data.context)
    mixed = normalize(mixed, dim=1)
    asked, right = torch.tensor(data.phrasings), torch.tensor(data.units)
    public = torch.tensor(data.public_questions), torch.tensor(data.public_sentences)
    loss = torch.zeros(())
    for _ in range(EPOCHS):
        order, others = torch.randperm(len(asked)), torch.randperm(len(public[0]))
        for step, at in enumerate(range(0, len(order), _BATCH)):
            batch = order[at : at + _BATCH]
            texts = normalize(mixed + mixed @ wt, dim=1)
            questions = asked[batch] + NOISE * torch.randn(len(batch), size)
            questions = normalize(questions + questions @ wq, dim=1)
            loss = cross_entropy(questions @ texts.T / TEMPERATURE, right[batch])
            loss = loss + PULL * ((wq**2).sum() + (wt**2).sum())
            if len(others):
                start = step * _PUBLIC_BATCH % len(others)
                some = others[start : start + _PUBLIC_BATCH]
                theirs = public[0][some] + NOISE * torch.randn(len(some), size)
                theirs = normalize(theirs + theirs @ wq, dim=1)
                found = normalize(public[1][some] + public[1][some] @ wt, dim=1)
                scores = theirs @ found.T / TEMPERATURE
                loss = loss + PUBLIC_SHARE * cross_entropy(scores, torch.arange(len(some)))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            optimizer.step()
    tell(f"seed {seed}: loss {loss.item():.3f}")
    return wq.detach().numpy(), wt.detach().numpy()
