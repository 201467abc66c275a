"""An outcome as the Markdown of one chat message."""

from collections.abc import Callable

from corpus.blocks import BlockKind
from corpus.model import Document, Span
from qa.doses import lacks_who_decides
from qa.outcome import Abstained, AlertLevel, Answered, Escalated, Outcome, Quote
from qa.pages import words
from qa.pages.care import care_card
from qa.pages.escaping import markdown
from qa.pages.layout import Piece, cells, is_header, item_number, pieces_of
from qa.pages.links import article_link, quote_link

Documents = Callable[[str], Document | None]


def answer_markdown(outcome: Outcome, documents: Documents, country: str) -> str:
    """What the chat shows; a quote that its document no longer says is dropped, never repaired."""
    match outcome:
        case Escalated(alerts=alerts):
            return care_card(alerts, country)
        case Answered(quotes=quotes):
            shown = standing(quotes, documents)
            return _paragraphs(_opening(outcome), *_quotes(shown)) if shown else _none(outcome)
        case Abstained():
            return _none(outcome)


def standing(quotes: tuple[Quote, ...], documents: Documents) -> tuple[tuple[Quote, Document], ...]:
    """The quotes that still stand in their documents, character for character."""
    pairs = ((quote, documents(quote.document_id)) for quote in quotes)
    return tuple((q, d) for q, d in pairs if d is not None and q.stands_in(d))


def quote_markdown(quote: Quote, document: Document) -> str:
    """The quoted words as a blockquote; a list looks like a list, a row like a small table."""
    lines: list[str] = []
    above: Piece | None = None
    for piece in pieces_of(document, quote.spans):
        if above is not None and above.block.kind is not piece.block.kind:
            lines.append("")
        if piece.block.kind is BlockKind.ROW:
            if above is None or above.block.kind is not BlockKind.ROW:
                lines += _table_head(document, piece, quote.spans)
            if not is_header(piece.block):
                lines.append(_row([document.text[a:b] for a, b in _cells(document, piece)]))
        else:
            lines += _prose(document, piece, above)
        above = piece
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _opening(outcome: Answered | Abstained) -> str:
    parts = []
    referrals = (alert.say for alert in outcome.alerts if alert.level is AlertLevel.DOSE)
    parts += [f"**{markdown(say)}**" for say in dict.fromkeys(referrals)]
    if not parts and isinstance(outcome, Answered) and lacks_who_decides(outcome.quotes):
        parts.append(words.DOSE)
    if _folded(outcome.read_as) != _folded(outcome.question):
        parts.append(words.READ_AS.format(read_as=markdown(outcome.read_as)))
    if isinstance(outcome, Answered):
        parts.append(words.ONE_QUOTE if len(outcome.quotes) == 1 else words.QUOTES)
    return _paragraphs(*parts)


def _quotes(shown: tuple[tuple[Quote, Document], ...]) -> list[str]:
    parts = []
    for number, (quote, document) in enumerate(shown, start=1):
        also = tuple(
            span
            for other, _ in shown
            if other is not quote and other.document_id == quote.document_id
            for span in other.spans
        )
        place = markdown(" › ".join((quote.title, *quote.section)))
        link = f"[\\[{number}\\] {place}]({quote_link(quote, also)})"
        parts += [quote_markdown(quote, document), link]
    return parts


def _none(outcome: Answered | Abstained) -> str:
    nearest = outcome.nearest if isinstance(outcome, Abstained) else ()
    links = [f"- [{markdown(d.title)}]({article_link(d.id)})" for d in nearest]
    return _paragraphs(
        _opening(outcome) if isinstance(outcome, Abstained) else "",
        words.NO_ANSWER,
        words.NEAREST if links else f"[{words.ALL_ARTICLES}](/articles)",
        "\n".join(links),
    )


def _prose(document: Document, piece: Piece, above: Piece | None) -> list[str]:
    text = markdown(document.text[piece.start : piece.end])
    if piece.block.kind is BlockKind.ITEM:
        number = item_number(document.text, piece.block)
        return [f"- {text}" if number is None else f"{number}. {text}"]
    apart = above is not None and above.block.kind is piece.block.kind
    return ["", text] if apart else [text]


def _table_head(document: Document, first: Piece, spans: tuple[Span, ...]) -> list[str]:
    """The header row and the line below it, as wide as the widest row so that no cell is lost."""
    rows = [p for p in pieces_of(document, spans) if p.block.kind is BlockKind.ROW]
    width = max(len(_cells(document, row)) for row in rows)
    head = _cells(document, first) if is_header(first.block) else []
    texts = [document.text[a:b] for a, b in head]
    texts += [""] * (width - len(texts))
    return [_row(texts), "|" + " --- |" * width]


def _cells(document: Document, piece: Piece) -> list[Span]:
    return cells(document.text, piece.start, piece.end)


def _row(texts: list[str]) -> str:
    return "| " + " | ".join(markdown(text) for text in texts) + " |"


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
