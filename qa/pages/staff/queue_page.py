"""The queue at /staff."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff.addresses import QUEUE, queue_address
from qa.pages.staff.desk import Desk
from qa.pages.staff.forms import SentForm
from qa.pages.staff.frame import staff_page
from qa.pages.staff.keys import keys_html
from qa.pages.staff.queue_html import queue_html
from qa.pages.staff.signed_in import SignedIn
from qa.pages.staff.verdict_html import saved_notice
from qa.staff.view import View


def queue_routes(desk: Desk) -> APIRouter:
    """The page, and what its filter posts."""
    router = APIRouter()

    @router.api_route("/staff", methods=["GET", "HEAD"])
    def queue(request: Request, session: SignedIn) -> Response:
        asked = dict(request.query_params)
        view = View.read(asked)
        start = asked.get("start", "")
        page = desk.queue.page(view, session.name, int(start) if _is_number(start) else 0)
        find = desk.queue.searches.text(view.find) or ""
        done = saved_notice(desk, session, view, asked.get("done", ""))
        if done and asked.get("end"):
            done += f'<p class="notice" role="status">{html(words.VIEW_DONE)}</p>'
        inside = queue_html(page, view, session, desk.documents.values(), find)
        return staff_page(session, words.QUEUE, done + inside + keys_html(), here=QUEUE)

    @router.post("/staff")
    def chosen(session: SignedIn, form: SentForm) -> Response:
        fields = {**form, "find": desk.queue.searches.keep(form.get("words", ""))}
        return RedirectResponse(queue_address(View.read(fields)), 303)

    return router


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
