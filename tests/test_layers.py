"""corpus <- index <- qa <- eval, and app.py over all but eval; heavy libraries in one file each."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "corpus": set(),
    "index": {"corpus"},
    "qa": {"corpus", "index"},
    "eval": {"corpus", "index", "qa"},
    "app": {"corpus", "index", "qa"},
}
HOME = {
    "faiss": "index/dense.py",
    "bm25s": "index/lexical.py",
    "sentence_transformers": "index/models.py",
    "syntok": "corpus/sentences.py",
    "langchain_text_splitters": "corpus/splitting.py",
    "ir_measures": "eval/retrieval.py",
    "altair": "eval/plots.py",
    "spellchecker": "qa/vocabulary.py",
    "argon2": "qa/staff/passwords.py",
    "sklearn": "qa/staff/statistics.py",
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def files() -> list[Path]:
    rooms = [ROOT / room for room in ("corpus", "index", "qa", "eval")]
    return [ROOT / "app.py", *(path for room in rooms for path in sorted(room.rglob("*.py")))]


@pytest.mark.parametrize("path", files(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_only_downwards(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    others = imports(path) & ALLOWED.keys() - {room}
    assert others <= ALLOWED[room]


@pytest.mark.parametrize(("library", "home"), HOME.items())
def test_heavy_library_has_one_home(library: str, home: str) -> None:
    users = [p.relative_to(ROOT).as_posix() for p in files() if library in imports(p)]
    assert users == [home]
