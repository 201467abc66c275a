"""Links to articles: made here, and read back with distrust."""

import hashlib
import re
from urllib.parse import quote as percent

from corpus.model import Document, Span
from qa.outcome import Quote

MOST_SPANS = 24
_SPANS = re.compile(r"\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9})*")


def article_link(document_id: str) -> str:
    """The article as a page of its own."""
    return f"/source/{percent(document_id, safe='')}"


def quote_link(quote: Quote, also: tuple[Span, ...] = ()) -> str:
    """The article at the quoted words; `also` are other quotes of the same answer.

    `check` is a short hash of the words, so that a link that outlives them is known to be stale.
    """
    query = f"quote={spans_text(quote.spans)}&check={words_hash(quote.text)}"
    if also:
        query += f"&also={spans_text(also)}"
    return f"{article_link(quote.document_id)}?{query}#quote"


def spans_text(spans: tuple[Span, ...]) -> str:
    """Spans as an address holds them: `12-80,90-120`."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def words_hash(text: str) -> str:
    """A few letters that change when the words do."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def read_spans(document: Document, value: str, expected: str = "") -> tuple[Span, ...] | None:
    """The spans that an address names; None where today's text does not hold them.

    With `expected` (a hash of the words) other words at the same place do not count either.
    """
    if not _SPANS.fullmatch(value) or value.count(",") >= MOST_SPANS:
        return None
    spans = tuple((int(a), int(b)) for a, b in (pair.split("-") for pair in value.split(",")))
    if not all(0 <= start < end <= len(document.text) for start, end in spans):
        return None
    if not document.slice(spans).strip():
        return None
    if expected and words_hash(document.slice(spans)) != expected:
        return None
    return spans
