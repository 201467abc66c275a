"""The two files of what was adopted: read with care, written both or neither."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.loading import Corpus
from eval.adopted_lines import Line, asked_on, told
from eval.alarms import load_messages
from eval.asked_already import Places
from eval.gold import SPLITS, GoldError, load_gold, numbered_lines

_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Where some readers end a line, and JSON does not escape. All else stays readable: people look
through these files for names."""


def read_adopted(path: Path) -> dict[str, Line]:
    """The lines of a file under their ids; none where there is no file.

    Raises:
        GoldError: a line that `adopt` cannot have written.
    """
    found: dict[str, Line] = {}
    where = path.name
    try:
        for number, text in numbered_lines(path) if path.is_file() else ():
            where = f"{path.name}, line {number}"
            line = json.loads(text)
            _ = told(line), asked_on(line)  # all that is read of it later
            found[line["id"]] = line
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(
            f"{where} is damaged ({type(error).__name__}: {error}); correct the line or remove it"
        ) from None
    return found


def write_adopted(
    files: Mapping[Path, Mapping[str, Line]], corpus: Corpus, rules: Sequence[str], places: Places
) -> None:
    """Write both files.

    Raises:
        GoldError: the gold set cannot be read with them; then they are as they were.
    """
    old = {path: path.read_bytes() if path.is_file() else b"" for path in files}
    try:
        for path, lines in files.items():
            _replace(path, "".join(_json(line) + "\n" for line in lines.values()).encode())
        load_gold(corpus, places.gold)
        load_messages(rules, SPLITS[0], places.alarms)
    except BaseException:
        for path, content in old.items():
            _replace(path, content)
        raise


def _json(line: Line) -> str:
    text = json.dumps(line, ensure_ascii=False)
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _replace(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step; no file where there is none."""
    if not content:
        path.unlink(missing_ok=True)
        return
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)
