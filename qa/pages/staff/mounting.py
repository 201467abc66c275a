"""The staff pages as a part of the server."""

from collections.abc import Iterable
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.responses import FileResponse, RedirectResponse

from qa.errors import RecordsError
from qa.pages.staff import words
from qa.pages.staff.frame import staff_page
from qa.pages.staff.login import login_routes
from qa.pages.staff.refusal import StaffRefusal, not_now, refuse
from qa.pages.staff.signed_in import SignedIn, signed_in
from qa.pages.staff.state import Staff

ASSETS = Path(__file__).parent


def add_staff_pages(app: FastAPI, staff: Staff, pages: Iterable[APIRouter] = ()) -> None:
    """Serve login, style, script and `pages`; everything else under /staff answers 404.

    A handler of `pages` that forgets to ask for SignedIn is closed to strangers all the same. Call
    this before anything that takes all addresses is mounted.
    """
    app.state.staff = staff
    app.add_exception_handler(StaffRefusal, refuse)
    app.add_exception_handler(RecordsError, not_now)
    app.include_router(login_routes())
    app.include_router(_assets())
    for router in (*pages, _rest()):
        app.include_router(router, dependencies=[Depends(signed_in)])  # asked once a request


def _assets() -> APIRouter:
    router = APIRouter()

    @router.api_route("/staff.css", methods=["GET", "HEAD"])
    def style() -> FileResponse:
        return FileResponse(ASSETS / "staff.css", media_type="text/css")

    @router.api_route("/staff.js", methods=["GET", "HEAD"])
    def script() -> FileResponse:
        return FileResponse(ASSETS / "staff.js", media_type="text/javascript")

    return router


def _rest() -> APIRouter:
    """What no page has taken. Without it, such addresses would reach the patients' page."""
    router = APIRouter()

    @router.api_route("/staff", methods=["GET", "HEAD"])
    def start(session: SignedIn) -> Response:
        return staff_page(session, words.START, f"<p>{words.START_EMPTY}</p>", here="/staff")

    @router.api_route("/staff/", methods=["GET", "HEAD"])
    def start_with_a_slash(session: SignedIn) -> Response:
        return RedirectResponse("/staff", 303)

    @router.api_route("/staff", methods=["POST"])
    @router.api_route("/staff/{path:path}", methods=["GET", "HEAD", "POST"])
    def not_there(session: SignedIn) -> Response:
        return staff_page(session, words.NOT_THERE, "", status=404)

    return router
