"""Every rule keeps its own examples; odd spellings change nothing; bad rules do not load."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import SettingsError
from qa.outcome import AlertLevel
from qa.safety import RULES, Rule, Safety, simplify

SAFETY = Safety.load()
FIRES = [(rule, message) for rule in SAFETY.rules for message in rule.fires]
QUIET = [(rule, message) for rule in SAFETY.rules for message in rule.quiet]


@pytest.mark.parametrize(("rule", "message"), FIRES, ids=lambda x: getattr(x, "id", x))
def test_fires(rule: Rule, message: str) -> None:
    assert rule.id in {alert.rule for alert in SAFETY.read(message)}


@pytest.mark.parametrize(("rule", "message"), QUIET, ids=lambda x: getattr(x, "id", x))
def test_stays_quiet(rule: Rule, message: str) -> None:
    assert rule.id not in {alert.rule for alert in SAFETY.read(message)}


@pytest.mark.parametrize(
    "message",
    [
        "I CAN’T PEE since my epidural",
        "i can\u200bt pee since my epidural",
        "Ｉ ｃａｎ'ｔ ｐｅｅ",
        "I  can't\n\npee",
        "í cán't péé",
    ],
)
def test_odd_spellings_of_an_emergency(message: str) -> None:
    assert [a.level for a in SAFETY.read(message)] == [AlertLevel.EMERGENCY]


def test_an_alert_names_the_words_that_fired_it() -> None:
    (alert,) = SAFETY.read("Hello. I can't breathe since the shot!")
    assert alert.rule == "breathing-chest-collapse"
    assert alert.words == "i cant breathe"


@pytest.mark.parametrize("nasty", ["e\u0301" * 900, "[" * 1900, "a " * 900, "? cant " * 250])
def test_nasty_padding_changes_no_decision(nasty: str) -> None:
    assert SAFETY.read(nasty) == ()
    for message in (f"I can't breathe. {nasty}", f"{nasty} I can't breathe"):
        assert [a.rule for a in SAFETY.read(message)] == ["breathing-chest-collapse"]


@given(st.text(max_size=100))
def test_simplify_is_stable_and_small(text: str) -> None:
    once = simplify(text)
    assert simplify(once) == once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('level = "emergency"', 'level = "panic"', "cannot be read"),
        ('id = "cauda-equina"\n', "", "has no 'id'"),
        ('  "my groin has gone numb",\n', "", "5 messages that must fire"),
        ("'\\bis (?:it|\\w+) safe with\\b',", "'(',", "cannot be read"),
    ],
)
def test_a_bad_rule_does_not_load(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = RULES.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "rules.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        Safety.load(tmp_path / "rules.toml")
