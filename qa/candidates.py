"""What could be quoted for a question: units of the passages found, with their evidence."""

from corpus.model import Document, Span, UnitKind
from index.evidence import UnitEvidence
from index.search import SearchIndex
from qa.conversation import ReadQuestion

PASSAGES = 24
"""Passages whose units are weighed; of the shipped articles' some 300."""


def list_candidates(index: SearchIndex, read: ReadQuestion) -> list[UnitEvidence]:
    """Every unit worth scoring for a question as read."""
    return [
        found
        for found in index.evidence(read.text, PASSAGES, words=read.words)
        if _whole(found.document, found.unit.spans)
    ]


def _whole(document: Document, spans: tuple[Span, ...]) -> bool:
    return all(0 <= start < end <= len(document.text) for start, end in spans)


def overlaps(left: UnitEvidence, right: UnitEvidence) -> bool:
    """Whether two candidates share characters of one document (a list and its item do)."""
    if left.document.id != right.document.id:
        return False
    if {left.unit.kind, right.unit.kind} == {UnitKind.ROW}:
        return left.unit.focus == right.unit.focus  # rows of a table share their header
    return any(a < d and c < b for a, b in left.unit.spans for c, d in right.unit.spans)
