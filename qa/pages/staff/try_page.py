"""Trying a question at /staff/try: the view of an answer, and nothing of it is kept."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff.addresses import TRY
from qa.pages.staff.answer_html import others_html, question_html, quotes_html
from qa.pages.staff.desk import Desk
from qa.pages.staff.forms import SentForm
from qa.pages.staff.frame import csrf_field, staff_page
from qa.pages.staff.keys import keys_html
from qa.pages.staff.signed_in import SignedIn
from qa.staff.sessions import Session
from qa.staff.trying import try_question
from qa.staff.view import View


def try_routes(desk: Desk) -> APIRouter:
    """The page with its form, and the same page with what came of a question."""
    router = APIRouter()
    limit = desk.assistant.settings.max_question_characters

    @router.api_route("/staff/try", methods=["GET", "HEAD"])
    def form_page(session: SignedIn) -> Response:
        return _page(session, limit)

    @router.post("/staff/try")
    def tried(session: SignedIn, form: SentForm) -> Response:
        question, before = form.get("question", "").strip(), form.get("before", "").strip()
        longest = max(len(question), len(before))
        if not question or longest > limit:
            said = words.TRY_TOO_LONG.format(found=f"{longest:,}", limit=f"{limit:,}")
            error = said if question else words.TRY_EMPTY
            return _page(session, limit, question, before, error=error)
        record = try_question(desk.assistant, question, (before,) if before else ())
        context = desk.contexts.of(record)
        whys = desk.queue.whys(record)
        inside = (
            f'<div class="tried">{question_html(context, words.TRIED_QUESTION, whys, View())}'
            f"{quotes_html(context, words.TRIED_QUOTES)}{others_html(context)}</div>"
        )
        return _page(session, limit, question, before, inside)

    return router


def _page(
    session: Session,
    limit: int,
    question: str = "",
    before: str = "",
    inside: str = "",
    error: str = "",
) -> HTMLResponse:
    told = f'<p class="error" role="alert" id="error">{html(error)}</p>' if error else ""
    wrong = ' aria-invalid="true" aria-describedby="error"' if error else ""
    form = (
        f'<p class="soft">{html(words.TRY_INTRO)}</p>'
        f'<form class="try" method="post" action="{TRY}">{csrf_field(session)}{told}'
        f'<label for="question">{html(words.TRY_LABEL)}</label>'
        f'<textarea id="question" name="question" rows="2" maxlength="{limit}" dir="auto" required '
        f'data-focus="n"{"" if inside else " autofocus"}{wrong}>{html(question)}</textarea>'
        f"<details{' open' if before else ''}><summary>{html(words.TRY_BEFORE)}</summary>"
        f'<textarea name="before" rows="2" maxlength="{limit}" dir="auto" '
        f'aria-label="{html(words.TRY_BEFORE)}">{html(before)}</textarea></details>'
        f"<button>{html(words.TRY_GO)}</button></form>"
    )
    status = 400 if error else 200
    return staff_page(session, words.TRY, form + inside + keys_html(), here=TRY, status=status)
