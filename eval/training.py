"""Commands that learn from the development part, the phrasings and public data."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.loading import ARTICLES
from eval.adapting import gather, train_adapters
from eval.fitting import (
    LENT_FEATURES,
    Example,
    collect,
    reread,
    without_phrasings,
    write_blend,
)
from eval.fitting import fit as fit_blend
from eval.gold import PRACTICE, load_gold
from eval.pair_groups import article_groups, public_groups
from eval.public_data import read_pairs
from eval.reranking import train_cross_encoder
from eval.runs import source_gold
from eval.thresholds import told
from index.adapter import no_adapters
from index.home import load_encoder, open_index
from qa.__main__ import open_assistant
from qa.cross_encoder import NONE, SHIPPED, load_pair_scorer
from qa.features import RANK_FEATURES
from qa.scorer import BLEND, is_known

Weights = dict[str, Any]


def evidence() -> None:
    """For each kind of evidence: how often it alone puts a right unit first (development part)."""
    assistant = open_assistant(None, None, NONE)
    gold = load_gold(assistant.index.corpus, split="dev")
    examples = [e for e in collect(assistant, gold) if e.right.any()]
    for at, name in enumerate(RANK_FEATURES[:10]):
        first = [bool(e.right[int(e.features[:, at].argmax())]) for e in examples]
        typer.echo(f"{name:14} {sum(first) / len(first):.3f}")


def train(
    data: Annotated[Path, typer.Argument(help="Folder of the public data sets.")],
) -> None:
    """Train the adapter (index/weights) on the phrasings and on public data; then run `fit`."""
    # Not by open_assistant: there need be no weights yet.
    index = open_index(ARTICLES, load_encoder(), progress=True, adapters=no_adapters())
    train_adapters(gather(index, *read_pairs(data)), tell=typer.echo)


def train_scorer(
    data: Annotated[Path, typer.Argument(help="Folder of the public data sets.")],
) -> None:
    """Train the cross-encoder (qa/weights) on the phrasings and on public data; then run `fit`."""
    rng = random.Random(0)  # noqa: S311  # repeatable, not secret
    index = open_index(ARTICLES, load_encoder(), progress=True)
    groups = article_groups(index, rng) + public_groups(data, rng)
    typer.echo(f"{len(groups)} questions, {sum(len(g.texts) for g in groups)} pairs")
    train_cross_encoder(groups, tell=typer.echo)


def fit(
    sources: Annotated[Path, typer.Argument(help="Folder of the raw source files.")],
    scorer: Annotated[str, typer.Option(help="shipped, none, or a name or path.")] = SHIPPED,
) -> None:
    """Fit the blend on development and practice questions and write qa/blend.json.

    The set for corpora without phrasings learns from the articles with theirs left out and from
    the raw source files, asked the same facts; with `--scorer none` it stays as it was.
    """
    shipped = open_assistant(None, None, NONE)
    corpus = shipped.index.corpus
    examples = collect(shipped, load_gold(corpus, split="dev") + load_gold(corpus, PRACTICE))
    raw = open_assistant(sources, None, NONE)
    rough = collect(raw, source_gold(raw.index.corpus, "dev"))
    sets = json.loads(BLEND.read_text())

    def fitted(name: str, group: list[Example], rank_by: Sequence[str] | None = None) -> Weights:
        found = fit_blend(group, rank_by)
        typer.echo("\n".join([f"{name}:", *told(found.held)]))
        return found.weights

    sets["phrasings"] = fitted("phrasings", examples)
    known = [example for example in rough if is_known(example.found)]
    sets["lent"] = fitted("lent", known, LENT_FEATURES)
    loaded = load_pair_scorer(scorer)
    if loaded is not None:
        group = without_phrasings(examples + rough)
        bare = fitted("bare", group)
        again = reread(group, loaded, bare["rank"])
        sets["bare"] = {**bare, "cross": fitted("bare, read again", again)}
    write_blend(sets)
