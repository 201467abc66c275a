"""Which review of an article patients are told of."""

from collections.abc import Callable

from corpus.model import Document
from qa.pages.facts import with_review
from qa.staff.signatures import Signatures

Reviewed = Callable[[Document], Document]
"""Gives a document with what is to be said of its clinical review. Must not wait for a file."""


def as_loaded(document: Document) -> Document:
    """What the article itself says."""
    return document


def by_signatures(signatures: Signatures) -> Reviewed:
    """The signature that counts for the text as it is; what the article says where none does."""

    def reviewed(document: Document) -> Document:
        signature = signatures.of(document)
        if signature is None:
            return document
        return with_review(document, signature.shown, signature.on)

    return reviewed
