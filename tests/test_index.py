"""Building, publishing, loading and searching an index."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load_corpus
from corpus.splitting import split_document
from index.build import build_index
from index.dense import DenseIndex
from index.encoder import (
    DEFAULT_WEIGHTS_SHA256,
    SentenceTransformerEncoder,
    Vectors,
    check_vectors,
)
from index.errors import EncoderError, IndexDamaged, IndexMismatch, IndexMissing
from index.hashing import HashingEncoder
from index.lexical import LexicalIndex
from index.search import SearchIndex, load_index
from index.store import fingerprints, read_current

ENCODER = HashingEncoder()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


def build(folder: Path, root: Path) -> SearchIndex:
    build_index(load_corpus(folder), ENCODER, root, name="test")
    return load_index(root, ENCODER)


def test_search_finds_the_passage_and_fuses_scores(folder: Path, root: Path) -> None:
    index = build(folder, root)
    best = index.search("how long does green tea keep", 3)[0]
    document = index.corpus.get(best.passage.document_id)
    assert "12 months" in document.text[best.passage.start : best.passage.end]
    # this encoder has no adapter: 0.3 + 0.3 of the cosine, 0.3 of the title's, 0.1 of the words'
    query, title = ENCODER.encode(["how long does green tea keep", document.title])
    expected = 0.6 * best.origin.dense + 0.3 * float(query @ title) + 0.1 * best.origin.lexical
    assert best.score == pytest.approx(expected, abs=1e-5)
    assert index.search("  ", 3) == []
    assert len(index.search("tea", 1000)) == len(index.passages)


def test_unchanged_texts_are_not_encoded_again(folder: Path, root: Path) -> None:
    first = build_index(load_corpus(folder), ENCODER, root, name="test")
    assert first.reused == 0
    again = build_index(load_corpus(folder), ENCODER, root, name="test")
    assert again.encoded == 0
    with (folder / "tea.md").open("a") as file:
        file.write("\n## Is tea hot?\n\nMost tea is hot.\n")
    changed = build_index(load_corpus(folder), ENCODER, root, name="test")
    assert 0 < changed.encoded < 6


def test_every_flipped_byte_is_refused_by_name(folder: Path, root: Path) -> None:
    build(folder, root)
    home, _ = read_current(root)
    paths = [p for p in home.rglob("*") if p.is_file()]
    assert len(paths) > 8
    for path in [*paths, root / "current"]:
        data = path.read_bytes()
        for at in {0, len(data) // 2, len(data) - 2}:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            name = "current" if path.name == "current" else path.relative_to(home).as_posix()
            with pytest.raises((IndexDamaged, IndexMissing), match=name) as caught:
                load_index(root, ENCODER)
            assert "python -m index build" in str(caught.value)
        path.write_bytes(data)
    load_index(root, ENCODER)


def test_missing_file_and_missing_build(folder: Path, root: Path) -> None:
    with pytest.raises(IndexMissing, match="no index has been built"):
        load_index(root, ENCODER)
    build(folder, root)
    home, _ = read_current(root)
    (home / "vectors.npy").unlink()
    with pytest.raises(IndexDamaged, match=r"vectors\.npy is missing"):
        load_index(root, ENCODER)


def test_a_mismatch_is_refused_with_its_cure(folder: Path, root: Path) -> None:
    build(folder, root)
    with pytest.raises(IndexMismatch, match="hashing-32"):
        load_index(root, HashingEncoder(32))
    hashes = fingerprints(load_corpus(folder))
    load_index(root, ENCODER, documents=hashes)
    with pytest.raises(IndexMismatch, match=r"1 documents changed .*tea.*index build"):
        load_index(root, ENCODER, documents={**hashes, "tea": "0" * 64})


def test_a_failed_build_leaves_the_previous_one(folder: Path, root: Path) -> None:
    build(folder, root)
    before = read_current(root)[0]

    class Broken(HashingEncoder):
        def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
            raise RuntimeError("out of memory")

    (folder / "new.md").write_text("## New\n\nA new text stands here.\n")
    with pytest.raises(RuntimeError):
        build_index(load_corpus(folder), Broken(), root, name="test")
    assert read_current(root)[0] == before
    assert len(load_index(root, ENCODER).corpus.documents) == 2


@pytest.mark.slow
def test_killing_a_build_at_any_moment_leaves_the_previous_one(folder: Path, root: Path) -> None:
    build(folder, root)
    script = (
        "import sys, pathlib\n"
        "from corpus.loading import load_corpus\n"
        "from index.build import build_index\n"
        "from index.hashing import HashingEncoder\n"
        "root, folder = map(pathlib.Path, sys.argv[1:])\n"
        "print('go', flush=True)\n"
        "while True: build_index(load_corpus(folder), HashingEncoder(), root, name='test')\n"
    )
    for number in range(12):
        (folder / "new.md").write_text(f"## New\n\nText number {number} stands here.\n")
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(root), str(folder)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parent.parent,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.004 * number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        index = load_index(root, ENCODER)
        assert index.search("how long does green tea keep", 1)
    build(folder, root)
    left = [p for p in root.iterdir() if p.is_dir()]
    assert len(left) <= 3  # what the kills left behind is swept


@pytest.mark.parametrize("size", [100, 250, 600])
def test_passages_are_slices_inside_one_section(folder: Path, size: int) -> None:
    for document in load_corpus(folder).documents:
        passages = split_document(document, size)
        for p in passages:
            section = document.sections[p.section]
            assert section.start <= p.start < p.end <= section.end
            assert p.end - p.start <= size
        ends = [0, *(p.end for p in passages)]
        assert all(p.start >= end for p, end in zip(passages, ends, strict=False))


def test_bm25_by_hand() -> None:
    # Lucene's BM25, k1 = 0.9, b = 0.4; "tea" in 1 of 2 texts of 2 and 1 terms (mean 1.5):
    # idf = ln(1 + (2 - 1 + .5) / (1 + .5)) = ln 2
    # tf = 1 / (1 + .9 * (1 - .4 + .4 * 2 / 1.5)) = 1 / 2.02
    index = LexicalIndex.build(["hot tea", "coffee"])
    assert index.scores("teas").tolist() == pytest.approx([math.log(2) / 2.02, 0.0], abs=1e-4)
    assert index.scores("cocoa").tolist() == [0.0, 0.0]
    assert LexicalIndex.build(["", "?"]).scores("tea").tolist() == [0.0, 0.0]


def test_dense_search_is_exact() -> None:
    vectors = np.eye(4, dtype=np.float32)
    rows, scores = DenseIndex.build(vectors).search(vectors[2:3], 10)
    assert rows[0] == 2
    assert scores.tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "bad",
    [np.zeros((2, 4)), np.full((2, 4), np.nan), np.ones((2, 4)), np.ones(4) / 2],
    ids=["zero", "nan", "long", "flat"],
)
def test_unusable_vectors_are_refused(bad: np.ndarray) -> None:
    with pytest.raises(EncoderError):
        check_vectors(bad.astype(np.float32))


@given(st.lists(st.text(max_size=40), max_size=5))
def test_hashing_encoder_gives_unit_rows(texts: list[str]) -> None:
    vectors = ENCODER.encode(texts)
    assert vectors.shape == (len(texts), 64)
    check_vectors(vectors)


def test_the_bundled_encoder_is_the_known_one() -> None:
    encoder = SentenceTransformerEncoder()
    assert encoder.weights_sha256 == DEFAULT_WEIGHTS_SHA256
    near, far, question = encoder.encode(["sore back", "a tin of tea", "my back hurts"])
    assert near @ question > far @ question + 0.3
    assert encoder.encode(["\ud800"]).shape == (1, 384)


def test_an_unknown_encoder_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="safetensors"):
        SentenceTransformerEncoder(str(tmp_path))


def test_the_search_command(folder: Path, tmp_path: Path) -> None:
    lines = '{"id": 7, "question": "green tea"}\nnonsense\n{"id": "b", "question": ""}\n'
    done = subprocess.run(
        [sys.executable, "-m", "index", "search", "--json", "--corpus", str(folder),
         "--encoder", "hashing"],
        input=lines, capture_output=True, text=True, cwd=Path(__file__).parent.parent,
        env={**os.environ, "QUOTEBACK_VAR": str(tmp_path / "var")},
    )  # fmt: skip
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first["id"] == 7
    assert set(first["hits"][0]) == {"document", "section", "start", "end", "score"}
    assert "not JSON" in second["error"]
    assert third == {"id": "b", "hits": []}
    assert done.returncode == 1
