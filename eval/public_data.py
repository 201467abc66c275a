"""Public question–sentence pairs, from a folder that the user names; none of it is committed.

SQuAD 2.0 and XQuAD (CC BY-SA 4.0; Rajpurkar et al. 2018, Artetxe et al. 2020), SelQA (Apache-2.0;
Jurczyk et al. 2016), MedQuAD, training part (CC BY 4.0; Ben Abacha & Demner-Fushman 2019).
"""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError
from corpus.sentences import split_sentences

Pair = tuple[str, str]
"""A question and the text that answers it."""

_MOST_WIKIPEDIA = 4500
_PASSAGE_CHARACTERS = 600


def read_pairs(folder: Path, seed: int = 0) -> tuple[list[Pair], list[list[Pair]]]:
    """Question–sentence pairs, and question–passage pairs in groups of one disease each.

    The same ones for the same seed. Passages of one disease are what is hard to tell apart.

    Raises:
        CorpusError: a data set is not where it should be.
    """
    rng = random.Random(seed)  # noqa: S311  # repeatable, not secret
    try:
        wikipedia = [
            *_squad(folder / "squad2_part" / "squad2_part.json.gz"),
            *_squad(folder / "xquad_en" / "xquad.en.part.json.gz"),
            *_selqa(folder / "selqa" / "selqa-ass-dev.json.gz"),
            *_selqa(folder / "selqa" / "selqa-ass-test.json.gz"),
        ]
        health: dict[str, list[Pair]] = {}
        for focus, pair in _medquad(folder / "medquad_train" / "medquad_train.jsonl.gz"):
            health.setdefault(focus, []).append(pair)
    except OSError as error:
        raise CorpusError(
            f"{error.filename} cannot be read; give the folder that holds squad2_part, xquad_en, "
            "selqa and medquad_train"
        ) from error
    rng.shuffle(wikipedia)
    return wikipedia[:_MOST_WIKIPEDIA], list(health.values())


def _squad(path: Path) -> Iterator[Pair]:
    for article in _read(path)["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            spans = split_sentences(context, 0, len(context))
            for entry in paragraph["qas"]:
                if entry.get("is_impossible"):
                    continue
                at = entry["answers"][0]["answer_start"]
                yield from ((entry["question"], context[a:b]) for a, b in spans if a <= at < b)


def _selqa(path: Path) -> Iterator[Pair]:
    for entry in _read(path):
        if entry["answers"]:
            yield entry["question"], entry["candidates"][entry["answers"][0]]


def _medquad(path: Path) -> Iterator[tuple[str, Pair]]:
    """Each disease with a question and the beginning of its answer, as a passage is encoded."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            text = " ".join(entry["answer"].split())[:_PASSAGE_CHARACTERS]
            question = entry["question"].replace(" (are)", "").strip()
            yield entry["focus"], (question, f"{entry['focus']}. {text}")


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)
