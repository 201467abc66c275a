"""Builds on disk: written beside each other, named by one pointer, checked byte by byte.

    <root>/current              "<build id> <sha256 of its manifest>", replaced atomically
    <root>/<build id>/          the files of a build
    <root>/<build id>/manifest.json   written last: what was built from what, and every file's hash

A build that was interrupted has no pointer to it and is removed by the next one.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.asked import UNANSWERED
from corpus.loading import Corpus
from corpus.serial import to_json
from corpus.splitting import PASSAGE_CHARACTERS
from index.errors import IndexDamaged, IndexMismatch, IndexMissing

FORMAT = 4
_CURE = "run `python -m index build`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from; two builds of equal manifests (but for `created`) are equal."""

    format: int
    created: str
    corpus: str
    documents: dict[str, str]
    encoder: str
    weights_sha256: str
    dimension: int
    settings: dict[str, int]
    counts: dict[str, int]
    files: dict[str, str]


def current_settings() -> dict[str, int]:
    """What an index depends on besides its corpus and its encoder."""
    return {"passage_characters": PASSAGE_CHARACTERS}


def fingerprints(corpus: Corpus) -> dict[str, str]:
    """Id of each document to the SHA-256 of all that an index takes from it."""
    found = {
        document.id: hashlib.sha256(to_json(document).encode()).hexdigest()
        for document in corpus.documents
    }
    if corpus.unanswered:
        joined = "\n".join(corpus.unanswered).encode("utf-8", "surrogatepass")
        found[UNANSWERED] = hashlib.sha256(joined).hexdigest()
    return found


@contextmanager
def building(root: Path) -> Iterator[Path]:
    """A new empty build folder, alone: a second builder of the same root waits.

    Whatever goes wrong inside, the current build stays as it is.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep(root)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        folder = root / name
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def publish(root: Path, folder: Path, manifest: Manifest) -> None:
    """Write the manifest, then point `current` at the build, in that order and synced."""
    for path in _files(folder):
        _sync(path)
    data = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    target = folder / "manifest.json"
    target.write_bytes(data)
    _sync(target)
    _sync(folder)
    pointer = root / "current.new"
    pointer.write_text(f"{folder.name} {hashlib.sha256(data).hexdigest()}\n")
    _sync(pointer)
    pointer.replace(root / "current")
    _sync(root)


def hash_files(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below `folder`, by its relative name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
    }


def read_current(root: Path) -> tuple[Path, Manifest]:
    """Folder and manifest of the current build, its manifest verified.

    Raises:
        IndexMissing: nothing built. IndexDamaged: pointer or manifest is not what was written.
    """
    try:
        pointer = (root / "current").read_text().split()
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, FileNotFoundError):
            raise IndexMissing(f"no index has been built in {root}; {_CURE}") from None
        raise IndexDamaged(f"the pointer {root / 'current'} cannot be read; {_CURE}") from error
    folder = root / pointer[0] if len(pointer) == 2 else root
    try:
        data = (folder / "manifest.json").read_bytes()
    except OSError:
        raise IndexDamaged(
            f"the pointer `current` names {' '.join(pointer)[:80]!r}, which is no build; {_CURE}"
        ) from None
    if hashlib.sha256(data).hexdigest() != pointer[1]:
        raise IndexDamaged(
            f"manifest.json or the pointer `current` was changed after the build; {_CURE}"
        )
    fields: dict[str, Any] = json.loads(data)
    if fields.get("format") != FORMAT:
        raise IndexMismatch(
            f"the build has format {fields.get('format')}, expected {FORMAT}; {_CURE}"
        )
    return folder, Manifest(**fields)


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file with its recorded hash. Raises IndexDamaged, naming the file."""
    found = hash_files(folder)
    found.pop("manifest.json", None)
    for name, expected in manifest.files.items():
        if name not in found:
            raise IndexDamaged(f"{name} is missing from the index build {folder.name}; {_CURE}")
        if found[name] != expected:
            raise IndexDamaged(
                f"{name} of the index build {folder.name} is damaged: its SHA-256 is "
                f"{found[name][:12]}…, expected {expected[:12]}…; {_CURE}"
            )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sweep(root: Path) -> None:
    """Remove what no pointer names, but for the newest finished build beside the current one."""
    try:
        current = (root / "current").read_text().split()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        current = ""
    folders = sorted((path for path in root.iterdir() if path.is_dir()), reverse=True)
    finished = [f for f in folders if (f / "manifest.json").exists() and f.name != current]
    for folder in folders:
        if folder.name != current and folder not in finished[:1]:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
