"""Where an answer stands that was not given: lines of the articles to be marked.

Nothing is kept between the pages: the note, the view and what was searched for ride along in the
form, and none of it in an address.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from fastapi.responses import HTMLResponse

from corpus.model import Document, UnitKind
from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff import shown
from qa.pages.staff.addresses import QUEUE, answer_address
from qa.pages.staff.desk import Desk
from qa.pages.staff.frame import csrf_field, staff_page
from qa.pages.staff.keys import keys_html
from qa.pages.staff.verdict_html import view_field
from qa.records.judgement import Verdict
from qa.records.stored import AnswerRecord
from qa.staff.context import Context
from qa.staff.judging import Mark
from qa.staff.sessions import Session
from qa.staff.view import View

_MARK = "unit-"
_FOUND = 20
_MOST_FIND = 200

Line = tuple[Document, int]
"""A document and the number of a unit of it."""


def passage_page(
    desk: Desk,
    context: Context,
    session: Session,
    view: View,
    form: Mapping[str, str],
    error: str = "",
    status: int = 400,
) -> HTMLResponse:
    """Lines to mark: the nearest, those that were searched for, or all of an article.

    What `form` has marked stays marked. `status` is that of a page with an `error`.
    """
    record = context.record
    marked = {(mark.document_id, mark.unit): None for mark in marks_of(form)}
    article = form.get("article", "") or next((document_id for document_id, _ in marked), "")
    find, chosen = form.get("find", "")[:_MOST_FIND].strip(), desk.documents.get(article)
    groups: list[tuple[str, Sequence[Line]]] = []
    if find:
        groups.append((words.FOUND, _found(desk, find, chosen)))
    else:
        nearest = [line for line in _nearest(desk, record) if chosen in (None, line[0])]
        groups.append((words.NEAREST, nearest))
    whole = chosen or _first(groups[0][1])
    if whole is not None:
        title = words.ALL_OF.format(title=shown.seen_plainly(whole.title))
        groups.append((title, [(whole, number) for number in range(len(whole.units))]))
    told = f'<p class="error" role="alert">{html(error)}</p>' if error else ""
    inside = (
        f'{told}<div class="question small">{shown.words(record.question)}</div>'
        f"<p><b>{html(words.VERDICTS[judged_as(form)])}.</b> {html(words.PASSAGE_INTRO)}</p>"
        + _search(record, session, view, form, find, desk.documents.values(), article)
        + _marking(record, session, view, form, groups, marked)
        + f'<p><a class="way" href="{html(answer_address(record.answer_id, view))}" data-key="q">'
        f"{html(words.PASSAGE_BACK)}</a></p>{keys_html()}"
    )
    return staff_page(session, words.PASSAGE, inside, here=QUEUE, status=status if error else 200)


def judged_as(form: Mapping[str, str]) -> Verdict:
    """The verdict that the marked lines go with: one of the two that ask for them."""
    wrong = form.get("verdict") == Verdict.WRONG_PASSAGE.value
    return Verdict.WRONG_PASSAGE if wrong else Verdict.SHOULD_ANSWER


def marks_of(form: Mapping[str, str]) -> tuple[Mark, ...]:
    """What is marked: fields `unit-<number>-<document>` with the hash of its text as value."""
    marks = []
    for name, sha256 in form.items():
        number, _, document_id = name.removeprefix(_MARK).partition("-")
        if name.startswith(_MARK) and number.isascii() and number.isdigit() and len(number) < 9:
            marks.append(Mark(document_id, int(number), sha256))
    return tuple(marks)


def _nearest(desk: Desk, record: AnswerRecord) -> list[Line]:
    """The candidates of the answer, where their articles are as they were."""
    lines = []
    for candidate in record.candidates:
        document = desk.documents.get(candidate.document_id)
        if document is None or document.sha256 != candidate.sha256:
            continue
        spans = [unit.spans for unit in document.units]
        if candidate.spans in spans:
            lines.append((document, spans.index(candidate.spans)))
    return lines


def _found(desk: Desk, find: str, only: Document | None) -> list[Line]:
    """Lines by the same search that patients' questions go through, best first."""
    index = desk.assistant.index
    found = sorted(index.evidence(find, _FOUND), key=lambda e: e.context + e.lexical, reverse=True)
    lines = [(e.document, e.document.units.index(e.unit)) for e in found]
    return [line for line in lines if only in (None, line[0])][:_FOUND]


def _first(lines: Sequence[Line]) -> Document | None:
    return lines[0][0] if lines else None


def _search(
    record: AnswerRecord,
    session: Session,
    view: View,
    form: Mapping[str, str],
    find: str,
    articles: Iterable[Document],
    article: str,
) -> str:
    titles = sorted(articles, key=lambda document: document.title.casefold())
    options = "".join(
        f'<option value="{html(d.id)}"{" selected" if d.id == article else ""}>'
        f"{html(shown.seen_plainly(d.title))}</option>"
        for d in titles
    )
    there = answer_address(record.answer_id, View(), "passage")
    return (
        f'<form class="find" method="post" action="{html(there)}" role="search">'
        f"{_carried(session, view, form)}"
        f'<div class="field"><label for="find">{html(words.PASSAGE_FIND)}</label>'
        f'<input id="find" name="find" type="search" maxlength="{_MOST_FIND}" value="{html(find)}" '
        f'autocomplete="off"></div><div class="field"><label for="in">{html(words.ARTICLE)}</label>'
        f'<select id="in" name="article"><option value="">{html(words.ANY_ARTICLE)}</option>'
        f"{options}</select></div>"
        f'<div class="field act"><button class="quiet">{html(words.SEARCH)}</button></div></form>'
    )


def _marking(
    record: AnswerRecord,
    session: Session,
    view: View,
    form: Mapping[str, str],
    groups: Sequence[tuple[str, Sequence[Line]]],
    marked: Collection[tuple[str, int]],
) -> str:
    there = answer_address(record.answer_id, View(), "verdict")
    listed: set[tuple[str, int]] = set()
    parts = []
    for title, lines in groups:
        fresh = [line for line in lines if (line[0].id, line[1]) not in listed]
        listed |= {(document.id, number) for document, number in fresh}
        rows = "".join(_line(d, number, (d.id, number) in marked) for d, number in fresh)
        if rows or title == words.FOUND:
            rows = rows or f"<p>{html(words.FOUND_NONE)}</p>"
            parts.append(f"<fieldset><legend>{html(title)}</legend>{rows}</fieldset>")
    inside = "".join(parts).replace(" data-row>", " data-row autofocus>", 1)
    return (
        f'<form class="marking" method="post" action="{html(there)}">'
        f'{_carried(session, view, form)}<input type="hidden" name="marking" value="1">'
        f"{inside}"
        f'<p class="act"><button>{html(words.SAVE_MARKED)}</button> '
        f'<button class="quiet" name="without" value="1">{html(words.SAVE_WITHOUT)}</button></p>'
        "</form>"
    )


def _line(document: Document, number: int, checked: bool) -> str:
    unit = document.units[number]
    path = " › ".join((document.title, *document.sections[unit.section].heading_path))
    kind = f"{words.WHOLE_LIST} · " if unit.kind is UnitKind.LIST else ""
    name = f"{_MARK}{number}-{document.id}"
    return (
        f'<label class="line"><input type="checkbox" name="{html(name)}" '
        f'value="{html(document.sha256)}"{" checked" if checked else ""} data-row>'
        f"<span>{shown.lines(document, unit.spans)}"
        f'<span class="soft small">{html(kind)}{shown.seen(path)}</span></span></label>'
    )


def _carried(session: Session, view: View, form: Mapping[str, str]) -> str:
    note, verdict = html(form.get("note", "")), judged_as(form).value
    return (
        f'{csrf_field(session)}{view_field(view)}<input type="hidden" name="note" value="{note}">'
        f'<input type="hidden" name="verdict" value="{verdict}">'
    )
