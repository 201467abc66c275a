"""A dose is quoted whole, never without who decides; one's own dose is referred first."""

import re

import pytest

from corpus.loading import build_document
from corpus.readers import RawText
from qa.assistant import Assistant
from qa.doses import deciding_unit, lacks_who_decides, says_who_decides, tells_a_dose
from qa.outcome import AlertLevel, Answered, Quote, quotes_of

ONE = Quote("a", "A", (), ((0, 1),), "Take 400 mg of it twice a day.", 0.9)
TWO = Quote("a", "A", (), ((0, 1),), "Your care team decides which dose you get.", 0.9)


@pytest.mark.parametrize("text", ["400 mg", "5mg daily", "2 tablets", "one dose is 10 ml", "50 µg"])
def test_a_dose(text: str) -> None:
    assert tells_a_dose(text)


@pytest.mark.parametrize("text", ["24 to 48 hours", "1 in 3 women", "L4 and L5", "no figures"])
def test_no_dose(text: str) -> None:
    assert not tells_a_dose(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Typical dose (your care team decides)", True),
        ("Take it as directed by your doctor.", True),
        ("Ask your pharmacist first.", True),
        ("Doctors often use it.", False),
        ("Take 400 mg.", False),
    ],
)
def test_who_decides(text: str, says: bool) -> None:
    assert says_who_decides(text) is says


def test_a_dose_alone_lacks_who_decides() -> None:
    assert lacks_who_decides((ONE,))
    assert not lacks_who_decides((ONE, TWO))
    assert not lacks_who_decides((TWO,))


def test_the_nearest_sentence_that_says_who_decides() -> None:
    text = (
        "## Doses\n\nYour doctor decides your dose.\n\n## Tea\n\nTake 5 mg.\n\n"
        "Ask your pharmacist about the dose of tea.\n"
    )
    document = build_document(RawText(text, markdown=True), {}, "a")
    at = text.index("Take 5 mg")
    unit = deciding_unit(document, (at, at + 10))
    assert unit is not None
    assert document.slice(unit.spans) == "Ask your pharmacist about the dose of tea."


@pytest.mark.parametrize(
    "question",
    [
        "what is the usual dose of tramadol after back surgery",
        "typical dose of turmeric for pain after back surgery",
        "how many mg of ibuprofen are given after back surgery",
        "zoledronic acid dose after back surgery",
    ],
)
def test_a_dose_fact_is_quoted_whole_with_who_decides(assistant: Assistant, question: str) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, Answered)
    assert tells_a_dose(outcome.quotes[0].text)
    assert not lacks_who_decides(outcome.quotes)


@pytest.mark.parametrize(
    "question",
    [
        "how much ibuprofen should I take after back surgery",
        "can I double my gabapentin",
        "is it safe to take tramadol with alcohol",
        "how many of my tramadol can i have a day",
    ],
)
def test_ones_own_dose_is_referred_and_nothing_is_reckoned(
    assistant: Assistant, question: str
) -> None:
    outcome = assistant.ask(question)
    assert AlertLevel.DOSE in {alert.level for alert in outcome.alerts}
    for quote in quotes_of(outcome):
        document = assistant.index.corpus.get(quote.document_id)
        figures = re.findall(r"\d[\d.,–]*", quote.text)
        assert all(figure in document.slice(quote.spans) for figure in figures)
