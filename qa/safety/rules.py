"""The rules as data: rules.toml, read and checked. A rule without its examples does not load."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import SettingsError
from qa.outcome import AlertLevel
from qa.safety.phrases import Phrase, compile_phrase
from qa.safety.plain import plain

RULES = Path(__file__).parent / "rules.toml"
EXAMPLES = 6
_FIELDS = ("id", "level", "description", "source", "say", "patterns", "fires", "quiet")
_PERHAPS = ("asking_counts", "unless")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with the examples that it must keep.

    `say` is what the person must be told: for an emergency the sign itself, which ends the card's
    "now if"; else whole sentences. `patterns` are what to look for. `asking_counts` where the
    question itself is the sign, as in "how many would kill me". Where a phrase of `unless` is found
    and none of `patterns`, the model must be nearly certain.
    """

    id: str
    level: AlertLevel
    description: str
    source: str
    say: str
    patterns: tuple[Phrase, ...]
    fires: tuple[str, ...]
    quiet: tuple[str, ...]
    asking_counts: bool = False
    unless: tuple[Phrase, ...] = ()


def load_rules(path: Path = RULES) -> tuple[Rule, ...]:
    """All rules, in the order of the file.

    Raises:
        SettingsError: the file is not TOML, or a rule lacks a field or its six examples of each
            kind, has a pattern that cannot be read, or shares its id with another.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"the safety rules {path.name} cannot be read: {error}") from error
    rules = tuple(_rule(entry) for entry in data.get("rule", ()))
    ids = [rule.id for rule in rules]
    if not rules:
        raise SettingsError(f"{path.name} holds no [[rule]]; nobody would be warned")
    if len(set(ids)) < len(ids):
        raise SettingsError(f"{path.name} has two rules called {max(ids, key=ids.count)!r}")
    return rules


def _rule(entry: dict[str, Any]) -> Rule:
    name = entry.get("id", "(without an id)")
    missing = [field for field in _FIELDS if not entry.get(field)]
    if missing:
        raise SettingsError(f"safety rule {name} has no {missing[0]!r}")
    surplus = sorted(entry.keys() - {*_FIELDS, *_PERHAPS})
    if surplus:
        raise SettingsError(f"safety rule {name} has {surplus[0]!r}, which no rule has")
    try:
        rule = Rule(
            id=entry["id"],
            level=AlertLevel(entry["level"]),
            description=entry["description"],
            source=entry["source"],
            say=entry["say"],
            patterns=tuple(compile_phrase(phrase) for phrase in entry["patterns"]),
            fires=tuple(entry["fires"]),
            quiet=tuple(entry["quiet"]),
            asking_counts=bool(entry.get("asking_counts", False)),
            unless=tuple(compile_phrase(phrase) for phrase in entry.get("unless", ())),
        )
    except (ValueError, TypeError, SettingsError) as error:
        raise SettingsError(f"safety rule {name} cannot be read: {error}") from error
    fires, quiet = len(set(map(plain, rule.fires))), len(set(map(plain, rule.quiet)))
    if min(fires, quiet) < EXAMPLES:
        raise SettingsError(
            f"safety rule {name} has {fires} messages that must fire it and {quiet} that must "
            f"not; each needs {EXAMPLES}"
        )
    return rule
