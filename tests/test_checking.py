"""`corpus check` finds each breach, and the shipped articles have none."""

from datetime import date
from pathlib import Path

import pytest

from corpus.checking import check_folder
from corpus.coverage import find_missing
from corpus.loading import Corpus, load_corpus
from corpus.readability import count_syllables, measure

TODAY = date(2026, 11, 20)
GOOD = """---
id: tea
title: Tea
topic: surgery
sources:
  - title: All about tea
    publisher: Leaf
    author: not stated
    date: 2025
written_on: 2026-11-20
checked_on: 2026-11-20
review_due: 2027-11-20
clinical_review: none
---
## How long does tea keep?

Black tea keeps for two years in a tin. Green tea keeps for one year.
"""


def breaches(tmp_path: Path, text: str, **others: str) -> list[str]:
    (tmp_path / "tea.md").write_text(text)
    for name, other in others.items():
        (tmp_path / f"{name}.md").write_text(other)
    return [b.message for b in check_folder(tmp_path, today=TODAY).breaches]


def test_a_good_article_has_no_breach(tmp_path: Path) -> None:
    assert breaches(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  - title: All about tea\n    publisher: Leaf\n    author: not stated\n    date: 2025\n",
         "  []\n", "no source"),
        ("review_due: 2027-11-20", "review_due: 2026-11-19", "review was due on 2026-11-19"),
        ("review_due: 2027-11-20", "review_due: soon", "must be dates"),
        ("checked_on: 2026-11-20", "checked_on: 2026-11-01", "before written_on"),
        ("topic: surgery", "topic: tea", "topic 'tea'"),
        ("clinical_review: none", "clinical_review: none\ncolour: green", "unknown field colour"),
        ("title: Tea\n", "", "missing field title"),
        ("id: tea", "id: coffee", "not the name of its file"),
        ("Green tea keeps for one year.", "It keeps for one year.", "points backwards"),
        ("## How", "Loose words stand here.\n\n## How", "before the first heading"),
        ("in a tin.", "in a tin.\n\n## What harms tea?\n\n## More", "nothing under the heading"),
        ("Green tea keeps for one year.",
         "Nevertheless, extraordinarily oxidized varieties deteriorate considerably.",
         "reading grade"),
        ("Green tea keeps for one year.", "Tea " + "is so good and " * 9 + "hot.", "average"),
    ],
)  # fmt: skip
def test_each_breach_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    assert any(message in found for found in breaches(tmp_path, GOOD.replace(old, new)))


def test_a_sentence_in_two_articles_is_a_breach(tmp_path: Path) -> None:
    other = GOOD.replace("id: tea", "id: tin").replace("Green tea", "White tea")
    assert any("stands again in" in b for b in breaches(tmp_path, GOOD, tin=other))


def test_a_copied_sentence_of_eight_words_is_a_breach(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "tea.md").write_text(GOOD)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "s.txt").write_text(
        "All about tea\n\nNow: black tea keeps for two years, in a tin!\n"
    )
    report = check_folder(tmp_path / "articles", against=sources, today=TODAY)
    assert [b.message for b in report.breaches] == [
        "copied from s: 'Black tea keeps for two years in a tin.'"
    ]


def test_the_shipped_articles_pass(articles: Corpus) -> None:
    report = check_folder(Path(__file__).parent.parent / "corpus" / "articles", today=TODAY)
    assert [f"{b.document_id}: {b.message}" for b in report.breaches] == []
    assert len(articles.documents) >= 10


def test_missing_figures_and_medicines_are_listed(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    (ours / "a.md").write_text("## Pain\n\nIbuprofen helps within 2 hours.\n")
    (theirs / "b.md").write_text(
        "## Pain\n\nIbuprofen helps within 2–3 hours. Ketoprofen does too.\n\n"
        "Call (555) 123-4567 now.\n\n| Drug | Dose |\n|---|---|\n| Zinc | 2 |\n"
    )
    missing = find_missing(load_corpus(ours), load_corpus(theirs))
    assert [entry.what for entry in missing] == ["3", "Ketoprofen", "Zinc"]


@pytest.mark.parametrize(
    ("word", "count"),
    {"soreness": 2, "acupuncture": 4, "usually": 4, "needles": 2, "used": 1, "bruises": 2,
     "people": 2, "the": 1, "fluid": 2, "epidural": 4, "tissues": 2, "called": 1, "48": 1,
     "post-dural": 3, "don't": 1, "noted": 2}.items(),
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_grade_by_the_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45
    assert measure(["The cat sat on the mat."]).grade == pytest.approx(-1.45)
