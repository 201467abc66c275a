"""Safety rules, read from the raw message before anything else. The rules are in rules.toml."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import SettingsError
from qa.outcome import Alert, AlertLevel

RULES = Path(__file__).parent / "rules.toml"
MOST_CHARACTERS = 4000
_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with the examples that it must keep."""

    id: str
    level: AlertLevel
    description: str
    source: str
    patterns: tuple[re.Pattern[str], ...]
    fires: tuple[str, ...]
    quiet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """All rules, in the order of the file."""

    rules: tuple[Rule, ...]

    @classmethod
    def load(cls, path: Path = RULES) -> "Safety":
        """Read the rules.

        Raises:
            SettingsError: a rule lacks a field or its six examples of each kind, or has a bad
                pattern.
        """
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(_rule(entry) for entry in data.get("rule", ())))

    def read(self, message: str) -> tuple[Alert, ...]:
        """Each rule that fires, with the words that fired it."""
        plain = simplify(message)
        alerts = []
        for rule in self.rules:
            found = next((m for p in rule.patterns if (m := p.search(plain))), None)
            if found:
                alerts.append(Alert(rule.id, rule.level, found.group(0).strip()))
        return tuple(alerts)


def simplify(message: str) -> str:
    """Small letters, no accents, apostrophes or invisible characters, single spaces."""
    text = unicodedata.normalize("NFKD", message[:MOST_CHARACTERS])
    text = "".join(c for c in text if not unicodedata.category(c).startswith(("M", "Cf")))
    text = re.sub(r"['’‘`´]", "", text.lower())
    return re.sub(r"[\s_]+", " ", text).strip()


def _rule(entry: dict[str, Any]) -> Rule:
    name = entry.get("id", "(without an id)")
    try:
        rule = Rule(
            id=entry["id"],
            level=AlertLevel(entry["level"]),
            description=entry["description"],
            source=entry["source"],
            patterns=tuple(re.compile(pattern) for pattern in entry["patterns"]),
            fires=tuple(entry["fires"]),
            quiet=tuple(entry["quiet"]),
        )
    except KeyError as error:
        raise SettingsError(f"safety rule {name} has no {error}") from error
    except (ValueError, re.error) as error:
        raise SettingsError(f"safety rule {name} cannot be read: {error}") from error
    if min(len(rule.fires), len(rule.quiet)) < _EXAMPLES or not rule.patterns:
        raise SettingsError(
            f"safety rule {name} has {len(rule.fires)} messages that must fire it and "
            f"{len(rule.quiet)} that must not; each needs {_EXAMPLES}"
        )
    return rule
