"""Lines to blocks: headings, paragraphs, list items and table rows, each with its offsets.

One reader serves Markdown and plain text nobody prepared. Nothing is rewritten: a block is a pair
of offsets. What plain text lacks in marks is read from form: a short capitalised line without a
full stop is a heading, a lone "-" marks the next line as an item, a marked question followed by
unmarked text is a heading with its answer.
"""

import re
from dataclasses import dataclass
from enum import Enum

from corpus.lines import Line, is_plain_question, looks_like_heading, read_lines
from corpus.model import Span
from corpus.noise import is_caption


class BlockKind(Enum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(slots=True)
class Block:
    """A run of characters of one kind; `header` is the header row's span, for a table row."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    header: Span | None = None


_MD_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(=+|-{3,})$")
_BARE_MARKER = re.compile(r"[-*•·◦▪‣–]$")
_ITEM = re.compile(r"(?:[-*•·◦▪‣–]|\d{1,2}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_ROW = re.compile(r"\|.*\|.*\|$")
_DIVIDER = re.compile(r"\|[\s:|-]*-[\s:|-]*\|$")
_RULE = re.compile(r"[-*_=]{3,}$")
_ORPHAN_MARKER = re.compile(r"(?<=[.!?:;])[\"'”’)]*[ \t]+[-•*]$")
_QUESTION = re.compile(r"(?:Q|Question)\s*\d*\s*[.:)]\s+(?=\S)")
_ANSWER = re.compile(r"(?:A|Answer)\s*\d*\s*[.:)]\s+(?=\S)")
_CLOSED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_HANGING = re.compile(r"[,—–]$|\b(?:and|or|the|of|to|a)$")
_JOINING = re.compile(
    r"(?:and|or|but|nor|in|on|with|without|based|because|which|that|who|if|when)\b"
)
_WRAPPED = 60  # a line at least this long may be a hard-wrapped one that goes on below


def read_blocks(text: str, *, markdown: bool) -> list[Block]:
    """Blocks of `text` in order. `markdown` turns off the guessing of headings."""
    return _Reader(text, markdown).read()


class _Reader:
    def __init__(self, text: str, markdown: bool) -> None:
        self.text = text
        self.markdown = markdown
        self.lines = read_lines(text)
        self.blocks: list[Block] = []
        self.marked = False  # the line above was, or ended with, a marker without its item

    def read(self) -> list[Block]:
        for number, line in enumerate(self.lines):
            following = self.lines[number + 1] if number + 1 < len(self.lines) else None
            if _DIVIDER.match(line.text):
                self._head_table()
            elif _BARE_MARKER.match(line.text):
                self.marked = True
            elif self._is_underline(line):
                self.blocks[-1].kind = BlockKind.HEADING
                self.blocks[-1].level = 1 if line.text.startswith("=") else 2
            elif not _RULE.match(line.text):
                self._read_line(line, following, first=number == 0)
        return self.blocks

    def _read_line(self, line: Line, following: Line | None, *, first: bool) -> None:
        start, content = line.start, line.text
        orphan = None if self.markdown else _ORPHAN_MARKER.search(content)
        if orphan:
            content = content[: orphan.end() - 1].rstrip()
        end = start + len(content)
        marked, self.marked = self.marked, orphan is not None
        item = _ITEM.match(content)
        if heading := _MD_HEADING.match(content):
            at = start + heading.start(2)
            self._add(BlockKind.HEADING, at, at + len(heading[2]), len(heading[1]))
        elif _ROW.match(content):
            self._add_row(start, end)
        elif item or marked:
            at = start + (item.end() if item else 0)
            answered = following is not None and not _is_marked(following.text)
            is_question = content.endswith("?") and answered
            self._add(BlockKind.HEADING if is_question else BlockKind.ITEM, at, end, 3)
        elif question := _QUESTION.match(content):
            self._add(BlockKind.HEADING, start + question.end(), end, 3)
        elif not self.markdown and looks_like_heading(line, following, first=first):
            entry = is_plain_question(content) and any(block.level == 2 for block in self.blocks)
            self._add(BlockKind.HEADING, start, end, 1 if first else 3 if entry else 2)
        elif self._goes_on(line):
            self.blocks[-1].end = end
        else:
            answer = _ANSWER.match(content)
            self._add(BlockKind.PARAGRAPH, start + (answer.end() if answer else 0), end)

    def _add(self, kind: BlockKind, start: int, end: int, level: int = 0) -> None:
        if start < end:
            level = level if kind is BlockKind.HEADING else 0
            self.blocks.append(Block(kind, start, end, level))

    def _add_row(self, start: int, end: int) -> None:
        above = self.blocks[-1] if self.blocks else None
        if above and (above.kind is not BlockKind.ROW or "\n\n" in self.text[above.end : start]):
            above = None  # another table, or none
        self._add(BlockKind.ROW, start, end)
        self.blocks[-1].header = above.header if above else None

    def _head_table(self) -> None:
        """The divider below the first row of a table makes that row its header."""
        if self.blocks and self.blocks[-1].kind is BlockKind.ROW:
            self.blocks[-1].header = (self.blocks[-1].start, self.blocks[-1].end)

    def _is_underline(self, line: Line) -> bool:
        above = self.blocks[-1] if self.blocks else None
        return (
            above is not None
            and above.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
            and not line.blank_before
            and _UNDERLINE.match(line.text) is not None
            and "\n" not in self.text[above.start : above.end]
            and above.end - above.start < 100
        )

    def _goes_on(self, line: Line) -> bool:
        """True where `line` continues the block above: a soft wrap, a sentence cut in two."""
        above = self.blocks[-1] if self.blocks else None
        if above is None or above.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return False
        if self.markdown:
            return not line.blank_before
        if _CLOSED.search(self.text[above.start : above.end]):
            return False
        small = line.text[0].islower() and not is_caption(line.text)
        if line.blank_before:
            hanging = _HANGING.search(self.text[above.start : above.end]) is not None
            joined = hanging or _JOINING.match(line.text) is not None
            return above.kind is BlockKind.PARAGRAPH and small and joined
        return small or above.end - above.start >= _WRAPPED


def _is_marked(content: str) -> bool:
    return bool(_BARE_MARKER.match(content) or _ITEM.match(content) or content.startswith("#"))
