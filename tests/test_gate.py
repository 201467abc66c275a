"""The gate of continuous integration: today's answers against the committed baseline."""

import pytest

from corpus.loading import ARTICLES, Corpus
from eval.gate import judge
from eval.gold import load_gold
from eval.runs import run_cases
from index.hashing import HashingEncoder
from index.home import open_index
from qa.assistant import Assistant
from qa.settings import Settings


@pytest.mark.slow
def test_answers_did_not_get_worse(assistant: Assistant, articles: Corpus) -> None:
    tested, fallen = judge(run_cases(assistant, load_gold(articles, split="dev")))
    assert not fallen, "\n".join(t.line() for t in tested)


@pytest.mark.slow
def test_a_worse_index_falls(articles: Corpus) -> None:
    worse = Assistant(open_index(ARTICLES, HashingEncoder()), Settings())
    _, fallen = judge(run_cases(worse, load_gold(articles, split="dev")[::3]))
    assert "first quote right" in {t.name for t in fallen}
