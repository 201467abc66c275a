"""A document as HTML, its quoted characters marked."""

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

from corpus.blocks import Block, BlockKind
from corpus.model import Document, Span
from qa.pages.escaping import html
from qa.pages.layout import blocks_of, cells, is_header, item_number

_FAR = 400  # a header or lead-in this many characters above its row or item is on another screen


class Marker:
    """Cuts marks at the edges of blocks and cells; one of the quote gets `id="quote"`.

    That is the first one, or the row or item itself where its header or lead-in is far above.
    """

    def __init__(
        self,
        text: str,
        quote: Sequence[Span],
        also: Sequence[Span],
        escape: Callable[[str], str] = html,
        *,
        with_id: bool = True,
    ) -> None:
        """`escape` makes text fit for HTML; without `with_id` no mark gets one."""
        self._text = text
        self._escape = escape
        self._marks = [(a, b, True) for a, b in quote] + [(a, b, False) for a, b in also]
        far = bool(quote) and quote[-1][0] - quote[0][1] > _FAR
        self._name_from = quote[-1][0] if far else 0
        self._named = not with_id

    def html(self, start: int, end: int) -> str:
        """`text[start:end]` escaped, with the marked characters in `<mark>`."""
        edges = {start, end}
        for a, b, _ in self._marks:
            edges |= {at for at in (a, b) if start < at < end}
        cuts = sorted(edges)
        return "".join(self._cut(a, b) for a, b in pairwise(cuts))

    def _cut(self, start: int, end: int) -> str:
        words = self._escape(self._text[start:end])
        over = [main for a, b, main in self._marks if a <= start and end <= b]
        if not over or not words.strip():
            return words
        if not any(over):
            return f'<mark class="also">{words}</mark>'
        if self._named or start < self._name_from:
            return f"<mark>{words}</mark>"
        self._named = True
        return f'<mark id="quote" tabindex="-1">{words}</mark>'


def article_html(
    document: Document,
    quote: Sequence[Span] = (),
    also: Sequence[Span] = (),
    *,
    top: int = 2,
) -> str:
    """The whole text, block by block; its own headings begin at `<h{top}>` and skip no level."""
    marker = Marker(document.text, quote, also)
    return blocks_html(document.text, blocks_of(document), marker, top=top)


def blocks_html(text: str, blocks: Sequence[Block], marker: Marker, *, top: int = 2) -> str:
    """Some blocks of a text, as `article_html` shows all of them."""
    parts: list[str] = []
    levels: list[int] = []
    for group, alike in groupby(blocks, key=_group):
        run = list(alike)
        if group[0] is BlockKind.HEADING:
            for block in run:
                levels = [level for level in levels if level < block.level] + [block.level]
                depth = min(top + len(levels) - 1, 6)
                parts.append(f"<h{depth}>{marker.html(block.start, block.end)}</h{depth}>")
        elif group[0] is BlockKind.ITEM:
            parts.append(_list(text, run, marker))
        elif group[0] is BlockKind.ROW:
            parts.append(_table(text, run, marker))
        else:
            parts.extend(f"<p>{marker.html(block.start, block.end)}</p>" for block in run)
    return "\n".join(parts)


def _group(block: Block) -> tuple[BlockKind, Span | None]:
    return (block.kind, block.header)


def _list(text: str, items: list[Block], marker: Marker) -> str:
    tag = "ul" if item_number(text, items[0]) is None else "ol"
    lines = []
    for item in items:
        number = item_number(text, item)
        value = f' value="{number}"' if number is not None and tag == "ol" else ""
        lines.append(f"<li{value}>{marker.html(item.start, item.end)}</li>")
    return f"<{tag}>{''.join(lines)}</{tag}>"


def _table(text: str, rows: list[Block], marker: Marker) -> str:
    lines = []
    for row in rows:
        tag = 'th scope="col"' if is_header(row) else "td"
        inside = "".join(
            f"<{tag}>{marker.html(a, b)}</{tag[:2]}>" for a, b in cells(text, row.start, row.end)
        )
        lines.append(f"<tr>{inside}</tr>")
    # A wide table scrolls in its own box, which the keyboard can reach; the page never does.
    return (
        '<div class="table" tabindex="0" role="group" aria-label="Table">'
        f"<table>{''.join(lines)}</table></div>"
    )
