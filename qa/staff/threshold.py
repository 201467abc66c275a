"""The probability that an answer must reach: when it was given, and today."""

from functools import cache

from qa.records.stored import AnswerRecord
from qa.scorer import Blend
from qa.settings import Settings


def then(record: AnswerRecord, settings: Settings) -> float:
    """What `record` had to reach; what it would have to today, where nobody wrote that down."""
    return today(record, settings) if record.answer_at is None else record.answer_at


def today(record: AnswerRecord, settings: Settings) -> float:
    """What the same question must reach now.

    Without a setting each set of weights has a threshold of its own, and which set weighs a
    question shows only when it is asked: that of the answer's own day is taken to hold.
    """
    if settings.answer_at is not None:
        return settings.answer_at
    return _fitted() if record.answer_at is None else record.answer_at


@cache
def _fitted() -> float:
    """Of the shipped articles: the queue asks for each old answer, and the file never changes."""
    return Blend.load("phrasings").answer_at
