"""What the scorer learns from: groups of one question with texts that answer it and texts that don't.

Own questions: the phrasings beside the articles (development data) with the units that stand
nearest by the untrained blend as hard negatives, and questions next door that nothing answers.
Public data, from a folder that the user names and that is never committed: SQuAD 2.0 and XQuAD
(CC BY-SA 4.0), SelQA (Apache-2.0). The gold questions are never read.
"""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Document, Unit
from corpus.sentences import split_sentences
from corpus.splitting import context_of, spoken
from index.encoder import Vectors
from index.search import SearchIndex, UnitEvidence
from qa.candidates import list_candidates, overlaps
from qa.vocabulary import expand

NEAR = Path(__file__).parent / "training"
_SAME_FACT = 0.82  # cosine of two units past which one is taken to say what the other does
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Group:
    """A question, texts, and which of them answer it (none, where nothing does)."""

    question: str
    texts: tuple[str, ...]
    labels: tuple[bool, ...]


def pair_text(document: Document, unit: Unit) -> str:
    """A unit as the scorer reads it: title and headings, then its own words."""
    return f"{context_of(document, unit.section)}. {spoken(document, unit)}"


def own_groups(index: SearchIndex, rng: random.Random, negatives: int = 6) -> list[Group]:
    """Groups from the phrasings of the index's documents and the questions next door."""
    groups = []
    vectors = _unit_vectors(index)
    for document in index.corpus.documents:
        for asked in document.asked:
            unit = document.units[asked.unit]
            wrong = _wrong(vectors, document, unit, _nearest(index, asked.text))
            hard, rest = wrong[: negatives // 2], wrong[negatives // 2 : 40]
            chosen = hard + rng.sample(rest, min(len(rest), negatives - len(hard)))
            texts = [pair_text(document, unit)] + [pair_text(e.document, e.unit) for e in chosen]
            labels = (True,) + (False,) * len(chosen)
            groups.append(Group(slipped(asked.text, rng), tuple(texts), labels))
    for path in sorted(NEAR.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)["question"]
            chosen = _nearest(index, question)[:5]
            texts = [pair_text(e.document, e.unit) for e in chosen]
            groups.append(Group(question, tuple(texts), (False,) * len(texts)))
    return groups


def _nearest(index: SearchIndex, question: str) -> list[UnitEvidence]:
    found = list_candidates(index, question, expand(question))
    return sorted(found, key=lambda e: -(e.plain + e.context + 0.5 * e.heading + 0.5 * e.lexical))


def _unit_vectors(index: SearchIndex) -> dict[tuple[str, Unit], Vectors]:
    pairs = [(d, u) for d in index.corpus.documents for u in d.units]
    vectors = index.encoder.encode([spoken(d, u) for d, u in pairs])
    return {(d.id, u): vector for (d, u), vector in zip(pairs, vectors, strict=True)}


def _wrong(
    vectors: dict[tuple[str, Unit], Vectors],
    document: Document,
    unit: Unit,
    found: list[UnitEvidence],
) -> list[UnitEvidence]:
    """Candidates that do not share the right unit's characters, nor say the same in other words."""
    right = UnitEvidence(document, unit, 0, 0, 0, 0, 0, 0)
    own = vectors[document.id, unit]
    return [
        e
        for e in found
        if not overlaps(e, right) and vectors[e.document.id, e.unit] @ own < _SAME_FACT
    ]


def public_groups(folder: Path, rng: random.Random, most: int) -> list[Group]:
    """At most `most` groups from the public data below `folder`."""
    groups = [*_squad(folder / "squad2_part" / "squad2_part.json.gz", rng)]
    groups += _squad(folder / "xquad_en" / "xquad.en.part.json.gz", rng)
    for name in ("selqa-ass-dev.json.gz", "selqa-ass-test.json.gz"):
        groups += _selqa(folder / "selqa" / name, rng)
    rng.shuffle(groups)
    return groups[:most]


def _squad(path: Path, rng: random.Random) -> Iterator[Group]:
    for article in _read(path)["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            spans = split_sentences(context, 0, len(context))
            texts = [f"{article['title'].replace('_', ' ')}. {context[a:b]}" for a, b in spans]
            for entry in paragraph["qas"]:
                starts = {answer["answer_start"] for answer in entry["answers"]}
                if entry.get("is_impossible"):
                    starts = set()
                labels = [any(a <= at < b for at in starts) for a, b in spans]
                yield _sampled(entry["question"], texts, labels, rng)


def _selqa(path: Path, rng: random.Random) -> Iterator[Group]:
    for entry in _read(path):
        texts = [f"{entry['article']}. {entry['section']}. {text}" for text in entry["candidates"]]
        labels = [number in entry["answers"] for number in range(len(texts))]
        yield _sampled(entry["question"], texts, labels, rng)


def _sampled(question: str, texts: list[str], labels: list[bool], rng: random.Random) -> Group:
    right = [n for n, label in enumerate(labels) if label][:1]
    wrong = [n for n, label in enumerate(labels) if not label]
    kept = right + rng.sample(wrong, min(len(wrong), 4))
    return Group(
        question, tuple(texts[n] for n in kept), tuple(labels[n] for n in kept)
    )


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def slipped(question: str, rng: random.Random) -> str:
    """`question`, one time in eight with a typing slip."""
    if len(question) < 8 or rng.random() > 0.125:
        return question
    at = rng.randrange(1, len(question) - 2)
    kind = rng.randrange(3)
    if kind == 0:
        return question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    if kind == 1:
        return question[:at] + question[at + 1 :]
    return question[:at] + rng.choice(_LETTERS) + question[at:]


def shares(groups: list[Group]) -> dict[str, float]:
    """Counts of what a list of groups holds."""
    sizes = np.array([len(group.texts) for group in groups])
    return {
        "groups": len(groups),
        "pairs": int(sizes.sum()),
        "unanswerable": sum(not any(group.labels) for group in groups),
    }
