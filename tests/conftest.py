"""What the tests share: the shipped articles, and an index of them by the real encoder."""

import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("QUOTEBACK_VAR", tempfile.mkdtemp(prefix="quoteback-test-"))
os.environ.setdefault("QUOTEBACK_SETTINGS", "/nonexistent/quoteback.toml")

from corpus.loading import ARTICLES, Corpus, load_corpus
from index.home import load_encoder, open_index
from qa.assistant import Assistant
from qa.settings import Settings


@pytest.fixture(scope="session")
def articles() -> Corpus:
    """The shipped articles."""
    return load_corpus(ARTICLES)


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """An assistant over the shipped articles with the real encoder."""
    return Assistant(open_index(ARTICLES, load_encoder()), Settings())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus of two documents."""
    home = tmp_path / "documents"
    home.mkdir()
    (home / "tea.md").write_text(
        "# All about tea\n\n## How long does tea keep?\n\nBlack tea keeps for two years. "
        "Green tea keeps for 12 months.\n\n## What harms tea?\n\nTea is harmed by:\n\n"
        "- Light and air.\n- Damp cupboards.\n\n| Tea | Minutes |\n|---|---|\n"
        "| Black | 4 |\n| Green | 2 |\n"
    )
    (home / "coffee.txt").write_text(
        "Coffee\n\nHow strong is it?\nCoffee holds about 95 mg of caffeine a cup. Decaf holds "
        "less.\n\nCall us now on (555) 123-4567 to order.\n"
    )
    return home
