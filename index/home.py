"""Where builds live, and the one way to get an index that fits its corpus."""

import hashlib
import logging
import os
from pathlib import Path

from corpus.loading import ARTICLES, load_corpus
from index.adapter import Adapters
from index.bank import Bank
from index.build import build_index
from index.encoder import (
    DEFAULT_ENCODER,
    DEFAULT_WEIGHTS_SHA256,
    Encoder,
    SentenceTransformerEncoder,
)
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.hashing import HashingEncoder
from index.search import SearchIndex, load_index
from index.store import fingerprints

log = logging.getLogger("quoteback.index")


def var_folder() -> Path:
    """Runtime state: `$QUOTEBACK_VAR`, else `var/` beside the packages."""
    return Path(os.environ.get("QUOTEBACK_VAR") or Path(__file__).parent.parent / "var")


def index_root(corpus: Path, encoder_name: str = DEFAULT_ENCODER) -> Path:
    """Folder of the builds of one corpus folder and encoder; the shipped pair is `articles`."""
    home = var_folder() / "index"
    if corpus.resolve() == ARTICLES.resolve() and encoder_name == DEFAULT_ENCODER:
        return home / "articles"
    key = f"{corpus.resolve()}\n{encoder_name}".encode()
    return home / f"{corpus.resolve().name[:40]}-{hashlib.sha256(key).hexdigest()[:8]}"


def load_encoder(name: str = DEFAULT_ENCODER) -> Encoder:
    """The encoder of that name or path; `hashing` is the small one without weights.

    Raises:
        EncoderError: it cannot be loaded.
    """
    return HashingEncoder() if name == "hashing" else SentenceTransformerEncoder(name)


def open_index(
    corpus: Path, encoder: Encoder, *, progress: bool = False, adapters: Adapters | None = None
) -> SearchIndex:
    """The index of a corpus folder, built or brought up to date first where needed.

    Raises:
        CorpusError: the folder holds nothing readable. IndexError_: it could not be built.
    """
    loaded = load_corpus(corpus)
    root = index_root(corpus, encoder.name)
    lends = corpus.resolve() != ARTICLES.resolve() and not any(d.asked for d in loaded.documents)
    bank = _shipped_bank(encoder, progress) if lends else None
    try:
        return load_index(
            root, encoder, documents=fingerprints(loaded), adapters=adapters, bank=bank
        )
    except (IndexMissing, IndexMismatch) as error:
        log.info("building the index: %s", error)
    except IndexDamaged as error:
        log.warning("building the index again: %s", error)
    for skipped in loaded.skipped:
        log.warning("skipped %s", skipped)
    build_index(loaded, encoder, root, name=corpus.name, progress=progress)
    return load_index(root, encoder, documents=fingerprints(loaded), adapters=adapters, bank=bank)


def _shipped_bank(encoder: Encoder, progress: bool) -> Bank | None:
    """The shipped articles' questions and answers, where the adapters belong to the encoder."""
    if encoder.weights_sha256 != DEFAULT_WEIGHTS_SHA256:
        return None
    return open_index(ARTICLES, encoder, progress=progress).bank
