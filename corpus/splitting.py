"""Sections to passages, by langchain-text-splitters, each passage an exact slice."""

from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.model import Document, Passage, Span, Unit, UnitKind

PASSAGE_CHARACTERS = 600
"""MiniLM reads 254 word pieces; 600 characters of this prose are some 140, its headings 30 more."""


def split_document(document: Document, size: int = PASSAGE_CHARACTERS) -> tuple[Passage, ...]:
    """Passages of at most `size` characters, none across two sections, overlap 0.

    A passage that nothing may be quoted from (an advert, a menu) is left out. Offsets are looked
    up rather than taken from the splitter, whose `add_start_index` can be wrong.

    Raises:
        ValueError: `size` is under 100 characters.
    """
    if size < 100:
        raise ValueError(f"a passage of {size} characters is too short; give 100 or more")
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=size,
        chunk_overlap=0,
        separators=["\n\n", "\n", r"(?<=[.!?])\s", " ", ""],
        is_separator_regex=True,
        keep_separator="start",
        strip_whitespace=True,
    )
    passages: list[Passage] = []
    for number, section in enumerate(document.sections):
        focuses = [unit.focus for unit in document.units if unit.section == number]
        at = section.start
        for chunk in splitter.split_text(document.text[section.start : section.end]):
            start = document.text.index(chunk, at)
            at = start + len(chunk)
            if any(left < at and right > start for left, right in focuses):
                passages.append(Passage(document.id, number, start, at))
    return tuple(passages)


def naive_chunks(text: str) -> list[Span]:
    """Spans of 500 characters that overlap by 50: the split everybody starts from."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    spans: list[Span] = []
    at = 0
    for chunk in splitter.split_text(text):
        start = text.index(chunk, max(0, at - 100))
        at = start + len(chunk)
        spans.append((start, at))
    return spans


def spoken(document: Document, unit: Unit) -> str:
    """A unit as it is encoded: its own words, a table row read out cell by cell with its header."""
    text = document.slice(unit.spans)
    if unit.kind is not UnitKind.ROW or len(unit.spans) < 2:
        return text
    header, row = (
        [cell.strip() for cell in document.text[a:b].strip("| ").split("|")] for a, b in unit.spans
    )
    if len(header) != len(row):
        return text
    pairs = [f"{name}: {cell}" for name, cell in zip(header[1:], row[1:], strict=True) if cell]
    return f"{row[0]} ({header[0]}). " + ". ".join(pairs)


def context_of(document: Document, section: int) -> str:
    """Title and headings of a section in one line: what a passage of it is encoded with."""
    return ". ".join((document.title, *document.sections[section].heading_path))
