"""What one message tells of a person is gone from the others, and from how they were read."""

import pytest

from qa.outcome import Abstained
from qa.records.making import Given, record_of
from qa.records.redaction import names_said, redact, redact_reading


def kept(question: str, read_as: str, *history: str) -> tuple[str, str]:
    outcome = Abstained(question, read_as, (), 0.1)
    given = Given(outcome, (), "talk", len(history), history, 0.01, "build", {})
    record = record_of(given, "answer", "2026-01-01T00:00:00Z")
    return record.question, record.read_as


@pytest.mark.parametrize(
    "introduced", ["My name is Zbigniew", "im zbigniew", "I'm - “Zbigniew”", "this is Zbigniew"]
)
def test_a_name_does_not_come_back_in_a_later_message(introduced: str) -> None:
    question, read_as = kept("Zbigniew back hurts", "Zbigniew back hurts", introduced)
    assert question == read_as == "[name] back hurts"


def test_a_name_of_long_ago_does_not_come_back() -> None:
    talk = ("my name is Zbigniew", *["is it normal?"] * 20)
    question, read_as = kept("Zbigniew back hurts", "Zbigniew back hurts (about zbigniew)", *talk)
    assert (question, read_as) == ("[name] back hurts", "[name] back hurts (about [name])")


def test_a_name_does_not_come_back_in_pieces() -> None:
    said = ("My name is Zbigniew Kowalski", "and how long does kowalski hurt?")
    question, read_as = kept(said[1], f"{said[1]} (about name zbigniew)", said[0])
    assert question == "and how long does [name] hurt?"
    assert read_as == "and how long does [name] hurt? (about name [name])"


def test_what_a_later_message_repeats_without_a_sign_is_hidden() -> None:
    question, read_as = kept(
        "smith73 hurts", "smith73 hurts", "smith73@clinic.example told me", "how long?"
    )
    assert read_as == "[hidden] hurts"
    assert question == "smith73 hurts"  # nothing says here that it was an address


def test_a_name_that_is_a_word_leaves_the_word() -> None:
    question, read_as = kept(
        "Will a mark at the needle go?",
        "Will a mark at the needle go?",
        "I'm Mark, I am Will Smith",
    )
    assert question == read_as == "Will a mark at the needle go?"


def test_words_of_an_address_leave_those_of_the_question() -> None:
    history = "I live at 12 Back Street"
    asked = "my back has hurt for 12 days"
    assert kept(asked, asked, history) == (asked, asked)


def test_names_of_all_messages_are_collected() -> None:
    assert names_said(["I'm Oisín", "is it normal?", "my wife Rose drove"]) == {"oisín", "rose"}


def test_a_first_message_is_kept_as_before() -> None:
    text = "My name is Rose, but I rose early"
    assert redact(text, names_said([text])) == "My name is [name], but I rose early"
    assert redact_reading(text, [text]) == "My name is [name], but I rose early"
