"""What a reviewer's verdict says should have come of a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.loading import Corpus
from corpus.model import Document, Unit, UnitKind
from qa.records.judgement import Judgement, Verdict
from qa.records.stored import AnswerRecord, Kind, Spans, StoredQuote


@dataclass(frozen=True, slots=True)
class MustAnswer:
    """One of `answers`, texts of the document of that id and topic, would do alone."""

    document_id: str
    topic: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MustAbstain:
    """Nothing must be quoted; `topic` is that of the document that came nearest, where one did.

    `no_alarm`: help came first and should not have.
    """

    topic: str
    no_alarm: bool


@dataclass(frozen=True, slots=True)
class MustAlarm:
    """Help must come first, by one of `rules`; without any, whichever rule says so."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """Nothing that a gold case could hold.

    `edited`: for no other reason than that the article has changed since a passage was marked.
    """

    reason: str
    edited: bool = False


Expected = MustAnswer | MustAbstain | MustAlarm | Unusable


def expected_of(record: AnswerRecord, judgements: Sequence[Judgement], corpus: Corpus) -> Expected:
    """What all reviewers of an answer say together; nothing usable where they differ."""
    said = {expected_by(record, judgement, corpus) for judgement in judgements}
    if not said:
        return Unusable("no verdict on it counts any longer")
    if len(said) > 1:
        told = ", ".join(f"{j.reviewer}: {j.verdict.value}" for j in judgements if j.verdict)
        return Unusable(f"reviewers disagree ({told})")
    return said.pop()


def expected_by(record: AnswerRecord, judgement: Judgement, corpus: Corpus) -> Expected:
    """What one reviewer says."""
    match judgement.verdict, record.kind:
        case Verdict.RIGHT, Kind.ANSWERED:
            return _quoted(record.quotes[0], corpus) if record.quotes else Unusable("no quote kept")
        case Verdict.RIGHT, Kind.ESCALATED:
            return MustAlarm(record.rules)
        case Verdict.RIGHT, Kind.ABSTAINED:
            return MustAbstain(_topic(record, corpus), no_alarm=False)
        case Verdict.SHOULD_ABSTAIN, kind:
            return MustAbstain(_topic(record, corpus), no_alarm=kind is Kind.ESCALATED)
        case Verdict.SHOULD_ALARM, _:
            return MustAlarm(())
        case ((Verdict.WRONG_PASSAGE | Verdict.SHOULD_ANSWER), _):
            return _marked(record, judgement, corpus)
        case verdict, _:
            name = verdict.value if verdict else "withdrawn"
            return Unusable(f"{name} says nothing that a gold case can hold")


def _quoted(quote: StoredQuote, corpus: Corpus) -> Expected:
    """The place of a quote in today's text, at the same place or wherever it stands now."""
    document = _document(quote.document_id, corpus)
    if document is None:
        return Unusable(f"there is no article {quote.document_id!r}")
    same = [unit for unit in document.units if document.slice(unit.spans) == quote.text]
    same.sort(key=lambda unit: unit.spans != quote.spans)
    return _answer(document, same[:1], "the article no longer says what was quoted")


def _marked(record: AnswerRecord, judgement: Judgement, corpus: Corpus) -> Expected:
    if not judgement.spans:
        return Unusable("no passage was marked")
    document = _document(judgement.document_id, corpus)
    if document is None:
        return Unusable(f"there is no article {judgement.document_id!r}")
    known = {quote.sha256 for quote in record.quotes if quote.document_id == document.id}
    known |= {other.sha256 for other in record.candidates if other.document_id == document.id}
    if known and document.sha256 not in known:
        reason = "the article has changed since, so the marked place may be another one"
        return Unusable(reason, edited=True)
    units = _units_at(document, judgement.spans)
    return _answer(document, units, "the marked place holds no whole sentence, item or row")


def _units_at(document: Document, spans: Spans) -> list[Unit]:
    """The units that somebody marked: the one of these spans, or all that lie inside them."""
    exact = [unit for unit in document.units if unit.spans == spans]
    if exact:
        return exact[:1]
    return [
        unit
        for unit in document.units
        if unit.kind is not UnitKind.LIST
        and any(start <= unit.focus[0] and unit.focus[1] <= end for start, end in spans)
    ]


def _answer(document: Document, units: Sequence[Unit], otherwise: str) -> Expected:
    texts = dict.fromkeys(filter(None, (_gold_text(document, unit) for unit in units)))
    if not texts:
        return Unusable(otherwise)
    return MustAnswer(document.id, document.topic, tuple(texts))


def _gold_text(document: Document, unit: Unit) -> str:
    """How a gold case names `unit`: its own text, or for a list its lead-in (eval/gold.py)."""
    if unit.kind is not UnitKind.LIST:
        return document.text[slice(*unit.focus)]
    for item in document.units:
        if item.kind is UnitKind.ITEM and len(item.spans) > 1:
            lead = item.spans[0]
            if unit.spans[0][0] <= lead[0] and lead[1] < unit.spans[0][1]:
                return document.text[slice(*lead)]
    return ""


def _topic(record: AnswerRecord, corpus: Corpus) -> str:
    near = _document(record.candidates[0].document_id, corpus) if record.candidates else None
    return near.topic if near else ""


def _document(document_id: str, corpus: Corpus) -> Document | None:
    return next((d for d in corpus.documents if d.id == document_id), None)
