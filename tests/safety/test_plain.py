"""Plain words: what people and machines do to text changes nothing that is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.safety.plain import MOST_KEPT, plain, sentences


@pytest.mark.parametrize(
    "message",
    [
        "I CAN’T PEE!!!",
        "i can\u200bt pee",
        "Ｉ ｃａｎ'ｔ ｐｅｅ",
        "í cán't péé",
        "I  can't \tpee",
        "і сan't рее",  # Cyrillic letters
        "\u202ei can't pee",
        "i 'can't' pee 😭",
        "e\u0301\u0301\u0301".replace("e", "I can't pee"),
        "[[[[ I can't pee ]]]]",
    ],
)
def test_the_same_words_whatever_the_letters(message: str) -> None:
    assert plain(message).replace("ee", "e") == "i cant pe"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Temp 38.5, shaking... help", "temp 38.5, shaking. help"),
        ("no fever/chills; just sore - honestly", "no fever, chills. just sore. honestly"),
        ("Numb??? Why?!", "numb? why?"),
        ("sooooo goooood", "soo good"),
        ("a" * 9, "aa"),
        ("I can't\npee", "i cant, pee"),
        ("I can't\n\npee", "i cant. pee"),
        ("", ""),
        ("!!!", ""),
        ("日本語", ""),
    ],
)
def test_known_answers(message: str, text: str) -> None:
    assert plain(message) == text


def test_sentences_keep_a_decimal_point() -> None:
    text = "temp 38.5, shaking. help? now"
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "temp 38.5, shaking.",
        "help?",
        "now",
    ]


@given(st.text(max_size=300))
def test_stable_and_made_of_few_characters(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789., ?")


def test_both_ends_of_a_long_text_are_kept() -> None:
    kept = plain("first " + "x y " * MOST_KEPT + " last")
    assert len(kept) <= MOST_KEPT + 1
    assert kept.startswith("first")
    assert kept.endswith("last")
