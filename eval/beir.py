"""Any BEIR-style folder through the machinery that finds passages for a patient.

BEIR (Thakur et al. 2021): `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`),
both possibly .gz, and `qrels.tsv` or `qrels/test.tsv` with a header row. Where a query says
`answerable`, abstention is measured too; `strict` marks those surely (un)answerable.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import QuotebackError
from corpus.loading import document_from_text
from corpus.model import Document
from eval.abstention import auroc
from eval.intervals import Measure, two_samples
from eval.retrieval import measure_retrieval
from index.encoder import Encoder
from index.passages import PassageFinder

PASSAGES = 200
"""Passages looked at for each query."""


class BeirError(QuotebackError):
    """A folder is not BEIR-style; the message names the file and what was expected."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question; `answerable` and `strict` are True where the file does not say."""

    id: str
    text: str
    answerable: bool = True
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Collection:
    """What a folder holds; relevance by query id, then document id."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    qrels: dict[str, dict[str, int]]


def read_collection(folder: Path) -> Collection:
    """Read a folder.

    Raises:
        BeirError: a file is missing or a line is not what it should be.
    """
    documents = tuple(
        document_from_text(str(line["_id"]), str(line.get("title", "")), _flat(line["text"]))
        for line in _lines(folder, "corpus")
    )
    queries = tuple(
        Query(
            str(line["_id"]),
            str(line["text"]),
            bool(line.get("answerable", True)),
            bool(line.get("strict", True)),
        )
        for line in _lines(folder, "queries")
    )
    return Collection(documents, queries, _qrels(folder))


@dataclass(frozen=True, slots=True)
class Ranked:
    """Document scores of one query, and its best score, which stands for confidence."""

    query: Query
    scores: dict[str, float]

    @property
    def confidence(self) -> float:
        """The best document's score; 0 where nothing was found."""
        return max(self.scores.values(), default=0.0)


def rank_all(collection: Collection, encoder: Encoder, *, progress: bool = False) -> list[Ranked]:
    """Each query's best documents, a document being worth its best passage."""
    finder = PassageFinder.build(collection.documents, encoder, progress=progress)
    ranked = []
    for query in collection.queries:
        scores: dict[str, float] = {}
        for found in finder.find(encoder.encode([query.text]), query.text, PASSAGES):
            scores.setdefault(finder.passages[found.row].document_id, found.score)
        ranked.append(Ranked(query, scores))
    return ranked


def measure_collection(ranked: Sequence[Ranked], qrels: dict[str, dict[str, int]]) -> list[Measure]:
    """Retrieval over answerable queries that have judgements, and AUROC of abstention."""
    asked = {r.query.id: r.scores for r in ranked if r.query.answerable and r.query.id in qrels}
    found = measure_retrieval(asked, {query: qrels[query] for query in asked})
    ours = np.array([r.confidence for r in ranked if r.query.id in asked])
    for name, strict in (("all", False), ("strict", True)):
        theirs = np.array(
            [
                r.confidence
                for r in ranked
                if not r.query.answerable and (r.query.strict or not strict)
            ]
        )
        if len(theirs) and len(ours):
            found.append(
                two_samples(
                    f"AUROC answerable, {name}",
                    (len(ours), len(theirs)),
                    lambda a, b, theirs=theirs: auroc(ours[a], theirs[b]),  # type: ignore[misc]
                )
            )
    return found


def _flat(text: str) -> str:
    """One paragraph: line breaks in such collections are remains of some layout."""
    return " ".join(str(text).split())


def _lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    plain, zipped = folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"
    if not plain.is_file() and not zipped.is_file():
        raise BeirError(f"{folder} holds no {plain.name} or {zipped.name}; expected a BEIR folder")
    data = plain.read_bytes() if plain.is_file() else gzip.decompress(zipped.read_bytes())
    for number, line in enumerate(data.decode("utf-8").splitlines(), start=1):
        try:
            found = json.loads(line)
            yield {**found, "_id": found["_id"], "text": found["text"]}
        except (ValueError, KeyError, TypeError) as error:
            raise BeirError(
                f"{name} in {folder}, line {number}: no object with `_id` and `text` ({error})"
            ) from error


def _qrels(folder: Path) -> dict[str, dict[str, int]]:
    for path in (folder / "qrels.tsv", folder / "qrels" / "test.tsv"):
        if path.is_file():
            found: dict[str, dict[str, int]] = {}
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file, delimiter="\t")
                next(rows, None)
                for row in rows:
                    try:
                        query, document, gain = row
                        if int(gain) > 0:
                            found.setdefault(query, {})[document] = int(gain)
                    except ValueError as error:
                        raise BeirError(
                            f"{path}: {row} is not query-id, corpus-id and score"
                        ) from error
            return found
    raise BeirError(f"{folder} holds no qrels.tsv or qrels/test.tsv; expected a BEIR folder")
