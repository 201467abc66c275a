"""An answer in context at /staff/answer/<id>; judging it; taking a verdict back."""

import logging
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from qa.errors import RecordsError, VerdictError
from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff.addresses import answer_address, queue_address, unpacked
from qa.pages.staff.answer_view import alert_html, gone_page, refused_page, whole_page
from qa.pages.staff.desk import Desk
from qa.pages.staff.forms import SentForm
from qa.pages.staff.passage_html import marks_of, passage_page
from qa.pages.staff.signed_in import SignedIn
from qa.pages.staff.verdict_html import saved_notice
from qa.records.judgement import Verdict
from qa.staff.context import Context
from qa.staff.judging import NO_PASSAGE, Passage, judge, passage_of
from qa.staff.sessions import Session
from qa.staff.view import View

log = logging.getLogger("quoteback.staff")


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
        return whole_page(desk, context, session, view, notice)

    @router.post("/staff/answer/{answer_id}/verdict")
    def judged(answer_id: str, session: SignedIn, form: SentForm) -> Response:
        view = unpacked(form.get("view", ""))
        verdict = next((v for v in Verdict if v.value == form.get("verdict")), None)
        if verdict is None:
            return refused_page(session, view, words.NO_VERDICT, 400)
        context = desk.contexts.find(answer_id)
        if context is None:
            return gone_page(session, view, words.GONE_VERDICT)
        passage = NO_PASSAGE
        if verdict is Verdict.SHOULD_ANSWER and "marking" not in form:
            return passage_page(desk, context, session, view, form)
        if "marking" in form and "without" not in form:
            try:
                passage = passage_of(marks_of(form), desk.documents)
            except VerdictError as error:
                return passage_page(desk, context, session, view, form, error=str(error))
        return _keep(desk, context, session, view, verdict, passage, form)

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
            return refused_page(session, view, words.NOT_YOURS, 409)
        desk.verdicts.undo(mine[0].id, session.name)
        return RedirectResponse(answer_address(answer_id, view, undone="1"), 303)

    return router


def _keep(
    desk: Desk,
    context: Context,
    session: Session,
    view: View,
    verdict: Verdict,
    passage: Passage,
    form: Mapping[str, str],
) -> Response:
    """Keep a verdict and go on; where that fails, the page again with all that was typed."""
    answer_id, note = context.record.answer_id, form.get("note", "")
    try:
        judge(desk.verdicts, answer_id, session.name, verdict, note, passage)
    except VerdictError as error:
        said = alert_html(str(error))
        return whole_page(desk, context, session, view, said, note=note, status=400)
    except RecordsError as error:
        if desk.answers.get(answer_id) is None:  # forgotten between two looks
            return gone_page(session, view, words.GONE_VERDICT)
        log.error("%s", error)
        said = words.NOT_SAVED.format(verdict=words.VERDICTS[verdict])
        if "marking" in form:
            return passage_page(desk, context, session, view, form, error=said, status=503)
        return whole_page(desk, context, session, view, alert_html(said), note=note, status=503)
    following = desk.queue.around(view, session.name, answer_id).following
    if following:
        return RedirectResponse(answer_address(following, view, done=answer_id), 303)
    return RedirectResponse(queue_address(view, done=answer_id, end="1"), 303)


def _undone(context: Context, session: Session) -> str:
    own = context.own(session.name)
    said = words.UNDONE
    if own is not None and own.verdict is not None:
        said = words.UNDONE_BEFORE.format(verdict=words.VERDICTS[own.verdict])
    return f'<p class="notice" role="status">{html(said)}</p>'
