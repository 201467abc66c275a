"""An answer with all that one needs to judge it: quotes in place, what was not chosen, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.model import Document
from qa.outcome import AlertLevel
from qa.records.answers import Answers
from qa.records.concern import is_near_tie
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.integrity import Standing, Verifier
from qa.records.judgement import Judgement, judgements
from qa.records.stored import AnswerRecord, Kind, Spans, StoredQuote
from qa.records.verdicts import Verdicts
from qa.safety.rules import Rule
from qa.settings import Settings
from qa.staff import threshold
from qa.staff.queue import DOUBT

MOST_EARLIER = 6


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote, and where it stands today: the article and the spans that hold the words now.

    Where it is changed, these are of the line nearest to it; where it is gone, there are none.
    """

    quote: StoredQuote
    document: Document | None
    standing: Standing
    spans: Spans


@dataclass(frozen=True, slots=True)
class Other:
    """A candidate that was not shown; no `document` where that has changed since."""

    document: Document | None
    title: str
    section: tuple[str, ...]
    spans: Spans
    score: float


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the judgements of an answer, and whether it counts now."""

    judgement: Judgement
    counts: bool


@dataclass(frozen=True, slots=True)
class Context:
    """An answer in context. `why` are sentences; `earlier` answers of the same conversation."""

    record: AnswerRecord
    quotes: tuple[ShownQuote, ...]
    others: tuple[Other, ...]
    why: tuple[str, ...]
    earlier: tuple[AnswerRecord, ...] = ()
    told: tuple[Told, ...] = ()

    def own(self, reviewer: str) -> Judgement | None:
        """What `reviewer` says of it now."""
        return next(
            (t.judgement for t in self.told if t.counts and t.judgement.reviewer == reviewer), None
        )


class Contexts:
    """Makes contexts. Safe to share between threads."""

    def __init__(
        self,
        database: Database,
        documents: Mapping[str, Document],
        rules: tuple[Rule, ...],
        settings: Settings,
    ) -> None:
        """`documents` are today's, by id; `rules` the safety rules."""
        self._database = database
        self._answers = Answers(database)
        self._verdicts = Verdicts(database)
        self._documents = documents
        self._verifier = Verifier(documents.values())
        self._rules = {rule.id: rule for rule in rules}
        self._settings = settings

    def find(self, answer_id: str) -> Context | None:
        """The answer of that id in context; None where there is none, or no longer.

        Raises:
            RecordsError: the file cannot be used.
        """
        record = self._answers.get(answer_id)
        if record is None:
            return None
        talk = self._answers.search(Filter(conversation=record.conversation_id, limit=100))
        earlier = sorted((r for r in talk if r.turn < record.turn), key=lambda r: r.turn)
        return self.of(record, tuple(earlier[-MOST_EARLIER:]), self._told(answer_id))

    def of(
        self,
        record: AnswerRecord,
        earlier: tuple[AnswerRecord, ...] = (),
        told: tuple[Told, ...] = (),
    ) -> Context:
        """A record in context, kept or not."""
        quotes = []
        for quote in record.quotes:
            check = self._verifier.check(quote)
            document = self._documents.get(check.document_id)
            quotes.append(ShownQuote(quote, document, check.standing, check.spans))
        shown = {(quote.document_id, quote.spans) for quote in record.quotes}
        others = tuple(
            self._other(c.document_id, c.sha256, c.spans, c.score)
            for c in record.candidates
            if (c.document_id, c.spans) not in shown
        )
        why = (*self._why(record), *_changes(tuple(quotes)))
        return Context(record, tuple(quotes), others, why, earlier, told)

    def _other(self, document_id: str, sha256: str, spans: Spans, score: float) -> Other:
        document = self._documents.get(document_id)
        if document is None or document.sha256 != sha256:
            title = document.title if document else document_id
            return Other(None, title, (), spans, score)
        section = document.sections[document.section_at(spans[-1][0])] if spans else None
        path = section.heading_path if section else ()
        return Other(document, document.title, path, spans, score)

    def _why(self, record: AnswerRecord) -> tuple[str, ...]:
        today = threshold.today(record, self._settings)
        then = threshold.then(record, self._settings)
        now = record.answer_at is None or not record.answer_id  # tried just now
        needed = f"{share(then)} {'is' if now else 'was'} needed"
        reached = f"The best candidate reached {share(record.confidence)}"
        rules = tuple(self._rule(name) for name in record.rules)
        match record.kind:
            case Kind.ESCALATED:
                beside = (
                    "Beside an emergency only quotes that urge to get help are shown."
                    if record.quotes
                    else "No article is quoted beside it."
                )
                return (*rules, f"So help came first. {beside}")
            case Kind.ABSTAINED if not record.candidates:
                return ("Nothing in the articles came near, so nothing was quoted.", *rules)
            case Kind.ABSTAINED if record.confidence >= then and record.answer_at is None:
                said = (
                    f"{reached}, which is enough today ({share(today)} is needed). It was not "
                    "then, or its words could not be shown as they stand."
                )
                return (said, *rules)
            case Kind.ABSTAINED if record.confidence >= then:
                said = f"{reached}; {needed}. Its words could not be shown as they stand."
                return (said, *rules)
            case Kind.ABSTAINED:
                said = f"{reached}; {needed}. So nothing was quoted."
                enough = f"Today it would be enough: {share(today)} is needed now."
                return (said, *((enough,) if record.confidence >= today else ()), *rules)
            case Kind.ANSWERED:
                return (f"{reached}; {needed}.", *self._doubts(record, then), *rules)

    def _doubts(self, record: AnswerRecord, then: float) -> tuple[str, ...]:
        today = threshold.today(record, self._settings)
        doubts = []
        if then <= record.confidence < then + DOUBT:
            doubts.append(f"That is close: less than {share(DOUBT)} above.")
        if record.confidence < today:
            told = f" ({share(today)})" if record.answer_at is not None else ""
            doubts.append(f"Today it would not be shown: more is needed now{told} than was then.")
        if is_near_tie(record):
            doubts.append("A passage that was not shown scored nearly as well as one that was.")
        return tuple(doubts)

    def _rule(self, name: str) -> str:
        rule = self._rules.get(name)
        if rule is None:
            return f"The rule {name} fired, which is no longer one of the rules."
        level = {
            AlertLevel.EMERGENCY: "emergency",
            AlertLevel.CRISIS: "crisis",
            AlertLevel.DOSE: "a dose question: who decides is named first",
        }[rule.level]
        return f"The rule {name} fired ({level}): {rule.description}"

    def _told(self, answer_id: str) -> tuple[Told, ...]:
        with self._database.read() as connection:
            rows = judgements(connection, "judgements", "j.answer_id = ?", (answer_id,))
        current = {judgement.id for judgement in self._verdicts.current(answer_id)}
        return tuple(Told(row, row.id in current) for row in rows)


def share(probability: float) -> str:
    """A probability as people here write it: .62."""
    return f"{probability:.2f}".removeprefix("0")


def _changes(quotes: tuple[ShownQuote, ...]) -> tuple[str, ...]:
    said = {
        Standing.MOVED: "Quote {number} stands at another place of the articles now.",
        Standing.CHANGED: "Quote {number} is no longer in its article, which has changed since.",
        Standing.GONE: "The words of quote {number} are in no article any more.",
    }
    return tuple(
        said[shown.standing].format(number=number)
        for number, shown in enumerate(quotes, start=1)
        if shown.standing in said
    )
