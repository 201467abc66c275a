"""Whole messages and conversations, by phrases and model together."""

import time

import pytest

from corpus.loading import load_corpus
from eval.alarms import hear, load_messages, measure_alarms
from qa.outcome import AlertLevel
from qa.safety.reader import Safety
from qa.safety.slips import Slips

PEE = "I can't pee since my epidural and my groin is numb"


@pytest.fixture(scope="session")
def safety() -> Safety:
    return Safety.load()


def levels(safety: Safety, message: str, *history: str) -> set[str]:
    return {alert.level.value for alert in safety.read(message, history)}


@pytest.mark.parametrize(
    "message",
    [
        PEE,
        PEE.upper(),
        "i cnat pee sinse my epidural an my groin is nunb",
        "Ｉ ｃａｎ'ｔ ｐｅｅ since my epidural and my groin is ｎｕｍｂ",
        "i can\u200bt pee since my epidural and my groin is nu\u200bmb",
        "no fever but my leg is weak",
        "can't feel my bum since the jab",
        "my husband won't wake up",
        "I want to die",
    ],
)
def test_danger(safety: Safety, message: str) -> None:
    assert levels(safety, message) & {"emergency", "crisis"}


@pytest.mark.parametrize(
    "message",
    [
        "what are the signs of infection?",
        "can an epidural cause numbness?",
        "what is foot drop?",
        "no fever or weakness",
        "my legs were numb for two hours but are fine now",
        "this pain is killing me",
        "is worse pain after acupuncture normal?",
        "",
        "?",
        "thanks!",
    ],
)
def test_no_alarm(safety: Safety, message: str) -> None:
    assert not levels(safety, message)


def test_an_alert_names_rule_words_and_what_to_say(safety: Safety) -> None:
    (alert,) = safety.read("Hello there. My back is sore. I can't pee since the shot!")
    assert (alert.rule, alert.level) == ("cauda-equina", AlertLevel.EMERGENCY)
    assert "cant pee" in alert.words
    assert alert.say == next(rule.say for rule in safety.rules if rule.id == alert.rule)


def test_in_the_third_message(safety: Safety) -> None:
    history = ("how long does an epidural last", "is a sore back normal after it")
    assert levels(safety, "ok but now i cant pee and my groin is numb", *history) == {"emergency"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("i had a steroid injection in my back on monday", "now i have a fever and chills"),
        ("my groin feels odd since the epidural", "it has gone completely numb"),
    ],
)
def test_split_over_two_messages(safety: Safety, first: str, second: str) -> None:
    assert "emergency" in levels(safety, second, first)


def test_an_alarm_is_not_repeated_for_a_harmless_question(safety: Safety) -> None:
    assert levels(safety, PEE) == {"emergency"}
    assert not levels(safety, "how long does an epidural last?", PEE)


@pytest.mark.parametrize(
    "nasty",
    [
        "e" + "\u0301" * 10_000,
        "[" * 20_000,
        "a " * 10_000,
        "? cant " * 4_000,
        "no " * 5_000,
        "\u200b" * 20_000,
        "((((" * 5_000,
        "numb " * 4_000,
        "😭" * 10_000,
        "\x00" * 5_000,
        "\u202e" * 5_000,
        "1.5," * 5_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_nasty_padding_changes_no_decision(safety: Safety, nasty: str) -> None:
    safety.read("warm up")
    for message in (f"{PEE}. {nasty}", f"{nasty} . {PEE}", f"{PEE}\n\n{nasty}\n\n{PEE}"):
        started = time.perf_counter()
        assert "cauda-equina" in {alert.rule for alert in safety.read(message)}
        assert time.perf_counter() - started < 5  # a guard against blowing up, not a benchmark


@pytest.mark.parametrize("times", [10, 50, 100])  # of 12,000 characters every one is read
def test_danger_amid_words_that_never_end(safety: Safety, times: int) -> None:
    story = "my back has been a bit sore since and my wife says hello " * times
    heard = safety.read(f"{story}{PEE} {story}")
    assert "cauda-equina" in {alert.rule for alert in heard}


def test_slips_are_mended_to_the_rules_words_only() -> None:
    slips = Slips(["cannot", "weakness", "fever", "numb", "breathe"])
    assert slips.mend("canot breahte, weekness. feaver") == "cannot breathe, weakness. fever"
    assert slips.mend("number never bread") == "number never bread"


def test_the_development_messages(safety: Safety) -> None:
    heard = hear(safety, load_messages([rule.id for rule in safety.rules], "dev"))
    found = {measure.name: measure.value for measure in measure_alarms(heard)}
    assert found["urgent messages missed"] <= 0.02
    assert found["alarms on ordinary messages"] <= 0.03


def test_the_articles_own_headings_raise_no_alarm(safety: Safety) -> None:
    headings = [s.heading for d in load_corpus().documents for s in d.sections]
    alarmed = [h for h in headings if levels(safety, h) & {"emergency", "crisis"}]
    assert alarmed == []
