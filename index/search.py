"""Searching a loaded build: dense and lexical scores, fused."""

import json
from copy import copy
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.asked import phrasings_of
from corpus.loading import Corpus
from corpus.model import Passage
from corpus.serial import from_json
from index.adapter import Adapters, load_adapters
from index.bank import Bank
from index.dense import DenseIndex
from index.encoder import Encoder, Vectors
from index.errors import IndexMismatch
from index.evidence import Hit, Origin, UnitEvidence
from index.lexical import LexicalIndex
from index.passages import Floats, PassageFinder, scaled
from index.pointing import Pointing
from index.store import Manifest, current_settings, read_current, verify_files

_SHARE_WIDTH = 0.05


class Searcher(Protocol):
    """Finds passages for a question."""

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """At most `limit` hits, best first."""
        ...


class SearchIndex:
    """A verified build in memory. Immutable, so it may be shared between threads."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        encoder: Encoder,
        adapters: Adapters,
        bank: Bank | None,
    ) -> None:
        """Load the files of a verified build. Use `load_index`."""
        self.manifest = manifest
        self.encoder = encoder
        lines = (folder / "documents.jsonl").read_text().splitlines()
        self.corpus = Corpus(tuple(from_json(line) for line in lines))
        self.passages = tuple(
            Passage(*entry) for entry in json.loads((folder / "passages.json").read_text())
        )
        rows: dict[str, list[int]] = json.loads((folder / "rows.json").read_text())
        self._vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
        self._rows = {kind: np.array(found, dtype=np.int64) for kind, found in rows.items()}
        place = {document.id: at for at, document in enumerate(self.corpus.documents)}
        titles = self._rows["titles"][[place[p.document_id] for p in self.passages]]
        self._finder = PassageFinder(
            self.passages,
            self._vectors[self._rows["passages"]],
            self._vectors[titles],
            DenseIndex.load(folder / "passages.faiss"),
            LexicalIndex.load(folder / "bm25-passages"),
            adapters.passages,
        )
        self._unit_lexical = LexicalIndex.load(folder / "bm25-units")
        self._units = [(d, u) for d in self.corpus.documents for u in d.units]
        self._headings: dict[tuple[str, int], int] = {}
        for document in self.corpus.documents:
            for section in range(len(document.sections)):
                self._headings[document.id, section] = len(self._headings)
        self._units_of = self._assign_units()
        self._home_of = {unit: row for row, own in enumerate(self._units_of) for unit in own}
        self._phrasings, self._phrased = self._assign_phrasings()
        self.adapter = adapters.units
        self._moved_units = self.adapter.texts(
            self._vectors[self._rows["units"]], self._vectors[self._rows["unit_contexts"]]
        )
        home = np.array([place[document.id] for document, _ in self._units], dtype=np.int64)
        self.bank = Bank.build(
            self.adapter.questions,
            self._phrasings,
            self._phrased,
            self._moved_units,
            np.array(self._vectors[self._rows["unanswered"]]),
            home,
        )
        self._lent = bank
        self._pointing = Pointing.build(bank or self.bank, self._moved_units, home)

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """At most `limit` passages for `question`, best first; none for a blank question."""
        if not question.strip() or limit < 1:
            return []
        query = self.encoder.encode([question])
        return [
            Hit(self.passages[found.row], found.score, Origin(found.dense, found.lexical))
            for found in self._finder.find(query, question, limit)
        ]

    def evidence(self, question: str, limit: int, *, words: str = "") -> list[UnitEvidence]:
        """Every unit of the best `limit` passages with all that the index knows about it.

        `words`, if given, is searched by words in place of `question` (it may add synonyms).
        """
        if not question.strip():
            return []
        words = words or question
        query = self.encoder.encode([question])
        moved = self.adapter.questions(query)
        asked = self._best_phrasing(self._phrasings @ query[0])
        trained_asked = self._best_phrasing(self.bank.questions @ moved[0])
        trained = self._moved_units @ moved[0]
        # A unit that the adapter or a phrasing brings near is weighed wherever its passage ranks.
        weighed = (self._lent or self.bank).weigh(moved[0])
        expected = self._moved_units @ weighed.expected
        pointed = self._pointing.pass_on(weighed.votes)
        nearest = (asked, trained, expected, pointed)
        near = {int(unit) for scores in nearest for unit in np.argsort(-scores)[:limit]}
        homes = sorted({self._home_of[unit] for unit in near})
        best = {found.row: found.score for found in self._finder.find(query, words, limit, homes)}
        units = [unit for row in best for unit in self._units_of[row]]
        pairs = [self._units[unit] for unit in units]
        sections = [self._headings[document.id, unit.section] for document, unit in pairs]
        columns = {
            "passage": np.array([best[self._home_of[unit]] for unit in units]),
            "plain": self._cosines(query, self._rows["units"][units]),
            "context": self._cosines(query, self._rows["unit_contexts"][units]),
            "heading": self._cosines(query, self._rows["headings"][sections]),
            "lexical": scaled(self._unit_lexical.scores(words))[units],
            "asked": asked[units],
            "trained": trained[units],
            "trained_asked": trained_asked[units],
            "share": np.exp((trained[units] - trained.max(initial=-1.0)) / _SHARE_WIDTH),
            "vote": np.zeros(len(units)) if self._lent else weighed.votes[units],
            "pointed": pointed[units],
            "expected": expected[units],
        }
        whole = {
            "unanswered": float((self.bank.unanswered @ moved[0]).max(initial=0.0)),
            "unanswered_vote": weighed.unanswered,
            "known": weighed.nearest,
        }
        return [
            UnitEvidence(
                document,
                unit,
                **{name: float(column[at]) for name, column in columns.items()},
                **whole,
                lent=self._lent is not None,
            )
            for at, (document, unit) in enumerate(pairs)
        ]

    def without(self, question: str) -> "SearchIndex":
        """This index as if `question` were not among those known to have no answer."""
        moved = self.adapter.questions(self.encoder.encode([question]))
        lesser = copy(self)
        lesser.bank = self.bank.without(moved[0])
        lesser._lent = self._lent.without(moved[0]) if self._lent else None
        return lesser

    def training_vectors(self) -> tuple[Vectors, Vectors, Vectors, NDArray[np.int64], Vectors]:
        """Units alone and with context, (u, d) each; phrasings (n, d) and each one's unit (n,).

        Last, the questions known to have no answer, (m, d).
        """
        plain = self._vectors[self._rows["units"]]
        context = self._vectors[self._rows["unit_contexts"]]
        unanswered = self._vectors[self._rows["unanswered"]]
        phrasings = np.array(self._phrasings)
        return np.array(plain), np.array(context), phrasings, self._phrased, np.array(unanswered)

    def _best_phrasing(self, cosines: Floats) -> Floats:
        """For each unit the best of its phrasings' cosines; 0 where it has none."""
        best = np.zeros(len(self._units), dtype=np.float32)
        np.maximum.at(best, self._phrased, cosines)
        return best

    def _cosines(self, query: Vectors, rows: NDArray[np.int64]) -> Floats:
        found: Floats = np.asarray(self._vectors[rows]) @ query[0]
        return found

    def _assign_phrasings(self) -> tuple[Vectors, NDArray[np.int64]]:
        """Vectors of all phrasings, (n, dimension), and the number of each one's unit, (n,)."""
        numbers: list[int] = []
        first = 0
        for document in self.corpus.documents:
            numbers += [first + asked.unit for asked in phrasings_of(document)]
            first += len(document.units)
        return self._vectors[self._rows["asked"]], np.array(numbers, dtype=np.int64)

    def _assign_units(self) -> list[list[int]]:
        """Numbers of the units in each passage; a unit belongs where its own words begin."""
        owners: list[list[int]] = [[] for _ in self.passages]
        by_document: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            by_document.setdefault(passage.document_id, []).append(row)
        for number, (document, unit) in enumerate(self._units):
            rows = by_document.get(document.id, [])
            inside = [r for r in rows if self.passages[r].start <= unit.focus[0]]
            if rows:
                owners[inside[-1] if inside else rows[0]].append(number)
        return owners


def load_index(
    root: Path,
    encoder: Encoder,
    *,
    documents: dict[str, str] | None = None,
    adapters: Adapters | None = None,
    bank: Bank | None = None,
) -> SearchIndex:
    """The current build below `root`, every file verified.

    Args:
        root: the folder of the builds.
        encoder: what the index must have been built with.
        documents: if given, the id and SHA-256 of each document that the build must hold.
        adapters: used in place of the encoder's own.
        bank: of another corpus, for one that has no phrasings of its own.

    Raises:
        IndexMissing, IndexDamaged: as `read_current` and `verify_files`.
        IndexMismatch: built by another encoder, with other settings or from other documents.
    """
    folder, manifest = read_current(root)
    cure = "run `python -m index build`"
    if manifest.weights_sha256 != encoder.weights_sha256:
        raise IndexMismatch(
            f"the index was built with the encoder {manifest.encoder} "
            f"({manifest.weights_sha256[:12]}…), not {encoder.name} "
            f"({encoder.weights_sha256[:12]}…); {cure} --encoder {encoder.name}"
        )
    if manifest.settings != current_settings():
        raise IndexMismatch(
            f"the index was built with {manifest.settings}, expected {current_settings()}; {cure}"
        )
    if documents is not None and documents != manifest.documents:
        changed = sorted(
            key
            for key in documents.keys() | manifest.documents.keys()
            if documents.get(key) != manifest.documents.get(key)
        )
        raise IndexMismatch(
            f"{len(changed)} documents changed since the index was built "
            f"({', '.join(changed[:3])}{', …' if len(changed) > 3 else ''}); {cure}"
        )
    verify_files(folder, manifest)
    return SearchIndex(folder, manifest, encoder, adapters or load_adapters(encoder), bank)
