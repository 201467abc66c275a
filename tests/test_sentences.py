from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["Soreness goes within 24 to 48 hours.", "Call your doctor after 72 hours."],
        ["The score was 7.4. on the scale of pain."],
        ["Causes (e.g. a bruise) are rare.", "Rest helps."],
        ["Dr. Hwang wrote it in 2026.", "He is a surgeon."],
        ["Take 1.5 mg every 6 hr. with food.", "Stop if you feel sick."],
        ["Apply 0.025–0.075% cream.", "Wash your hands."],
        ["It eased by 3 p.m. on the same day."],
        ["Is it normal?", "Yes!", "It passes."],
        ["He said “it hurts.”", "Then it stopped."],
        ["Infection (e.g., discitis, osteomyelitis) is rare."],
        ["Try heat, ice, etc.", "The pain should ease."],
        ["Take vitamin D3.", "It helps bones."],
        ["Only if a problem (e.g., hardware failure) is confirmed."],
    ],
)
def test_known_sentences(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_hard_wrapped_prose_keeps_its_sentences() -> None:
    text = "Back pain after an\nepidural is common. It\npasses."
    assert split(text) == ["Back pain after an\nepidural is common.", "It\npasses."]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_spans_are_ordered_and_hold_all_words(text: str) -> None:
    spans = split_sentences(text, 0, len(text))
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    outside = list(text)
    for a, b in spans:
        outside[a:b] = " " * (b - a)
    assert not "".join(outside).replace("\x00", "").strip()
