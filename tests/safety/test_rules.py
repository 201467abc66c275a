"""Every rule keeps its own examples, every alternative is needed, bad rules do not load."""

from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.safety.phrases import alternatives, compile_phrase
from qa.safety.plain import plain
from qa.safety.reader import Safety, found, phrase_in, slips_of
from qa.safety.rules import RULES, Rule, load_rules
from qa.safety.sheet import sign_off_sheet

SHIPPED = load_rules()
SLIPS = slips_of(SHIPPED)
FIRES = [(rule, message) for rule in SHIPPED for message in rule.fires]
QUIET = [(rule, message) for rule in SHIPPED for message in rule.quiet]
NOTICED = 0.9


def name(value: object) -> str:
    return value.id if isinstance(value, Rule) else str(value)


@pytest.fixture(scope="session")
def safety() -> Safety:
    return Safety.load()


@pytest.mark.parametrize(("rule", "message"), FIRES, ids=name)
def test_fires(rule: Rule, message: str, safety: Safety) -> None:
    assert rule.id in {alert.rule for alert in safety.read(message)}


@pytest.mark.parametrize(("rule", "message"), QUIET, ids=name)
def test_stays_quiet(rule: Rule, message: str, safety: Safety) -> None:
    assert rule.id not in {alert.rule for alert in safety.read(message)}


@pytest.mark.parametrize(("rule", "message"), FIRES, ids=name)
def test_the_phrases_alone_find_it(rule: Rule, message: str) -> None:
    assert phrase_in(rule, SLIPS.mend(plain(message)))


@pytest.mark.parametrize("rule", SHIPPED, ids=name)
def test_nine_in_ten_alternatives_are_needed_by_an_example(rule: Rule) -> None:
    # Take one alternative, or a whole pattern, away: an example must notice.
    texts = [SLIPS.mend(plain(message)) for message in rule.fires]
    finders = [[bool(found(rule, phrase, text)) for phrase in rule.patterns] for text in texts]
    noticed = mutants = 0
    for number, phrase in enumerate(rule.patterns):
        only = [t for t, by in zip(texts, finders, strict=True) if by[number] and sum(by) == 1]
        for mutant in (None, *alternatives(phrase.text)):
            left = compile_phrase(mutant) if mutant else None
            mutants += 1
            noticed += any(left is None or not found(rule, left, text) for text in only)
    assert noticed >= NOTICED * mutants


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('level = "emergency"', 'level = "panic"', "cannot be read"),
        ('id = "cauda-equina"\n', "", "has no 'id'"),
        ('id = "weakness"', 'id = "cauda-equina"', "two rules called 'cauda-equina'"),
        ("[[rule]]", "[[rules]]", "has no|which no rule|no \\[\\[rule"),
        ("patterns = [", 'patterns = ["(a||b)",', "empty alternative"),
        ("patterns = [", "colour = 1\npatterns = [", "has 'colour', which no rule has"),
        ("fires = [", "fires = [[", "cannot be read"),
    ],
)
def test_a_bad_rule_does_not_load(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = RULES.read_text(encoding="utf-8")
    assert old in text
    number = -1 if old == "[[rule]]" else 1
    (tmp_path / "rules.toml").write_text(text.replace(old, new, number), encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_rules(tmp_path / "rules.toml")


def test_a_rule_without_its_examples_does_not_load(tmp_path: Path) -> None:
    five = ", ".join(f'"numb {number}"' for number in range(5))
    (tmp_path / "rules.toml").write_text(
        '[[rule]]\nid = "x"\nlevel = "dose"\ndescription = "d"\nsource = "s"\nsay = "y"\n'
        f'patterns = ["numb"]\nfires = [{five}]\nquiet = [{five}, "six"]\n'
    )
    with pytest.raises(SettingsError, match="5 messages that must fire it and 6 that must not"):
        load_rules(tmp_path / "rules.toml")


def test_the_sheet_names_every_rule_and_its_source() -> None:
    sheet = sign_off_sheet(SHIPPED, full=True)
    for rule in SHIPPED:
        assert f"| {rule.id} | {rule.level.value} |" in sheet
        assert all(f"- {message}" in sheet for message in (*rule.fires, *rule.quiet))
    assert "name, role, date" in sheet
