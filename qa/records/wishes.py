"""Conversations that patients want forgotten and that are not gone yet, kept past a restart.

A file beside the database holds their ids, one a line: random, without a word of anybody.
"""

import logging
import os
import re
from collections.abc import Collection
from pathlib import Path

log = logging.getLogger("quoteback.records")

_ID = re.compile(r"[\w-]{8,64}")


def wishes_file(database: Path) -> Path:
    """Where the wishes about a database stand."""
    return database.with_name(f"{database.stem}-forget.txt")


def read_wishes(path: Path) -> frozenset[str]:
    """What is still to be forgotten; nothing where there is no such file, or it is damaged."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(line for line in lines if _ID.fullmatch(line))


def write_wishes(path: Path, ids: Collection[str]) -> None:
    """Replace what is to be forgotten, on the disk when this returns; no file where nothing is.

    Where it cannot be written, a line in the log says so: until a restart it is known anyway.
    """
    try:
        if not ids:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write("".join(f"{wish}\n" for wish in sorted(ids)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        log.warning("%d wishes to forget are not saved: %s", len(ids), type(error).__name__)
