"""Whether a quote that was shown still stands in today's article, and where."""

from enum import Enum

from corpus.model import Document
from qa.records.stored import Spans, StoredQuote


class Standing(Enum):
    """What became of the quoted words."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


def stand(quote: StoredQuote, document: Document | None) -> tuple[Standing, Spans]:
    """What became of a quote, and today's spans of it; none where the words are not there.

    MOVED where each piece of it stands exactly once elsewhere in the article, in the same order;
    GONE where there is no such article any more.
    """
    if document is None:
        return Standing.GONE, ()
    inside = all(0 <= a < b <= len(document.text) for a, b in quote.spans)
    if inside and quote.spans and document.slice(quote.spans) == quote.text:
        return Standing.SAME, quote.spans
    moved = _found_once(quote, document.text)
    return (Standing.MOVED, moved) if moved else (Standing.CHANGED, ())


def _found_once(quote: StoredQuote, text: str) -> Spans:
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in quote.spans:
        piece = quote.text[at : at + end - start]
        at += end - start + 1  # the line break that joins two pieces
        if not piece or text.count(piece) != 1:
            return ()
        place = text.index(piece)
        if found and place < found[-1][1]:
            return ()
        found.append((place, place + len(piece)))
    return tuple(found)
