"""From scored candidates to what is shown: up to three quotes from different places, or none."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from index.search import UnitEvidence
from qa.candidates import overlaps
from qa.features import other_topic
from qa.settings import Settings
from qa.vocabulary import topics_in


class HasProbability(Protocol):
    """A candidate with its probability."""

    @property
    def evidence(self) -> UnitEvidence:
        """The candidate."""
        ...

    @property
    def probability(self) -> float:
        """That it answers the question."""
        ...


T = TypeVar("T", bound=HasProbability)


def choose(question: str, scored: Sequence[T], settings: Settings) -> list[T]:
    """The quotes to show from `scored` (best first); empty is an abstention.

    The first must reach `answer_at`, the others `also_at` times the first, and be on a procedure
    that the question names, if it names one. No two come from one section or share characters, so
    that three quotes say three things.
    """
    topics = topics_in(question)
    chosen: list[T] = []
    for candidate in scored:
        first = chosen[0].probability if chosen else 0.0
        floor = settings.also_at * first if chosen else settings.answer_at
        if candidate.probability < floor or len(chosen) == settings.max_quotes:
            break
        if chosen and other_topic(topics, candidate.evidence):
            continue
        if all(_elsewhere(candidate.evidence, other.evidence) for other in chosen):
            chosen.append(candidate)
    return chosen


def _elsewhere(left: UnitEvidence, right: UnitEvidence) -> bool:
    same_section = (left.document.id, left.unit.section) == (right.document.id, right.unit.section)
    return not same_section and not overlaps(left, right)
