"""A request of staff that is not done: a short page for a person, a line of text for a script."""

import logging

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException

from qa.errors import RecordsError
from qa.pages.escaping import html
from qa.pages.staff import words
from qa.pages.staff.frame import bare_page

log = logging.getLogger("quoteback.staff")


class StaffRefusal(HTTPException):
    """Raised by a handler: `reason` is shown to a person; with `to`, the browser is sent there."""

    def __init__(self, status: int, reason: str, to: str = "") -> None:
        super().__init__(status, reason)
        self.to = to


def refuse(request: Request, error: Exception) -> Response:
    """The answer to a StaffRefusal."""
    assert isinstance(error, StaffRefusal)
    if error.to:
        return RedirectResponse(error.to, error.status_code)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(error.detail, error.status_code)
    way = f'<p><a class="way" href="/staff/login">{html(words.SIGN_IN)}</a></p>'
    if error.status_code != 401:
        way = ""
    return bare_page(error.detail, way, error.status_code)


def not_now(request: Request, error: Exception) -> Response:
    """The answer where the file of accounts or records cannot be used."""
    assert isinstance(error, RecordsError)
    log.error("%s", error)
    return refuse(request, StaffRefusal(503, words.NOT_NOW))
