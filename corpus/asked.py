"""The phrasings beside an article: the questions under which patients ask for a sentence of it.

`<id>.asked.jsonl` beside `<id>.md`, one object a line:
`{"answer": "<exact text>", "asked": [...]}`. The answer is a sentence, a list item, a table
row, or a lead-in, which stands for its list.
"""

import json
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.model import Asked, Document, Unit, UnitKind

ASKED_SUFFIX = ".asked.jsonl"
UNANSWERED = "unanswered.jsonl"


def with_asked(document: Document, path: Path) -> Document:
    """`document` with the phrasings in the file at `path`.

    Raises:
        UnreadableFile: a line that is no such object, or an answer the document does not hold.
    """
    numbers = _answerable(document)
    asked: dict[Asked, None] = {}
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            answer, phrasings = data["answer"], data["asked"]
            if not isinstance(answer, str) or not all(isinstance(p, str) for p in phrasings):
                raise TypeError
        except (ValueError, KeyError, TypeError):
            raise UnreadableFile(
                path, f'line {at} is not {{"answer": "...", "asked": ["...", ...]}}'
            ) from None
        if answer not in numbers:
            raise UnreadableFile(
                path, f"line {at}: no sentence, item, row or lead-in reads {answer[:80]!r}"
            )
        for phrasing in phrasings:
            asked[Asked(numbers[answer], " ".join(phrasing.split()))] = None
    return replace(document, asked=tuple(asked))


def phrasings_of(document: Document) -> list[Asked]:
    """The phrasings beside a document, and each heading that is a question, for what answers it.

    Under a heading that asks, the first sentence (or else the first list, row or item) answers.
    """
    first: dict[int, int] = {}
    for number, unit in enumerate(document.units):
        first.setdefault(unit.section, number)
    headings = [
        Asked(number, document.sections[section].heading)
        for section, number in first.items()
        if document.sections[section].heading.rstrip("”\"'").endswith("?")
    ]
    return [*document.asked, *headings]


def read_unanswered(path: Path) -> tuple[str, ...]:
    """Questions that patients ask next door to the documents, and that none of them answers.

    One object a line: `{"question": "..."}`, other fields are notes for the writers.

    Raises:
        UnreadableFile: a line that is no such object.
    """
    questions: dict[str, None] = {}
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                questions[" ".join(str(json.loads(line)["question"]).split())] = None
            except (ValueError, KeyError, TypeError):
                raise UnreadableFile(path, f'line {at} is not {{"question": "..."}}') from None
    return tuple(questions)


def _answerable(document: Document) -> dict[str, int]:
    """Number of the unit that each text names; a lead-in names the first window of its list."""
    numbers: dict[str, int] = {}
    for number, unit in enumerate(document.units):
        if unit.kind is not UnitKind.LIST:
            numbers.setdefault(document.text[slice(*unit.focus)], number)
    for number, unit in enumerate(document.units):
        if unit.kind is UnitKind.LIST and (lead := _lead_in(document, unit)):
            numbers.setdefault(lead, number)
    return numbers


def _lead_in(document: Document, window: Unit) -> str:
    """The lead-in that a list begins with; empty for a list without one."""
    start = window.spans[0][0]
    leads = [
        unit.spans[0]
        for unit in document.units
        if unit.kind is UnitKind.ITEM and len(unit.spans) > 1 and unit.spans[0][0] == start
    ]
    return document.text[slice(*leads[0])] if leads else ""
