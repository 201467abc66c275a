"""Verdicts put together by answer: was it right, as far as staff said?"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from qa.records.judgement import Judgement, Verdict
from qa.staff.statistics import Share


def by_answer(judgements: Iterable[Judgement]) -> dict[str, tuple[Judgement, ...]]:
    """Judgements that count, under the ids of their answers."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        found.setdefault(judgement.answer_id, []).append(judgement)
    return {answer_id: tuple(own) for answer_id, own in found.items()}


def judged_right(
    judged: Mapping[str, Sequence[Judgement]], among: Collection[str] | None = None
) -> Share:
    """How many judged answers (`among` these) are right.

    An answer counts once, however many judged it, and as right only where all of them say so.
    """
    own = [said for answer_id, said in judged.items() if among is None or answer_id in among]
    return Share(sum(all(one.verdict is Verdict.RIGHT for one in said) for said in own), len(own))
