"""Text of patients, staff and articles as HTML that stays text, whatever characters it is made of.

What would be invisible or turn the line around (control characters, fillers, marks of writing
direction) is shown as its number. Letters that are only rare stay as they are.
"""

import re
import unicodedata

from corpus.blocks import BlockKind
from corpus.model import Document
from qa.pages.escaping import html
from qa.pages.layout import cells, pieces_of
from qa.pages.staff.words import NO_LETTERS
from qa.records.stored import Spans

# Control characters but tab and line feed; marks of direction; hyphens, joiners, fillers, blanks,
# separators, selectors and tags nobody sees; lone surrogates, which no page can be sent with. What
# makes a sign an emoji or plain text (U+FE0E, U+FE0F) is seen behind such a sign and nowhere else.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e"
    "\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
    "|(?<![\xa9\xae\u203c\u2049\u2100-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])"
    "[\ufe0e\ufe0f](?!\u20e3)"
)
_GAPS = re.compile(r"(?:[ \t]*\n){3,}")


def seen(text: str) -> str:
    """`text` escaped for an element, every character of it to be seen."""
    return _UNSEEN.sub(_sign, html(text.replace("\r\n", "\n")))


def seen_plainly(text: str) -> str:
    """`text` with the same signs, to be escaped: for an attribute or a window's title."""
    return _UNSEEN.sub(lambda found: f"[{_code(found.group())}]", text)


def words(text: str) -> str:
    """What somebody wrote, kept apart from the words around it, in its own direction.

    Where nothing of it can be read that is said, so that a link of it has a name.
    """
    inside = seen(_GAPS.sub(chr(10) * 2, text))
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in _UNSEEN.sub("", text)):
        inside += f' <span class="soft">{html(NO_LETTERS)}</span>'
    return f'<bdi dir="auto">{inside}</bdi>'


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
