"""From scored candidates to what is shown: up to three quotes that say three things, or none."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from index.evidence import UnitEvidence
from index.lexical import terms
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

    @property
    def answer_at(self) -> float:
        """What the first must reach, unless a setting says otherwise."""
        ...


SAME = 0.5
T = TypeVar("T", bound=HasProbability)


def choose(question: str, scored: Sequence[T], settings: Settings) -> list[T]:
    """The quotes to show from `scored` (best first); empty is an abstention.

    The first must reach `needed`, the others `also_at` times the first, and be on a procedure
    that the question names, if it names one. No two share characters or half of their words, so
    that three quotes say three things.
    """
    topics = topics_in(question)
    chosen: list[T] = []
    for candidate in scored:
        first = chosen[0].probability if chosen else 0.0
        floor = settings.also_at * first if chosen else needed(candidate.answer_at, settings)
        if candidate.probability < floor or len(chosen) == settings.max_quotes:
            break
        if chosen and other_topic(topics, candidate.evidence):
            continue
        if all(_says_else(candidate.evidence, other.evidence) for other in chosen):
            chosen.append(candidate)
    return chosen


def needed(fitted: float, settings: Settings) -> float:
    """The probability that a first quote must reach: the setting, else what was fitted."""
    return fitted if settings.answer_at is None else settings.answer_at


def _says_else(left: UnitEvidence, right: UnitEvidence) -> bool:
    """Whether two candidates share no characters and less than SAME of their words (Jaccard)."""
    if overlaps(left, right):
        return False
    ours, theirs = (set(terms(e.document.slice(e.unit.spans))) for e in (left, right))
    return len(ours & theirs) < SAME * len(ours | theirs)
