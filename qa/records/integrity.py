"""Whether what was quoted still stands in today's documents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

from corpus.model import Document, Unit
from qa.records.stored import Spans, StoredQuote

LIKE = 60.0
"""From here on (of 100) a line is a changed form of what was quoted, not another line."""


class Standing(Enum):
    """What became of a quote.

    same: the document says it at the same place. moved: its words stand exactly once, elsewhere.
    changed: the document is there, and says something like it, or a part of it, or says it more
    than once so that nobody can tell which is meant. gone: neither.
    """

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


SOUND = frozenset({Standing.SAME, Standing.MOVED})


@dataclass(frozen=True, slots=True)
class Check:
    """A quote as it stands now: where it moved to, or what is nearest to it. Empty where gone."""

    standing: Standing
    document_id: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Finding:
    """The check of one quote of one answer; `number` counts its quotes from 1."""

    answer_id: str
    number: int
    quote: StoredQuote
    check: Check


class Verifier:
    """Today's documents, ready to check quotes against."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Every line that could be quoted is looked up by its words."""
        self._documents = {document.id: document for document in documents}
        self._places: dict[str, list[tuple[Document, Unit]]] = {}
        for document in self._documents.values():
            for unit in document.units:
                place = (document, unit)
                self._places.setdefault(document.slice(unit.spans), []).append(place)
        self._known: dict[StoredQuote, Check] = {}

    def verify(self, answers: Iterable[tuple[str, tuple[StoredQuote, ...]]]) -> Iterator[Finding]:
        """A finding for each quote of each answer, in their order."""
        for answer_id, quotes in answers:
            for number, quote in enumerate(quotes, start=1):
                yield Finding(answer_id, number, quote, self.check(quote))

    def check(self, quote: StoredQuote) -> Check:
        """What became of one quote."""
        if quote not in self._known:
            self._known[quote] = self._check(quote)
        return self._known[quote]

    def _check(self, quote: StoredQuote) -> Check:
        document = self._documents.get(quote.document_id)
        if document is not None and _stands(document, quote):
            return Check(Standing.SAME, document.id, quote.spans)
        found = self._elsewhere(quote, document)
        if len(found) == 1:
            return Check(Standing.MOVED, *found[0])
        if document is None:
            return Check(Standing.GONE, "", ())
        near = _nearest(document, quote.text)
        if near is None and not found:
            return Check(Standing.GONE, "", ())
        return Check(Standing.CHANGED, *(found[0] if near is None else (document.id, near)))

    def _elsewhere(self, quote: StoredQuote, own: Document | None) -> list[tuple[str, Spans]]:
        """Where its words stand: in its own document if anywhere there, else in the others."""
        places = [(d, u.spans) for d, u in self._places.get(quote.text, [])]
        if not places:
            searched = [own] if own is not None else []
            searched += [d for d in self._documents.values() if d is not own]
            places = [(d, ((at, at + len(quote.text)),)) for d in searched for at in _all(d, quote)]
        inside = [(d.id, spans) for d, spans in places if d is own]
        return inside or [(d.id, spans) for d, spans in places]


def unsound(findings: Iterable[Finding]) -> frozenset[str]:
    """Ids of the answers of which a quote is changed or gone."""
    return frozenset(f.answer_id for f in findings if f.check.standing not in SOUND)


def _stands(document: Document, quote: StoredQuote) -> bool:
    inside = all(0 <= start < end <= len(document.text) for start, end in quote.spans)
    return bool(quote.spans) and inside and document.slice(quote.spans) == quote.text


def _all(document: Document, quote: StoredQuote) -> Iterator[int]:
    """Every place of the words as they are; a quote of several spans is found as a unit or not."""
    at = document.text.find(quote.text) if len(quote.spans) == 1 and quote.text else -1
    while at >= 0:
        yield at
        at = document.text.find(quote.text, at + 1)


def _nearest(document: Document, text: str) -> Spans | None:
    lines = {number: document.slice(unit.spans) for number, unit in enumerate(document.units)}
    best = process.extractOne(text, lines, scorer=fuzz.ratio, score_cutoff=LIKE)
    return None if best is None else document.units[best[2]].spans
