"""An answer in context at /staff/answer/<id>; judging it; taking a verdict back."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from qa.errors import RecordsError, VerdictError
from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff.addresses import QUEUE, answer_address, queue_address, unpacked
from qa.pages.staff.answer_html import about_html, others_html, question_html, quotes_html
from qa.pages.staff.desk import Desk
from qa.pages.staff.forms import SentForm
from qa.pages.staff.frame import staff_page
from qa.pages.staff.passage_html import marks_of, passage_page
from qa.pages.staff.signed_in import SignedIn
from qa.pages.staff.verdict_html import saved_notice, told_html, verdict_form
from qa.records.judgement import Verdict
from qa.staff.context import Context
from qa.staff.judging import NO_PASSAGE, Passage, judge, passage_of
from qa.staff.queue import Around
from qa.staff.sessions import Session
from qa.staff.view import View


def answer_routes(desk: Desk) -> APIRouter:
    """The page of an answer, and what its forms post."""
    router = APIRouter()

    @router.api_route("/staff/answer/{answer_id}", methods=["GET", "HEAD"])
    def answer(answer_id: str, request: Request, session: SignedIn) -> Response:
        asked = dict(request.query_params)
        view = View.read(asked)
        context = desk.contexts.find(answer_id)
        if context is None:
            return gone_page(session, view)
        notice = saved_notice(desk, session, view, asked.get("done", ""))
        if asked.get("undone"):
            notice = _undone(context, session)
        around = desk.queue.around(view, session.name, answer_id)
        return _page(desk, context, session, view, around, notice)

    @router.post("/staff/answer/{answer_id}/verdict")
    def judged(answer_id: str, session: SignedIn, form: SentForm) -> Response:
        view = unpacked(form.get("view", ""))
        verdict = next((v for v in Verdict if v.value == form.get("verdict")), None)
        if verdict is None:
            return _refused(session, view, words.NO_VERDICT, 400)
        context = desk.contexts.find(answer_id)
        if context is None:
            return gone_page(session, view, words.GONE_VERDICT)
        note, passage = form.get("note", ""), NO_PASSAGE
        if verdict is Verdict.SHOULD_ANSWER and "marking" not in form:
            return passage_page(desk, context, session, view, form)
        if "marking" in form and "without" not in form:
            try:
                passage = passage_of(marks_of(form), desk.documents)
            except VerdictError as error:
                return passage_page(desk, context, session, view, form, error=str(error))
        return _keep(desk, answer_id, session, view, verdict, note, passage)

    @router.post("/staff/answer/{answer_id}/passage")
    def passage(answer_id: str, session: SignedIn, form: SentForm) -> Response:
        view = unpacked(form.get("view", ""))
        context = desk.contexts.find(answer_id)
        if context is None:
            return gone_page(session, view, words.GONE_VERDICT)
        return passage_page(desk, context, session, view, form)

    @router.post("/staff/answer/{answer_id}/undo")
    def undo(answer_id: str, session: SignedIn, form: SentForm) -> Response:
        view = unpacked(form.get("view", ""))
        mine = [j for j in desk.verdicts.current(answer_id) if j.reviewer == session.name]
        if not mine or str(mine[0].id) != form.get("judgement"):
            return _refused(session, view, words.NOT_YOURS, 409)
        desk.verdicts.undo(mine[0].id, session.name)
        return RedirectResponse(answer_address(answer_id, view, undone="1"), 303)

    return router


def gone_page(session: Session, view: View, also: str = "") -> HTMLResponse:
    """Said for an id that no kept answer has; what is gone cannot be told from what never was."""
    said = f'<p class="notice" role="alert">{html(words.GONE_WHY)}{html(also)}</p>'
    return staff_page(session, words.GONE, said + _to_queue(view), here=QUEUE, status=404)


def _refused(session: Session, view: View, reason: str, status: int) -> HTMLResponse:
    said = f'<p class="error" role="alert">{html(reason)}</p>'
    return staff_page(session, words.REFUSED, said + _to_queue(view), here=QUEUE, status=status)


def _to_queue(view: View) -> str:
    return (
        f'<p><a class="button" href="{html(queue_address(view))}" data-key="q">'
        f"{html(words.TO_THE_QUEUE)}</a></p>"
    )


def _keep(
    desk: Desk,
    answer_id: str,
    session: Session,
    view: View,
    verdict: Verdict,
    note: str,
    passage: Passage,
) -> Response:
    try:
        judge(desk.verdicts, answer_id, session.name, verdict, note, passage)
    except VerdictError as error:
        return _refused(session, view, str(error), 400)
    except RecordsError:
        if desk.answers.get(answer_id) is None:  # forgotten between two looks
            return gone_page(session, view, words.GONE_VERDICT)
        raise
    following = desk.queue.around(view, session.name, answer_id).following
    if following:
        return RedirectResponse(answer_address(following, view, done=answer_id), 303)
    return RedirectResponse(queue_address(view, done=answer_id, end="1"), 303)


def _page(
    desk: Desk, context: Context, session: Session, view: View, around: Around, notice: str
) -> HTMLResponse:
    whys = desk.queue.whys(context.record)
    inside = (
        f'{notice}{_way(view, around)}<div class="desk"><div class="first">'
        f"{question_html(context, words.QUESTION, whys, view)}{quotes_html(context)}</div>"
        f'<aside class="verdict" id="verdict" aria-labelledby="verdict-title">'
        f'<h2 id="verdict-title">{html(words.VERDICT)}</h2>{verdict_form(context, view, session)}'
        f'</aside><div class="then">{others_html(context)}'
        f"{told_html(context, session, desk.documents)}{about_html(context.record)}</div></div>"
    )
    return staff_page(session, words.ANSWER, inside, here=QUEUE)


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


def _undone(context: Context, session: Session) -> str:
    own = context.own(session.name)
    said = words.UNDONE
    if own is not None and own.verdict is not None:
        said = words.UNDONE_BEFORE.format(verdict=words.VERDICTS[own.verdict])
    return f'<p class="notice" role="status">{html(said)}</p>'
