"""The card that comes before anything else: what it says, for every country and rule."""

import re

import pytest

from corpus.readability import measure
from qa.outcome import Alert, AlertLevel
from qa.pages import words
from qa.pages.care import care_card, still_there
from qa.safety.rules import load_rules

COUNTRIES = sorted(words.NUMBER)
RULES = load_rules()


def alert_of(level: AlertLevel, say: str = "you cannot pee") -> Alert:
    return Alert("x", level, "", say)


def text_of(card: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", card).split())


@pytest.mark.parametrize(
    ("country", "emergency", "crisis"),
    [("US", "911", "988"), ("UK", "999", "116 123"), ("EU", "112", "112"),
     ("unset", "your local emergency number", "crisis line")],
)  # fmt: skip
def test_help_names_the_numbers_of_the_country(country: str, emergency: str, crisis: str) -> None:
    urgent = care_card((alert_of(AlertLevel.EMERGENCY),), country)
    assert emergency in urgent
    assert "now if:" in urgent
    assert "you cannot pee" in urgent
    assert words.CRISIS_TITLE not in urgent
    low = care_card((alert_of(AlertLevel.CRISIS),), country)
    assert crisis in low
    assert words.EMERGENCY_TITLE not in low
    both = care_card((alert_of(AlertLevel.EMERGENCY), alert_of(AlertLevel.CRISIS)), country)
    assert both.index(words.EMERGENCY_TITLE) < both.index(words.CRISIS_TITLE)
    assert both.startswith("<div class='care' role='alert'>")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    "rule", [r for r in RULES if r.level is not AlertLevel.DOSE], ids=lambda rule: rule.id
)
def test_a_card_is_read_in_ten_seconds(rule, country: str) -> None:
    # People read some four words a second (Brysbaert 2019: 238 a minute).
    card = care_card((Alert(rule.id, rule.level, "", rule.say),), country)
    assert len(text_of(card).split()) <= 42
    assert "<a" not in card
    assert "http" not in card


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_says_is_plain(rule) -> None:
    said = rule.say if rule.level is not AlertLevel.EMERGENCY else f"Call now if {rule.say}."
    assert measure(said).grade <= 8
    assert "<" not in rule.say
    if rule.level is AlertLevel.EMERGENCY:
        assert rule.say[0].islower()  # it ends a sentence of the card
        assert not rule.say.endswith(".")


def test_two_signs_of_one_rule_are_said_once() -> None:
    card = care_card((alert_of(AlertLevel.EMERGENCY), alert_of(AlertLevel.EMERGENCY)), "US")
    assert card.count("you cannot pee") == 1


def test_words_of_a_rule_are_text() -> None:
    assert "<b>" not in care_card((alert_of(AlertLevel.EMERGENCY, "<b>x"),), "US")


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_line_that_stays(country: str) -> None:
    assert still_there((), country) == ""
    assert still_there((AlertLevel.DOSE,), country) == ""
    emergency = still_there((AlertLevel.CRISIS, AlertLevel.EMERGENCY), country)
    assert words.STILL_EMERGENCY[country] in emergency
    assert still_there((AlertLevel.CRISIS,), country) == words.STILL_CRISIS[country]
