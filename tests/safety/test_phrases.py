"""The language of the rules: what each form finds, and what cannot be read."""

import pytest

from qa.errors import SettingsError
from qa.safety.phrases import alternatives, compile_phrase, words_of


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cant pee", "i cant pee"),
        ("(cant|unable to) pee", "he is unable to pee since"),
        ("my [left] leg", "my leg"),
        ("my [left|right] leg", "my right leg"),
        ("[so|very] numb", "very numb"),
        ("numb [down below]", "it is numb"),
        ("numb [down below]", "numb down below"),
        ("numb*", "numbness"),
        ("groin ... numb*", "groin has since friday been so numb"),
        ("groin ... numb*", "groin numb"),
        ("fever chills", "fever, chills"),
        ("38.5", "it is 38.5 now"),
    ],
)
def test_finds(phrase: str, text: str) -> None:
    assert list(compile_phrase(phrase).matches(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cant pee", "i cant peel it"),
        ("pee", "keep peeling"),
        ("numb", "number"),
        ("groin ... numb*", "groin hurts. my toes are numb"),  # not across sentences
        ("groin ... numb*", "groin one two three four five six numb"),
        ("my [left|right] leg", "my sore leg"),
        ("foot ... dragging", "my foot isnt dragging"),  # a denial in the gap
    ],
)
def test_does_not_find(phrase: str, text: str) -> None:
    assert not list(compile_phrase(phrase).matches(text))


@pytest.mark.parametrize("phrase", ["(a||b)", "Cant pee", "can't pee", "", "[x]", "a (", "a | b"])
def test_an_unreadable_phrase_is_named(phrase: str) -> None:
    with pytest.raises(SettingsError, match="phrase"):
        compile_phrase(phrase)


def test_alternatives_leave_out_one_each() -> None:
    assert alternatives("(a|b c) [x|y] z") == [
        "(b c) [x|y] z",
        "(a) [x|y] z",
        "(a|b c) [y] z",
        "(a|b c) [x] z",
    ]


def test_words_of_a_phrase() -> None:
    assert words_of("(cant|unable to) ... numb* pee") == {"cant", "unable", "to", "pee"}
