"""Questions, each with texts of which the first answers or none does, for the cross-encoder.

From the articles: phrasings with their unit and three units that the adapter puts near but that say
something else; questions known to have no answer with the three nearest units. From public data
(eval/public_data.py names it): a sentence that answers with others of its paragraph or article,
SQuAD's impossible questions with sentences of their paragraph, the beginning of a MedQuAD answer
with sentences of other answers on the same disease. The gold questions are never read.
"""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.asked import UNANSWERED, phrasings_of, read_unanswered
from corpus.loading import ARTICLES
from corpus.sentences import split_sentences
from corpus.splitting import context_of, spoken
from index.search import SearchIndex
from qa.cross_encoder import as_read

OTHERS = 3
_PHRASINGS = 6500
_PUBLIC = 4200
_NEAR, _FURTHER = 4, 10
_TWIN_PLAIN, _TWIN_MOVED = 0.8, 0.85


@dataclass(frozen=True, slots=True)
class Group:
    """A question with texts as the cross-encoder reads them; the first answers where `answered`."""

    question: str
    texts: tuple[str, ...]
    answered: bool


def article_groups(index: SearchIndex, rng: random.Random) -> list[Group]:
    """Groups from the phrasings and from the questions that nothing answers."""
    plain, context, phrasings, unit_of, unanswered = index.training_vectors()
    units = [(d, u) for d in index.corpus.documents for u in d.units]
    texts = [as_read(context_of(d, u.section), spoken(d, u)) for d, u in units]
    moved = index.adapter.texts(plain, context)
    twins = (plain @ plain.T > _TWIN_PLAIN) | (moved @ moved.T > _TWIN_MOVED)
    asked = [a.text for d in index.corpus.documents for a in phrasings_of(d)]
    groups = []
    moved_asked = index.adapter.questions(phrasings)
    for at in rng.sample(range(len(asked)), min(_PHRASINGS, len(asked))):
        own = int(unit_of[at])
        order = np.argsort(-(moved @ moved_asked[at]))[:60]
        near = [int(unit) for unit in order if not twins[own, unit]][:_FURTHER]
        others = rng.sample(near[:_NEAR], OTHERS - 1) + rng.sample(near[_NEAR:], 1)
        groups.append(Group(asked[at], tuple(texts[i] for i in (own, *others)), answered=True))
    moved_not = index.adapter.questions(unanswered)
    for at, question in enumerate(read_unanswered(ARTICLES / UNANSWERED)):
        order = np.argsort(-(moved @ moved_not[at]))[:OTHERS]
        groups.append(Group(question, tuple(texts[int(i)] for i in order), answered=False))
    return groups


def public_groups(folder: Path, rng: random.Random) -> list[Group]:
    """Groups from public data, shuffled and cut to the same number whatever is found.

    Raises:
        OSError: a data set is not where it should be.
    """
    groups = [
        *_squad(folder / "squad2_part" / "squad2_part.json.gz", rng),
        *_squad(folder / "xquad_en" / "xquad.en.part.json.gz", rng),
        *_selqa(folder / "selqa" / "selqa-ass-dev.json.gz", rng),
        *_selqa(folder / "selqa" / "selqa-ass-test.json.gz", rng),
        *_medquad(folder / "medquad_train" / "medquad_train.jsonl.gz", rng),
    ]
    rng.shuffle(groups)
    return groups[:_PUBLIC]


def _group(
    rng: random.Random, question: str, context: str, right: str | None, others: list[str]
) -> Group:
    drawn = rng.sample(others, min(OTHERS, len(others)))
    texts = [*([right] if right else []), *drawn]
    return Group(question, tuple(as_read(context, text) for text in texts), right is not None)


def _squad(path: Path, rng: random.Random) -> Iterator[Group]:
    for article in _read(path)["data"]:
        title = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = split_sentences(text, 0, len(text))
            for entry in paragraph["qas"]:
                at = -1 if entry.get("is_impossible") else entry["answers"][0]["answer_start"]
                right = next((text[a:b] for a, b in spans if a <= at < b), None)
                others = [text[a:b] for a, b in spans if not a <= at < b]
                if others and (right or entry.get("is_impossible")):
                    yield _group(rng, entry["question"], title, right, others)


def _selqa(path: Path, rng: random.Random) -> Iterator[Group]:
    for entry in _read(path):
        if entry["answers"]:
            right = entry["candidates"][entry["answers"][0]]
            answering = set(entry["answers"])
            others = [s for at, s in enumerate(entry["candidates"]) if at not in answering]
            if others:
                yield _group(rng, entry["question"], entry["article"], right, others)


def _medquad(path: Path, rng: random.Random) -> Iterator[Group]:
    """The beginning of each answer against sentences of the other answers on that disease."""
    by_disease: dict[str, list[tuple[str, list[str]]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            text = " ".join(entry["answer"].split())[:1500]
            sentences = [text[a:b] for a, b in split_sentences(text, 0, len(text))]
            question = entry["question"].replace(" (are)", "").strip()
            if sentences:
                by_disease.setdefault(entry["focus"], []).append((question, sentences))
    for disease in rng.sample(sorted(by_disease), min(900, len(by_disease))):
        for question, sentences in by_disease[disease][:2]:
            others = [s for asked, own in by_disease[disease] if asked != question for s in own[:6]]
            if others:
                yield _group(rng, question, disease, sentences[0], others)


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)
