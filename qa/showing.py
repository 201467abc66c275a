"""What the page shows of an outcome; what is kept of it and what staff try out is that, no more."""

from collections.abc import Mapping
from dataclasses import replace

from corpus.model import Document
from qa.outcome import Abstained, Answered, Escalated, Outcome, Quote


def as_shown(outcome: Outcome, documents: Mapping[str, Document]) -> Outcome:
    """`outcome` as a patient sees it: a call for help alone, no quote that no longer stands.

    `documents` are today's, by id. An answer of which no quote stands is an abstention.
    """
    match outcome:
        case Escalated():
            return replace(outcome, quotes=())
        case Answered(question=question, read_as=read_as, confidence=sure, alerts=alerts):
            quotes = tuple(quote for quote in outcome.quotes if _stands(quote, documents))
            if quotes:
                return replace(outcome, quotes=quotes)
            return Abstained(question, read_as, (), sure, alerts)
        case Abstained():
            return outcome


def _stands(quote: Quote, documents: Mapping[str, Document]) -> bool:
    document = documents.get(quote.document_id)
    return document is not None and quote.stands_in(document)
