"""Keeping a verdict: what a form sent is checked against the articles before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.model import Document, Span
from qa.errors import VerdictError
from qa.records.judgement import Judgement, Verdict
from qa.records.stored import Spans
from qa.records.verdicts import Verdicts

MOST_NOTE_CHARACTERS = 2000
MOST_MARKED = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an answer stands: spans of a document, in the text of that SHA-256, today's."""

    document_id: str = ""
    spans: Spans = ()
    sha256: str = ""


NO_PASSAGE = Passage()


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit that was marked: its number in a document whose text had that hash."""

    document_id: str
    unit: int
    sha256: str


def passage_of(marks: tuple[Mark, ...], documents: Mapping[str, Document]) -> Passage:
    """The passage that marked units make up, spans that overlap joined, in text order.

    Raises:
        VerdictError: nothing or too much is marked, in several articles, or in a text that is not
            today's.
    """
    if not marks:
        raise VerdictError("Nothing is marked yet. Mark what answers the question.")
    if len({mark.document_id for mark in marks}) > 1:
        raise VerdictError("What is marked stands in several articles. Mark lines of one of them.")
    if len(marks) > MOST_MARKED:
        raise VerdictError(f"{len(marks)} lines are marked; {MOST_MARKED} are the most.")
    document = documents.get(marks[0].document_id)
    if document is None or any(mark.sha256 != document.sha256 for mark in marks):
        raise VerdictError("The article has changed since this page was opened. Mark it again.")
    if any(not 0 <= mark.unit < len(document.units) for mark in marks):
        raise VerdictError("The article has no such line. Mark it again.")
    spans = sorted({span for mark in marks for span in document.units[mark.unit].spans})
    return Passage(document.id, _joined(spans), document.sha256)


def judge(
    verdicts: Verdicts,
    answer_id: str,
    reviewer: str,
    verdict: Verdict,
    note: str = "",
    passage: Passage = NO_PASSAGE,
) -> Judgement:
    """Keep a verdict; the same one said again by the same reviewer stays one row.

    Raises:
        VerdictError: the note is too long.
        RecordsError: no such answer is kept, or it cannot be written.
    """
    note = note.strip().replace("\r\n", "\n")
    if len(note) > MOST_NOTE_CHARACTERS:
        raise VerdictError(
            f"The note has {len(note):,} characters; {MOST_NOTE_CHARACTERS:,} are the most. "
            "Nothing was saved."
        )
    return verdicts.judge(
        answer_id,
        reviewer,
        verdict,
        note=note,
        document_id=passage.document_id,
        spans=passage.spans,
        sha256=passage.sha256,
    )


def _joined(spans: list[Span]) -> Spans:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
