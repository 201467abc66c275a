"""What a message says of a sign: there now, denied, over, or only asked about."""

import pytest

from qa.safety.phrases import compile_phrase
from qa.safety.plain import plain
from qa.safety.status import Status, status_of

SIGN = compile_phrase("(fever|chills|weak*|numb*|cant pee)")


def read(message: str) -> list[Status]:
    text = plain(message)
    return [status_of(text, *match.span()) for match in SIGN.matches(text)]


@pytest.mark.parametrize(
    "message",
    [
        "I have a fever",
        "fever 39 since the injection",
        "is it normal that my leg is numb?",
        "my legs were numb this morning and are still numb",
        "I can't pee",
        "he has chills, what now?",
        "not sure if it matters but my foot is weak",
        "hi, so I was told to wait, however my leg is numb",
    ],
)
def test_present(message: str) -> None:
    assert read(message)[-1] is Status.PRESENT


@pytest.mark.parametrize(
    "message",
    [
        "no fever",
        "no fever, chills or weakness",
        "I don't have a fever",
        "without any numbness",
        "not that I can't pee, it just stings",
        "neither fever nor chills",
    ],
)
def test_denied(message: str) -> None:
    assert set(read(message)) == {Status.DENIED}


@pytest.mark.parametrize(
    "message",
    [
        "my legs were numb for two hours but are fine now",
        "I had a fever last week, gone now",
        "my foot went numb years ago",
        "the numbness wore off",
    ],
)
def test_over(message: str) -> None:
    assert set(read(message)) == {Status.OVER}


@pytest.mark.parametrize(
    "message",
    [
        "can an epidural cause numbness?",
        "what if I can't pee afterwards",
        "scared my leg will be numb",
        "signs of infection: fever?",
        "I read about a man whose leg went weak",
        "is fever normal after a blood patch",
        "how common is numbness",
    ],
)
def test_asked(message: str) -> None:
    assert set(read(message)) == {Status.ASKED}


def test_a_denial_ends_at_but() -> None:
    assert read("no fever but my leg is weak") == [Status.DENIED, Status.PRESENT]
    assert read("no fever or weakness") == [Status.DENIED, Status.DENIED]
