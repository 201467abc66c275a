"""An answer in context as HTML: question, why, quotes in their sections, what was not chosen."""

from corpus.blocks import Block, BlockKind
from corpus.model import Document
from qa.pages import words as patient_words
from qa.pages.article import Marker, blocks_html
from qa.pages.escaping import html
from qa.pages.layout import blocks_of
from qa.pages.links import article_link, spans_text, words_hash
from qa.pages.staff import judging_words as words
from qa.pages.staff import shown
from qa.pages.staff.addresses import answer_address
from qa.pages.staff.queue_html import chips, minute
from qa.records.integrity import Standing
from qa.records.stored import AnswerRecord, Kind, Spans, Thumb
from qa.staff.context import Context, Other, ShownQuote, share
from qa.staff.view import View, Why

AROUND = 3
"""Paragraphs, items or rows of the section that are shown before a quote, and after it."""

_WHY = {
    Kind.ANSWERED: words.WHY_GIVEN,
    Kind.ABSTAINED: words.WHY_WITHHELD,
    Kind.ESCALATED: words.WHY_ESCALATED,
}


def question_html(context: Context, title: str, whys: tuple[Why, ...], view: View) -> str:
    """What was asked and how it was read, and why the answer was given or withheld."""
    record = context.record
    kind = f'<span class="kind {record.kind.value}">{html(words.KINDS[record.kind])}</span>'
    read = ""
    if " ".join(record.read_as.split()) != " ".join(record.question.split()):
        read = f'<p class="read"><b>{html(words.READ_AS)}</b> {shown.words(record.read_as)}</p>'
    reasons = "".join(f"<li>{shown.seen(said)}</li>" for said in (*context.why, *_thumb(record)))
    return (
        f'<section class="asked"><h2>{html(title)}</h2>'
        f'<div class="question" tabindex="0" role="group" aria-label="{html(title)}">'
        f"{shown.words(record.question)}</div>{read}"
        f'<p class="facts">{kind}{chips(whys)}</p>{_earlier(context, view)}'
        f'<h2>{html(_WHY[record.kind])}</h2><ul class="why">{reasons}</ul></section>'
    )


def quotes_html(context: Context, title: str = words.QUOTES) -> str:
    """What the patient saw, each quote marked inside its section."""
    record = context.record
    parts = [f"<h2>{html(title)}</h2>"]
    if not context.quotes:
        parts.append(f"<p>{html(words.NO_QUOTES[record.kind])}</p>")
    elif record.kind is Kind.ESCALATED:
        parts.append(f"<p>{html(words.CARD_FIRST)}</p>")
    parts += [_quote(number, one) for number, one in enumerate(context.quotes, start=1)]
    return f'<section class="quotes">{"".join(parts)}</section>'


def others_html(context: Context) -> str:
    """The candidates that were not chosen, best first."""
    rows = "".join(_other(other) for other in context.others)
    inside = f"<ol>{rows}</ol>" if rows else f"<p>{html(words.NO_OTHERS)}</p>"
    return f'<section class="others"><h2>{html(words.OTHERS)}</h2>{inside}</section>'


def about_html(record: AnswerRecord) -> str:
    """When it was given, and how fast."""
    said = html(words.ABOUT).format(at=minute(record.at), seconds=f"{record.seconds:.2f}")
    build = f" · <code>{shown.seen(record.index_build)}</code>" if record.index_build else ""
    return f'<p class="soft small">{said}{build}</p>'


def section_html(document: Document, spans: Spans) -> str:
    """The quoted words marked, with what stands before and after them in the same section."""
    section = document.sections[document.section_at(spans[-1][0])]
    inside = [b for b in blocks_of(document) if section.start <= b.start < section.end]
    inside = [block for block in inside if block.kind is not BlockKind.HEADING]
    near: set[int] = set()
    for at, block in enumerate(inside):
        if any(a < block.end and block.start < b for a, b in spans):
            near |= set(range(at - AROUND, at + AROUND + 1))
    kept: list[Block] = [block for at, block in enumerate(inside) if at in near]
    marker = Marker(document.text, spans, (), shown.seen, with_id=False)
    return blocks_html(document.text, kept, marker, top=4)


def place_html(document: Document, spans: Spans) -> str:
    """The article and the headings above some spans, with a link to the whole of it."""
    section = document.sections[document.section_at(spans[-1][0])]
    path = " › ".join((document.title, *section.heading_path))
    query = f"quote={spans_text(spans)}&check={words_hash(document.slice(spans))}"
    link = f"{article_link(document.id)}?{query}#quote"
    return (
        f'{shown.seen(path)} <a href="{html(link)}" target="_blank" rel="noopener">'
        f"{html(words.WHOLE_ARTICLE)}</a>"
    )


def _quote(number: int, one: ShownQuote) -> str:
    reached = html(words.REACHED.format(score=share(one.quote.score)))
    score = f'<span class="score">{reached}</span>'
    told = ""
    if one.standing in words.STANDINGS:
        told = f'<p class="error">{html(words.STANDINGS[one.standing])}</p>'
    elif one.document is not None and one.document.sha256 != one.quote.sha256:
        told = f'<p class="notice">{html(words.STILL_THERE)}</p>'
    lost = one.standing in (Standing.CHANGED, Standing.GONE)
    inside = f'<p class="kept-lines">{shown.seen(one.quote.text)}</p>' if lost else ""
    if one.document is None or not one.spans:
        place = shown.seen(" › ".join((one.quote.document_id, *one.quote.section)))
    else:
        place = place_html(one.document, one.spans)
        inside += f"<p><b>{html(words.NEAREST_NOW)}</b></p>" if lost else ""
        inside += section_html(one.document, one.spans)
    state = f" {one.standing.value}" if one.standing is not Standing.SAME else ""
    return (
        f'<article class="card quote{state}"><h3><span class="number">{number}</span> {place}</h3>'
        f'{told}<div class="text">{inside}</div><p class="soft small">{score}</p></article>'
    )


def _other(other: Other) -> str:
    path = shown.seen(" › ".join((other.title, *other.section)))
    text = html(words.NO_WORDS)
    if other.document is not None:
        text = shown.lines(other.document, other.spans)
    return (
        f'<li><span class="score">{share(other.score)}</span><div><p>{text}</p>'
        f'<p class="soft small">{path}</p></div></li>'
    )


def _thumb(record: AnswerRecord) -> tuple[str, ...]:
    match record.thumb:
        case Thumb.UP:
            return (words.THUMB_UP,)
        case Thumb.DOWN if record.reason in patient_words.REASONS:
            reason = patient_words.REASONS[record.reason]
            return (words.THUMB_DOWN_WHY.format(reason=reason),)
        case Thumb.DOWN:
            return (words.THUMB_DOWN,)
        case None:
            return ()


def _earlier(context: Context, view: View) -> str:
    if not context.earlier:
        return ""
    rows = "".join(
        f'<li><a href="{html(answer_address(one.answer_id, view))}">{shown.words(one.question)}'
        f'</a> <span class="soft">{html(words.KINDS[one.kind])}</span></li>'
        for one in context.earlier
    )
    return f'<div class="earlier"><h3>{html(words.ASKED_BEFORE)}</h3><ol>{rows}</ol></div>'
