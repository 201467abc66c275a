"""What gold set and alarms ask already: nothing is adopted twice, and nothing of the test part."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.loading import Corpus
from eval.alarms import ALARMS, adopted_beside, load_messages
from eval.gold import GOLD, SPLITS, load_gold

ADOPTED = "adopted.jsonl"
TEST = SPLITS[1]


@dataclass(frozen=True, slots=True)
class Places:
    """Where gold cases and alarms are."""

    gold: Path = GOLD
    alarms: Path = ALARMS

    @property
    def adopted(self) -> tuple[Path, Path]:
        """Where adopted cases and adopted messages are."""
        return self.gold / ADOPTED, adopted_beside(self.alarms)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which case and which message asks a question already, and all that the test part asks."""

    taken: tuple[dict[str, str], dict[str, str]]
    test: frozenset[str]


def asked_already(corpus: Corpus, rules: Sequence[str], places: Places) -> Asked:
    """All of it but what was adopted, which today's articles and rules may not hold any more.

    Raises:
        GoldError: the gold set cannot be read.
    """
    cases: dict[str, str] = {}
    messages: dict[str, str] = {}
    test: set[str] = set()
    for case in load_gold(corpus, places.gold, without=ADOPTED):
        keys = keys_of((*case.history, case.question), *filter(None, (case.full,)))
        cases |= dict.fromkeys(keys, case.id)
        test |= set(keys) if case.split == TEST else set()
    for split in SPLITS:
        for message in load_messages(rules, split, places.alarms, adopted=False):
            (key,) = keys_of(message.messages)
            messages[key] = message.id
            test |= {key} if split == TEST else set()
    return Asked((cases, messages), frozenset(test))


def keys_of(turns: Iterable[str], *others: str) -> tuple[str, ...]:
    """Questions without capitals, signs and spaces: what differs in these alone is the same."""
    texts = (" ".join(turns), *others)
    return tuple(" ".join(re.findall(r"\w+", text.casefold())) or text for text in texts)
