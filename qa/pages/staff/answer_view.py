"""The page of an answer put together, and the short pages said in its place."""

from fastapi.responses import HTMLResponse

from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff.addresses import QUEUE, answer_address, queue_address
from qa.pages.staff.answer_html import about_html, others_html, question_html, quotes_html
from qa.pages.staff.desk import Desk
from qa.pages.staff.frame import staff_page
from qa.pages.staff.verdict_html import told_html, verdict_form
from qa.staff.context import Context
from qa.staff.queue import Around
from qa.staff.sessions import Session
from qa.staff.view import View


def whole_page(
    desk: Desk,
    context: Context,
    session: Session,
    view: View,
    notice: str = "",
    *,
    note: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The answer with the form that judges it.

    Args:
        desk: what the answer is looked up in.
        context: the answer.
        session: whose verdict it is to be.
        view: the part of the queue that one comes from.
        notice: HTML that stands first.
        note: what was typed and is not saved; None shows the note that is.
        status: of the response.

    Raises:
        RecordsError: the records cannot be read.
    """
    around = desk.queue.around(view, session.name, context.record.answer_id)
    whys = desk.queue.whys(context.record)
    inside = (
        f'{notice}{_way(view, around)}<div class="desk"><div class="first">'
        f"{question_html(context, words.QUESTION, whys, view)}{quotes_html(context)}</div>"
        f'<aside class="verdict" id="verdict" aria-labelledby="verdict-title">'
        f'<h2 id="verdict-title">{html(words.VERDICT)}</h2>'
        f'{verdict_form(context, view, session, note)}</aside><div class="then">'
        f"{others_html(context)}{told_html(context, session, desk.documents)}"
        f"{about_html(context.record)}</div></div>"
    )
    return staff_page(session, words.ANSWER, inside, here=QUEUE, status=status)


def gone_page(session: Session, view: View, also: str = "") -> HTMLResponse:
    """Said for an id that no kept answer has; what is gone cannot be told from what never was."""
    said = f'<p class="notice" role="alert">{html(words.GONE_WHY)}{html(also)}</p>'
    return staff_page(session, words.GONE, said + _to_queue(view), here=QUEUE, status=404)


def refused_page(session: Session, view: View, reason: str, status: int) -> HTMLResponse:
    """Said where what was sent makes no verdict."""
    said = alert_html(reason)
    return staff_page(session, words.REFUSED, said + _to_queue(view), here=QUEUE, status=status)


def alert_html(said: str) -> str:
    """What went wrong, read out at once."""
    return f'<p class="error" role="alert">{html(said)}</p>'


def _to_queue(view: View) -> str:
    return (
        f'<p><a class="button" href="{html(queue_address(view))}" data-key="q">'
        f"{html(words.TO_THE_QUEUE)}</a></p>"
    )


def _way(view: View, around: Around) -> str:
    left = words.LEFT_HERE.format(left=f"{around.left:,}") if around.left else words.LAST_HERE
    links = [("q", queue_address(view), words.BACK)]
    if around.before:
        links.append(("k", answer_address(around.before, view), words.BEFORE))
    if around.following:
        links.append(("j", answer_address(around.following, view), words.NEXT))
    inside = "".join(
        f'<a class="way" href="{html(there)}" data-key="{key}"><kbd>{key}</kbd> {html(name)}</a>'
        for key, there, name in links
    )
    return (
        f'<nav class="turning" aria-label="{html(words.TURNING)}">{inside}'
        f'<span class="soft">{html(left)}</span></nav>'
    )
