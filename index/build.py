"""A corpus to an index build: split, encode what is new, index, publish."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.asked import phrasings_of
from corpus.loading import Corpus
from corpus.model import Document, Passage
from corpus.serial import to_json
from corpus.splitting import context_of, split_document, spoken
from index.dense import DenseIndex
from index.encoder import Encoder, Vectors
from index.errors import IndexError_
from index.lexical import LexicalIndex
from index.passages import passage_text
from index.store import (
    FORMAT,
    Manifest,
    building,
    current_settings,
    fingerprints,
    hash_files,
    publish,
    read_current,
    verify_files,
)

_BATCH = 128


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    manifest: Manifest
    encoded: int
    reused: int


def build_index(
    corpus: Corpus, encoder: Encoder, root: Path, *, name: str, progress: bool = False
) -> BuildReport:
    """Build an index of `corpus` below `root` and make it the current one.

    Texts that the previous build of the same weights holds are not encoded again.

    Raises:
        IndexError_: nothing in the corpus can be quoted.
    """
    passages = [passage for document in corpus.documents for passage in split_document(document)]
    if not passages:
        raise IndexError_("nothing in these documents can be quoted; see `python -m corpus list`")
    by_id = {document.id: document for document in corpus.documents}
    texts = {**_texts(by_id, passages), "unanswered": list(corpus.unanswered)}
    with building(root) as folder:
        table = _Table(encoder, _previous(root, encoder))
        rows = {kind: table.add(found) for kind, found in texts.items()}
        vectors = table.encode(progress=progress)
        np.save(folder / "vectors.npy", vectors, allow_pickle=False)
        (folder / "texts.json").write_text(json.dumps(table.keys))
        (folder / "rows.json").write_text(json.dumps(rows))
        (folder / "documents.jsonl").write_text(
            "".join(to_json(document) + "\n" for document in corpus.documents)
        )
        (folder / "passages.json").write_text(
            json.dumps([[p.document_id, p.section, p.start, p.end] for p in passages])
        )
        DenseIndex.build(vectors[rows["passages"]]).save(folder / "passages.faiss")
        LexicalIndex.build(texts["passages"]).save(folder / "bm25-passages")
        LexicalIndex.build(texts["unit_contexts"]).save(folder / "bm25-units")
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            corpus=name,
            documents=fingerprints(corpus),
            encoder=encoder.name,
            weights_sha256=encoder.weights_sha256,
            dimension=encoder.dimension,
            settings=current_settings(),
            counts={
                "documents": len(corpus.documents),
                "passages": len(passages),
                "units": len(texts["units"]),
                "phrasings": len(texts["asked"]),
                "vectors": len(vectors),
            },
            files=hash_files(folder),
        )
        publish(root, folder, manifest)
    return BuildReport(manifest, encoded=table.encoded, reused=len(table.keys) - table.encoded)


def _texts(by_id: dict[str, Document], passages: Sequence[Passage]) -> dict[str, list[str]]:
    """What is encoded, by kind. Context (title and headings) goes before a passage's own words."""
    units = [(d, u) for d in by_id.values() for u in d.units]
    return {
        "passages": [passage_text(by_id[p.document_id], p) for p in passages],
        "titles": [d.title for d in by_id.values()],
        "units": [spoken(d, u) for d, u in units],
        "unit_contexts": [f"{context_of(d, u.section)}. {spoken(d, u)}" for d, u in units],
        "asked": [a.text for d in by_id.values() for a in phrasings_of(d)],
        "headings": [s.heading or d.title for d in by_id.values() for s in d.sections],
    }


class _Table:
    """Each distinct text once, with its vector."""

    def __init__(self, encoder: Encoder, known: dict[str, Vectors]) -> None:
        self._encoder = encoder
        self._known = known
        self._texts: list[str] = []
        self._rows: dict[str, int] = {}
        self.keys: list[str] = []
        self.encoded = 0

    def add(self, texts: Sequence[str]) -> list[int]:
        """Row numbers of `texts`."""
        rows = []
        for text in texts:
            if text not in self._rows:
                self._rows[text] = len(self._texts)
                self._texts.append(text)
                data = text.encode("utf-8", "surrogatepass")
                self.keys.append(hashlib.sha256(data).hexdigest()[:24])
            rows.append(self._rows[text])
        return rows

    def encode(self, *, progress: bool) -> Vectors:
        """Vectors of all texts, shape (n, dimension)."""
        vectors = np.zeros((len(self._texts), self._encoder.dimension), dtype=np.float32)
        new = [row for row, key in enumerate(self.keys) if key not in self._known]
        for row, key in enumerate(self.keys):
            if key in self._known:
                vectors[row] = self._known[key]
        new.sort(key=lambda row: len(self._texts[row]))  # like lengths share a batch
        with tqdm(total=len(new), unit="text", desc="encoding", disable=not progress) as bar:
            for at in range(0, len(new), _BATCH):
                batch = new[at : at + _BATCH]
                vectors[batch] = self._encoder.encode([self._texts[row] for row in batch])
                bar.update(len(batch))
        self.encoded = len(new)
        return vectors


def _previous(root: Path, encoder: Encoder) -> dict[str, Vectors]:
    """Vectors of the current build by the key of their text, if the same weights made them."""
    try:
        folder, manifest = read_current(root)
        if manifest.weights_sha256 != encoder.weights_sha256:
            return {}
        verify_files(folder, manifest)
        keys: list[str] = json.loads((folder / "texts.json").read_text())
        vectors: Vectors = np.load(folder / "vectors.npy", allow_pickle=False)
    except (IndexError_, OSError, ValueError):
        return {}  # damaged or missing: encode everything again
    return dict(zip(keys, vectors, strict=True))
