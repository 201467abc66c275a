"""The answers to look at, in order, each with why; and what is left to judge.

Worst first is the sum that qa/records/concern.py documents: a thumb down before all else, then
escalations, doubtful answers, near ties, abstentions and articles edited around the quoted words;
answers whose quoted words have changed in their article come before even those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from corpus.model import Document
from qa.records.answers import Answers
from qa.records.concern import is_near_tie
from qa.records.database import Database
from qa.records.filter import Filter, order_by, where
from qa.records.integrity import SOUND, Verifier
from qa.records.judgement import Judgement
from qa.records.stored import AnswerRecord, Kind, Thumb
from qa.records.verdicts import Verdicts
from qa.settings import Settings
from qa.staff.threshold import today
from qa.staff.view import Judged, Searches, View, Why

DOUBT = 0.15
"""An answer that reached less than this over `answer_at` was given with low confidence."""

PAGE = 25
_ALL = 2**62
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Item:
    """An answer in the queue; `judgements` are those that count, one a reviewer."""

    record: AnswerRecord
    whys: tuple[Why, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue: `total` answers fit; `left` of all that are kept nobody has judged.

    `counts` are of the same view for each reason, whichever reason it is narrowed to, and `whole`
    for no reason. `forgotten` where the words searched for are no longer known.
    """

    items: tuple[Item, ...]
    start: int
    total: int
    whole: int
    counts: Mapping[Why, int]
    left: int
    kept: int
    forgotten: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an answer in a view: the one before, the next to judge, how many."""

    before: str
    following: str
    left: int


class Queue:
    """The queue over a database. Safe to share between threads.

    Every method raises RecordsError where the file cannot be used.
    """

    def __init__(
        self, database: Database, documents: Mapping[str, Document], settings: Settings
    ) -> None:
        """`documents` are today's, by id. Nothing is read yet."""
        self.searches = Searches()
        self._database = database
        self._answers = Answers(database)
        self._verdicts = Verdicts(database)
        self._verifier = Verifier(documents.values())
        self._hashes = {document.id: document.sha256 for document in documents.values()}
        self._settings = settings
        self._known: dict[str, frozenset[Why]] = {}
        self._lock = Lock()

    def page(self, view: View, reviewer: str, start: int = 0) -> Page:
        """At most PAGE answers of a view from the place `start` on."""
        known = self._know_all()
        whole = self._listed(view, reviewer, known)
        down = set(self._ids(Filter(thumb=Thumb.DOWN)))
        by_why = {why: _only(whole, why, known, down) for why in Why}
        ids = by_why[view.why] if view.why else whole
        start = min(max(start, 0), max(len(ids) - 1, 0)) // PAGE * PAGE
        return Page(
            items=self._items(ids[start : start + PAGE]),
            start=start,
            total=len(ids),
            whole=len(whole),
            counts={why: len(found) for why, found in by_why.items()},
            left=len(self._ids(Filter(unjudged=True))),
            kept=len(known),
            forgotten=self.searches.text(view.find) is None,
        )

    def around(self, view: View, reviewer: str, answer_id: str) -> Around:
        """What stands around an answer in the order of a view, judged or not.

        The next is the first one below it that is still to be judged, else the first from the top:
        in a view of unjudged answers one that nobody has judged, in any other one that `reviewer`
        has not.
        """
        known = self._know_all()
        down = set(self._ids(Filter(thumb=Thumb.DOWN)))
        open_ = view if view.judged is Judged.OPEN else replace(view, judged=Judged.NOT_MINE)
        wide = replace(view, judged=Judged.ANY)
        order = self._listed(wide, reviewer, known)
        waiting = self._listed(open_, reviewer, known)
        if view.why:
            order = _only(order, view.why, known, down)
            waiting = _only(waiting, view.why, known, down)
        to_judge = set(waiting) - {answer_id}
        at = order.index(answer_id) if answer_id in order else -1
        turned = order[at + 1 :] + order[: max(at, 0)]
        return Around(
            before=order[at - 1] if at > 0 else "",
            following=next((one for one in turned if one in to_judge), ""),
            left=len(to_judge),
        )

    def whys(self, record: AnswerRecord) -> tuple[Why, ...]:
        """Why an answer deserves a look, in the order of `Why`."""
        down = {Why.DOWN} if record.thumb is Thumb.DOWN else set()
        found = down | self._lasting_whys(record)
        return tuple(why for why in Why if why in found)

    def _items(self, ids: Sequence[str]) -> tuple[Item, ...]:
        found = self._answers.search(Filter(among=frozenset(ids), limit=len(ids)))
        by_id = {record.answer_id: record for record in found}
        judged = self._verdicts.current_of(ids)
        return tuple(
            Item(by_id[one], self.whys(by_id[one]), judged.get(one, ()))
            for one in ids
            if one in by_id  # one may be forgotten at any time
        )

    def _listed(self, view: View, reviewer: str, known: Mapping[str, frozenset[Why]]) -> list[str]:
        """The ids of a view in its order, whatever its reason."""
        ids = self._ids(self._filter(view, known))
        if view.judged is not Judged.NOT_MINE:
            return ids
        # Not by Filter.unjudged_by: asked for each answer, this takes many times as long.
        sql = "SELECT answer_id FROM current_judgements WHERE reviewer = ?"
        with self._database.read() as connection:
            mine = {found for (found,) in connection.execute(sql, (reviewer,))}
        return [one for one in ids if one not in mine]

    def _filter(self, view: View, known: Mapping[str, frozenset[Why]]) -> Filter:
        text = self.searches.text(view.find)
        return Filter(
            kind=view.kind,
            document=view.document,
            verdict=view.verdict,
            unjudged=view.judged is Judged.OPEN,
            since=view.since,
            until=view.until,
            text=text or "",
            changed=frozenset(one for one, whys in known.items() if Why.CHANGED in whys),
            edited=frozenset(one for one, whys in known.items() if Why.EDITED in whys),
            order=view.order,
            limit=_ALL,
        )

    def _ids(self, wanted: Filter) -> list[str]:
        condition, parameters = where(wanted)
        order, more = order_by(replace(wanted, limit=_ALL, offset=0))
        sql = f"SELECT answer_id FROM answers WHERE {condition} ORDER BY {order}"  # noqa: S608  # fixed words
        with self._database.read() as connection:
            return [found for (found,) in connection.execute(sql, {**parameters, **more})]

    def _know_all(self) -> Mapping[str, frozenset[Why]]:
        """What never changes of each answer that is kept; only new ones are read.

        Ids alone are kept in memory, no words, and those of forgotten answers go.
        """
        with self._lock:
            ids = self._ids(Filter())
            known = {one: self._known[one] for one in ids if one in self._known}
            missing = [one for one in ids if one not in known]
            for at in range(0, len(missing), _AT_ONCE):
                some = frozenset(missing[at : at + _AT_ONCE])
                for record in self._answers.search(Filter(among=some, limit=_AT_ONCE)):
                    known[record.answer_id] = self._lasting_whys(record)
            self._known = known
            return known

    def _lasting_whys(self, record: AnswerRecord) -> frozenset[Why]:
        given = record.kind is Kind.ANSWERED
        changed = self._has_changed(record)
        found = {
            Why.CHANGED: changed,
            Why.ESCALATED: record.kind is Kind.ESCALATED,
            Why.ABSTAINED: record.kind is Kind.ABSTAINED,
            Why.LOW: given and record.confidence < today(record, self._settings) + DOUBT,
            Why.TIE: given and is_near_tie(record),
            Why.EDITED: not changed and self._is_edited(record),
        }
        return frozenset(why for why, holds in found.items() if holds)

    def _has_changed(self, record: AnswerRecord) -> bool:
        return any(self._verifier.check(quote).standing not in SOUND for quote in record.quotes)

    def _is_edited(self, record: AnswerRecord) -> bool:
        """Whether quoted words stand in a text that is not the one they were quoted from."""
        checks = ((quote, self._verifier.check(quote)) for quote in record.quotes)
        return any(quote.sha256 != self._hashes.get(check.document_id) for quote, check in checks)


def _only(
    ids: Sequence[str], why: Why, known: Mapping[str, frozenset[Why]], down: set[str]
) -> list[str]:
    if why is Why.DOWN:
        return [one for one in ids if one in down]
    return [one for one in ids if why in known.get(one, ())]
