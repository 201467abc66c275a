"""What every handler of a staff page asks first: who is this, and did they mean it?"""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from qa.pages.staff import words
from qa.pages.staff.cookie import token_of
from qa.pages.staff.forms import CSRF, fields, require_own_page
from qa.pages.staff.refusal import StaffRefusal
from qa.pages.staff.state import staff_of
from qa.staff.sessions import Session


async def signed_in(request: Request) -> Session:
    """The session of `request`; what is posted must also come from a form made for it.

    Raises:
        StaffRefusal: nobody is signed in (a page leads to the login), or the form is not theirs.
    """
    session = await run_in_threadpool(staff_of(request).sessions.find, token_of(request))
    if session is None:
        if _is_page(request):
            raise StaffRefusal(303, words.SIGN_IN_FIRST, to=_login_for(request.url.path))
        raise StaffRefusal(401, words.SIGN_IN_FIRST)
    if request.method not in ("GET", "HEAD"):
        require_own_page(request)
        if not session.accepts((await fields(request)).get(CSRF, "")):
            raise StaffRefusal(403, words.OLD_FORM)
    return session


SignedIn = Annotated[Session, Depends(signed_in)]
"""The type of a handler's parameter: `def queue(session: SignedIn) -> Response`."""


def _is_page(request: Request) -> bool:
    """Whether a person goes there, rather than a script or an image that would follow blindly."""
    destination = request.headers.get("sec-fetch-dest", "document")
    return request.method in ("GET", "HEAD") and destination == "document"


def _login_for(path: str) -> str:
    # The path alone: a query may hold words of a patient that somebody searched for.
    return "/staff/login" if path == "/staff" else f"/staff/login?next={quote(path, safe='/')}"
