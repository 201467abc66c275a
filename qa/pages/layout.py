"""How the characters of a document fall into blocks, and which of them some spans cover."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.blocks import Block, BlockKind, read_blocks
from corpus.model import Document, Span
from corpus.units import read_sections

_CELL = re.compile(r"(?:\\.|[^|\\])+")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one block; `block` is the whole of it."""

    block: Block
    start: int
    end: int


@lru_cache(maxsize=64)
def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks that the document's sections were read from.

    Whether a text was read as Markdown is not kept in a Document. The reading that gives its own
    sections again is the right one.
    """
    for markdown in (True, False):
        blocks = read_blocks(document.text, markdown=markdown)
        if blocks and blocks[0].kind is BlockKind.HEADING and blocks[0].level == 1:
            blocks = blocks[1:]
        if read_sections(document.text, blocks) == document.sections:
            return tuple(blocks)
    return tuple(read_blocks(document.text, markdown=True))


def pieces_of(document: Document, spans: tuple[Span, ...]) -> list[Piece]:
    """What `spans` cover, block by block in text order; markers of items are in no block."""
    return [
        Piece(block, max(start, block.start), min(end, block.end))
        for start, end in sorted(spans)
        for block in blocks_of(document)
        if block.start < end and start < block.end
    ]


def cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of the table row `text[start:end]`, without the bars and the space around them."""
    found = []
    for match in _CELL.finditer(text, start, end):
        raw = match.group()
        if match.end() == end and not raw.strip():
            continue
        left = match.start() + len(raw) - len(raw.lstrip())
        found.append((min(left, match.end()), match.start() + len(raw.rstrip())))
    return [(a, max(a, b)) for a, b in found]


def item_number(text: str, block: Block) -> int | None:
    """The number that stands before an item of a numbered list."""
    line = text[text.rfind("\n", 0, block.start) + 1 : block.start]
    found = _NUMBER.search(line)
    return int(found[1]) if found else None


def is_header(block: Block) -> bool:
    """Whether a row is the header of its own table."""
    return block.header == (block.start, block.end)
