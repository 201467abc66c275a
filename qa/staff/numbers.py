"""The staff's numbers: answers a day, what they came to, how many are right, who agrees."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from qa.records.answers import Answers
from qa.records.counts import Counted, Counts, Tally
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Judgement, Verdict
from qa.records.stored import Kind, Thumb
from qa.records.verdicts import Verdicts
from qa.staff.judged import by_answer, judged_right
from qa.staff.statistics import Share, kappa

DAYS = 30
ENOUGH = 20
"""Agreement on fewer answers than this is no number to act on."""


@dataclass(frozen=True, slots=True)
class Day:
    """How many answers of each kind on one day (UTC)."""

    on: date
    kinds: Mapping[Kind, int]

    @property
    def all(self) -> int:
        """Every answer of the day."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on the answers that both judged; `kappa` as in qa/staff/statistics.py."""

    reviewers: tuple[str, str]
    same: Share
    kappa: float | None

    @property
    def enough(self) -> bool:
        """Whether they judged enough answers for it to say something."""
        return self.same.of >= ENOUGH


@dataclass(frozen=True, slots=True)
class Numbers:
    """All figures of the page. `days` run without a gap to today, oldest first."""

    days: tuple[Day, ...]
    kinds: Mapping[Kind, Share]
    right: Share
    verdicts: Mapping[Verdict, int]
    thumbs: Mapping[Thumb, int]
    agreements: tuple[Agreement, ...]


def numbers(database: Database, today: date, days: int = DAYS) -> Numbers:
    """The figures: answers and thumbs of the last `days`, verdicts of all time.

    Raises:
        RecordsError: the records cannot be read.
    """
    since = today - timedelta(days=days - 1)
    by_day = _by_day(database, since)
    listed = tuple(Day(on, by_day.get(on, {})) for on in _each(since, today))
    total = sum(day.all for day in listed)
    judgements = Verdicts(database).all_current()
    return Numbers(
        days=listed,
        kinds={kind: Share(sum(d.kinds.get(kind, 0) for d in listed), total) for kind in Kind},
        right=judged_right(by_answer(judgements)),
        verdicts=Counter(j.verdict for j in judgements if j.verdict is not None),
        thumbs=_thumbs(database, since),
        agreements=agreements(judgements),
    )


def agreements(judgements: Sequence[Judgement]) -> tuple[Agreement, ...]:
    """Each two reviewers who judged the same answers, those with the most in common first.

    They agree where they chose the same verdict; the passage that they marked does not count.
    """
    said: dict[str, dict[str, str]] = {}
    for judgement in judgements:
        if judgement.verdict is not None:
            said.setdefault(judgement.reviewer, {})[judgement.answer_id] = judgement.verdict.value
    found = []
    for one, other in combinations(sorted(said), 2):
        both = sorted(said[one].keys() & said[other].keys())
        if not both:
            continue
        first, second = [said[one][key] for key in both], [said[other][key] for key in both]
        same = sum(a == b for a, b in zip(first, second, strict=True))
        found.append(Agreement((one, other), Share(same, len(both)), kappa(first, second)))
    return tuple(sorted(found, key=lambda agreement: -agreement.same.of))


def _by_day(database: Database, since: date) -> dict[date, dict[Kind, int]]:
    """Answers that are kept, and those that were counted without being kept."""
    found: dict[date, dict[Kind, int]] = {}
    counted = [
        (tally.day, Kind(tally.name), tally.count)
        for tally in _tallies(database, since)
        if tally.what is Counted.KIND
    ]
    for day, kind, count in (*Answers(database).by_day(), *counted):
        on = date.fromisoformat(day)
        if on >= since:
            kinds = found.setdefault(on, {})
            kinds[kind] = kinds.get(kind, 0) + count
    return found


def _thumbs(database: Database, since: date) -> dict[Thumb, int]:
    kept = Answers(database).totals(Filter(since=since))
    thumbs = {Thumb.UP: kept.up, Thumb.DOWN: kept.down}
    for tally in _tallies(database, since):
        if tally.what is Counted.THUMB:
            thumbs[Thumb(tally.name)] += tally.count
    return thumbs


def _tallies(database: Database, since: date) -> list[Tally]:
    return [t for t in Counts(database).all() if t.day >= since.isoformat()]


def _each(since: date, until: date) -> list[date]:
    return [since + timedelta(days=at) for at in range((until - since).days + 1)]
