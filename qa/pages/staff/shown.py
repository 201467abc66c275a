"""Text of patients, staff and articles as HTML that stays text, whatever characters it is made of.

What would be invisible or turn the line around (control characters, marks of writing direction) is
shown as its number. Letters that are only rare stay as they are.
"""

import re

from corpus.blocks import BlockKind
from corpus.model import Document
from qa.pages.escaping import html
from qa.pages.layout import cells, pieces_of
from qa.records.stored import Spans

# Control characters but tab and line feed; marks of direction; separators and tags nobody sees;
# lone surrogates, which no page can be sent with.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_GAPS = re.compile(r"(?:[ \t]*\n){3,}")


def seen(text: str) -> str:
    """`text` escaped for an element, every character of it to be seen."""
    return _UNSEEN.sub(_sign, html(text.replace("\r\n", "\n")))


def seen_plainly(text: str) -> str:
    """`text` with the same signs, to be escaped: for an attribute or a window's title."""
    return _UNSEEN.sub(lambda found: f"[{_code(found.group())}]", text)


def words(text: str) -> str:
    """What somebody wrote, kept apart from the words around it, in its own direction."""
    return f'<bdi dir="auto">{seen(_GAPS.sub(chr(10) * 2, text))}</bdi>'


def lines(document: Document, spans: Spans) -> str:
    """What some spans hold, each paragraph, item and row on a line of its own."""
    parts = []
    for piece in pieces_of(document, spans):
        kind = piece.block.kind
        if kind is BlockKind.ROW:
            found = cells(document.text, piece.start, piece.end)
            text = " · ".join(document.text[a:b] for a, b in found)
        else:
            text = " ".join(document.text[piece.start : piece.end].split())
        parts.append(f'<span class="{kind.value}">{seen(text)}</span>')
    return f'<span class="lines">{"".join(parts)}</span>'


def _sign(found: re.Match[str]) -> str:
    return f'<span class="sign">{_code(found.group())}</span>'


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
