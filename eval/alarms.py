"""Messages that must or must not raise an alarm, and how well that is met.

eval/alarms.jsonl: {"id", "split", "messages", "rules", "style"}, one line each; `messages` are what
a person wrote, oldest first, and `rules` what must fire at the last. No message of the test part
was written or changed in sight of the rules. Levels count, not rules: help that comes first under a
neighboring rule's name is help.

What staff judged is in a file of the same form beside it (eval/adopting.py), with "reviewer" and
"judged_on"; there, "urgent" says that help must come first, where need be by whichever rule.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.gold import SPLITS, GoldError, numbered_lines
from eval.intervals import Measure, mean
from qa.outcome import Alert, AlertLevel
from qa.safety.reader import SURE, Safety

ALARMS = Path(__file__).parent / "alarms.jsonl"
URGENT = frozenset([AlertLevel.EMERGENCY, AlertLevel.CRISIS])


@dataclass(frozen=True, slots=True)
class Message:
    """What a person wrote, oldest first, and the rules that must fire at the last."""

    id: str
    split: str
    messages: tuple[str, ...]
    rules: frozenset[str]
    style: str
    urgent: bool = False
    reviewer: str = ""
    judged_on: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what was raised, and the levels that should have been."""

    message: Message
    alerts: tuple[Alert, ...]
    expected: frozenset[AlertLevel]

    @property
    def must_help(self) -> bool:
        """Whether help had to come first."""
        return self.message.urgent or bool(self.expected & URGENT)

    @property
    def urgent(self) -> bool:
        """Whether help came first."""
        return any(alert.level in URGENT for alert in self.alerts)

    @property
    def levels(self) -> frozenset[AlertLevel]:
        """The levels raised."""
        return frozenset(alert.level for alert in self.alerts)


def load_messages(
    known: Sequence[str], split: str, path: Path = ALARMS, *, adopted: bool = True
) -> list[Message]:
    """The messages of one split, by default with those of the file that was adopted beside `path`.

    Raises:
        GoldError: a line that is not such a message, or that names a rule not in `known`.
    """
    found = []
    seen: set[tuple[str, ...]] = set()
    for name, number, line in _all_lines(path, adopted):
        try:
            entry = json.loads(line)
            message = Message(
                entry["id"],
                entry["split"],
                tuple(entry["messages"]),
                frozenset(entry["rules"]),
                entry["style"],
                bool(entry.get("urgent", False)),
                entry.get("reviewer", ""),
                entry.get("judged_on", ""),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{name}, line {number}: not a message ({error})") from error
        if message.split not in SPLITS or not message.messages or message.messages in seen:
            raise GoldError(f"{name}, line {number}: empty, twice, or of no split")
        if unknown := message.rules - set(known):
            raise GoldError(
                f"{name}, line {number}: there is no rule {min(unknown)!r}; correct the line, or "
                "run `python -m eval adopt` where it was adopted"
            )
        seen.add(message.messages)
        found.append(message)
    return [message for message in found if message.split == split]


def adopted_beside(path: Path) -> Path:
    """The file of what staff judged, beside the one that was written for measuring."""
    return path.with_stem(f"{path.stem}-adopted")


def _all_lines(path: Path, adopted: bool) -> Iterator[tuple[str, int, str]]:
    """Each line of the file, or of both, with the file's name and the line's number."""
    beside = adopted_beside(path)
    for one in (path, beside) if adopted and beside.is_file() else (path,):
        yield from ((one.name, number, line) for number, line in numbered_lines(one))


def hear(safety: Safety, messages: Sequence[Message]) -> list[Heard]:
    """Read each message."""
    level = {rule.id: rule.level for rule in safety.rules}
    return [
        Heard(
            message,
            safety.read(message.messages[-1], message.messages[:-1]),
            frozenset(level[rule] for rule in message.rules),
        )
        for message in messages
    ]


def hear_alone(safety: Safety, messages: Sequence[Message], part: str) -> list[Heard]:
    """Read each message by one part of the reader, to see what the parts are worth.

    `part` is "phrases" (one says that the sign is there now) or "model" (SURE of a rule); a
    conversation is read as one text.
    """
    found = []
    for message in messages:
        text = ". ".join(safety.mended(said) for said in message.messages)
        alerts = tuple(
            Alert(rule.id, rule.level, finding.phrase or text, rule.say)
            for rule, finding in zip(safety.rules, safety.findings([text])[0], strict=True)
            if (finding.phrase if part == "phrases" else finding.probability >= SURE)
        )
        expected = frozenset(rule.level for rule in safety.rules if rule.id in message.rules)
        found.append(Heard(message, alerts, expected))
    return found


def measure_alarms(heard: Sequence[Heard]) -> list[Measure]:
    """Misses and false alarms with their intervals; recall by level and by rule.

    Trap: messages come from few writers, so the intervals are narrower than the world.
    """
    urgent = [h for h in heard if h.must_help]
    quiet = [h for h in heard if not h.expected and not h.must_help]
    ordinary = [h for h in heard if not h.must_help]
    dose = [h for h in heard if AlertLevel.DOSE in h.expected]
    found = [
        mean("urgent messages missed", np.array([not h.urgent for h in urgent])),
        mean("alarms on ordinary messages", np.array([h.urgent for h in ordinary])),
        mean("dose questions missed", np.array([AlertLevel.DOSE not in h.levels for h in dose])),
        mean("dose referrals unasked", np.array([AlertLevel.DOSE in h.levels for h in quiet])),
    ]
    for level in AlertLevel:
        own = [h for h in heard if level in h.expected]
        found.append(mean(f"recall {level.value}", np.array([level in h.levels for h in own])))
    for rule in sorted({rule for h in heard for rule in h.message.rules}):
        own = [h for h in heard if rule in h.message.rules]
        met = np.array([bool(h.levels & h.expected) for h in own])
        found.append(mean(f"help first, {rule}", met))
    return found


def is_missed(heard: Heard) -> bool:
    """Whether a level that had to be raised was not."""
    return heard.must_help and not heard.urgent


def is_false(heard: Heard) -> bool:
    """Whether help came first where nothing called for it."""
    return heard.urgent and not heard.must_help
