"""Training what reads messages for danger (qa/safety/model.py): a quarter of an hour a member."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.asked import phrasings_of
from corpus.loading import load_corpus
from eval.learning import batches_of_like_length, take_step
from index.changes import save_changes
from index.models import bundled_classifier
from qa.safety.model import ALARM_WEIGHTS, MOST_TOKENS
from qa.safety.plain import plain
from qa.safety.reader import phrase_in, slips_of
from qa.safety.rules import Rule, load_rules

MESSAGES = Path(__file__).parent.parent / "qa" / "safety" / "messages.jsonl"
EPOCHS = 4
BATCH = 32
RATE = 2e-4
HEAD_RATE = 2e-3
DECAY = 0.01
SMOOTHING = 0.005
FROZEN = ("encoder.embeddings", "encoder.encoder.layer.0.", "encoder.encoder.layer.1.")
"""What reads letters and single words is left as it is: a third faster, and no worse."""

ORDINARY = 3500
CHATTER = 0.15
"""Share of messages that get an ordinary question before or after them in each epoch."""

SLIP = 0.1
NO_MARKS = 0.15
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Labeled:
    """A plain text and the rules that it must fire."""

    text: str
    rules: frozenset[str]


def gather_messages(rules: Sequence[Rule], path: Path = MESSAGES) -> list[Labeled]:
    """Training messages and the rules' examples, as they are read."""
    slips = slips_of(rules)
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        texts = [slips.mend(plain(message)) for message in entry["messages"]]
        found.append(Labeled(". ".join(texts), frozenset(entry["rules"])))
    for rule in rules:
        found += [Labeled(slips.mend(plain(m)), frozenset([rule.id])) for m in rule.fires]
        found += [Labeled(slips.mend(plain(m)), frozenset()) for m in rule.quiet]
    return found


def gather_ordinary(rules: Sequence[Rule], rng: random.Random) -> list[Labeled]:
    """Patients' questions from beside the articles in which no rule's phrase is found.

    Some phrasings tell of real danger ("my foot has dropped since, who do I call"): those are
    neither one nor the other here.
    """
    slips = slips_of(rules)
    asked = [a.text for d in load_corpus().documents for a in phrasings_of(d)]
    rng.shuffle(asked)
    texts = (slips.mend(plain(text)) for text in asked[: 2 * ORDINARY])
    quiet = [text for text in texts if not any(phrase_in(rule, text) for rule in rules)]
    return [Labeled(text, frozenset()) for text in quiet[:ORDINARY]]


def train_alarms(
    examples: Sequence[Labeled],
    ordinary: Sequence[Labeled],
    rules: Sequence[str],
    *,
    seed: int,
    out: Path,
    tell: Callable[[str], None] = print,
) -> None:
    """Train one member on `examples` and `ordinary` and write its weights.

    Loss: binary cross-entropy for each rule. In each epoch some messages get slips, lose their
    marks, or stand beside an ordinary question, for people write like that.
    """
    import torch

    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311  # repeatable, not secret
    model = bundled_classifier(MOST_TOKENS, len(rules))
    named = list(model.network.named_parameters())
    for name, parameter in named:
        parameter.requires_grad_(not name.startswith(FROZEN))
    learning = [parameter for _, parameter in named if parameter.requires_grad]
    groups = [
        {"params": [p for n, p in named if n.startswith(part) and p.requires_grad], "lr": rate}
        for part, rate in (("encoder", RATE), ("head", HEAD_RATE))
    ]
    everything = [*examples, *ordinary]
    steps = EPOCHS * -(-len(everything) // BATCH)
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, HEAD_RATE], steps + 1, pct_start=0.1
    )
    model.network.train()
    losses: list[float] = []
    with tqdm(total=steps, unit="batch") as progress:
        for _ in range(EPOCHS):
            varied = (_varied(example, ordinary, rng) for example in everything)
            for batch in batches_of_like_length(varied, _length, BATCH, rng):
                wanted = torch.tensor([[float(r in e.rules) for r in rules] for e in batch])
                with torch.autocast("cpu", torch.bfloat16):
                    logits = model.logits([example.text for example in batch])
                loss = torch.nn.functional.binary_cross_entropy_with_logits(
                    logits, wanted * (1 - 2 * SMOOTHING) + SMOOTHING
                )
                losses.append(take_step(loss, learning, optimizer, pace))
                progress.set_postfix(loss=f"{np.mean(losses[-50:]):.4f}")
                progress.update()
    save_changes(model.network, out)
    tell(f"loss {np.mean(losses[-50:]):.4f}; wrote {out.name} ({out.stat().st_size / 1e6:.1f} MB)")


def train(members: Sequence[int], tell: Callable[[str], None] = print) -> None:
    """Train these members of the shipped model from what is shipped."""
    rules = load_rules()
    rng = random.Random(0)  # noqa: S311  # repeatable, not secret
    examples, ordinary = gather_messages(rules), gather_ordinary(rules, rng)
    tell(f"{len(examples)} messages, {len(ordinary)} ordinary questions")
    ids = [rule.id for rule in rules]
    for seed in members:
        train_alarms(examples, ordinary, ids, seed=seed, out=ALARM_WEIGHTS[seed], tell=tell)


def _length(example: Labeled) -> int:
    return len(example.text)


def _varied(example: Labeled, ordinary: Sequence[Labeled], rng: random.Random) -> Labeled:
    text = example.text
    if rng.random() < SLIP and len(text) > 8:
        at = rng.randrange(1, len(text) - 1)
        letters = text[at + 1] + text[at] if rng.random() < 0.5 else rng.choice(_LETTERS)
        text = text[:at] + letters + text[at + (2 if len(letters) == 2 else 1) :]
    if rng.random() < NO_MARKS:
        text = " ".join(text.translate(str.maketrans(".,?", "   ")).split())
    if ordinary and rng.random() < CHATTER:
        other = rng.choice(ordinary).text
        text = f"{other}. {text}" if rng.random() < 0.5 else f"{text}. {other}"
    return Labeled(text, example.rules)
