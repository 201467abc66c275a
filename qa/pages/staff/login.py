"""Signing in and out."""

import re
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from qa.pages.escaping import html
from qa.pages.staff import words
from qa.pages.staff.cookie import give_token, take_token, token_of
from qa.pages.staff.forms import fields, require_own_page
from qa.pages.staff.frame import bare_page
from qa.pages.staff.refusal import StaffRefusal
from qa.pages.staff.signed_in import SignedIn
from qa.pages.staff.state import Staff, network_of, staff_of
from qa.staff.accounts import ADD

AT_ONCE = 2
"""Passwords checked at the same time; each takes 64 MiB and all that the processor can give."""

MOST_WAITING = 20
_OWN_PLACE = re.compile(r"/staff(?:/[\w.~-]+)*", re.ASCII)  # nothing that leads to another site


def login_routes() -> APIRouter:
    """The addresses /staff/login and /staff/logout."""
    router = APIRouter()
    limiter = CapacityLimiter(AT_ONCE)

    @router.api_route("/staff/login", methods=["GET", "HEAD"])
    def login(
        request: Request,
        to: Annotated[str, Query(alias="next")] = "",
        signed_out: Annotated[bool, Query(alias="out")] = False,
    ) -> Response:
        staff = staff_of(request)
        if staff.sessions.find(token_of(request)):
            return RedirectResponse(_place(to), 303)
        said = f'<p class="notice" role="status">{html(words.SIGNED_OUT)}</p>'
        return _login_page(staff, _place(to), said=said if signed_out else "")

    @router.post("/staff/login")
    async def sign_in(request: Request) -> Response:
        require_own_page(request)
        given = await fields(request)
        name, place = given.get("name", "").strip(), _place(given.get("next", ""))
        staff, network = staff_of(request), network_of(request)
        if not staff.sign_ins.allows(network):
            raise StaffRefusal(429, words.TOO_MANY)
        if limiter.statistics().tasks_waiting >= MOST_WAITING:
            raise StaffRefusal(503, words.BUSY)
        password = given.get("password", "")
        found = await to_thread.run_sync(
            staff.accounts.check, name, password, network, limiter=limiter
        )
        if found is None:
            error = f'<p class="error" role="alert" id="error">{html(words.NOT_SIGNED_IN)}</p>'
            return await run_in_threadpool(_login_page, staff, place, name, error)
        token = await run_in_threadpool(_exchange, staff, token_of(request), found, network)
        response = RedirectResponse(place, 303)
        give_token(response, request, token)
        return response

    @router.post("/staff/logout")
    def sign_out(request: Request, session: SignedIn) -> Response:
        staff_of(request).sessions.end(session, network_of(request))
        response = RedirectResponse("/staff/login?out=1", 303)
        take_token(response, request)
        return response

    return router


def _exchange(staff: Staff, old: str, name: str, network: str) -> str:
    """The token of a new session; one that the browser had until now ends."""
    before = staff.sessions.find(old)
    if before is not None:
        staff.sessions.end(before, network)
    return staff.sessions.start(name)


def _place(wanted: str) -> str:
    return wanted if _OWN_PLACE.fullmatch(wanted) else "/staff"


def _login_page(
    staff: Staff, place: str, name: str = "", error: str = "", said: str = ""
) -> HTMLResponse:
    status = 401 if error else 200
    back = f'<p><a class="way" href="/">{html(words.TO_THE_CHAT)}</a></p>'
    if not staff.accounts.list():
        none = (
            f'<p class="notice" role="status">{html(words.NO_ACCOUNT)}</p>'
            f"<p>{html(words.ADD_ONE)}</p><pre><code>{html(ADD)}</code></pre>"
        )
        return bare_page(words.SIGN_IN, said + none + back, status)
    wrong = ' aria-invalid="true" aria-describedby="error"' if error else ""
    form = (
        f'{said}<p class="soft">{html(words.SIGN_IN_INTRO)}</p>'
        f'<form class="card" method="post" action="/staff/login">{error}'
        f'<input type="hidden" name="next" value="{html(place)}">'
        f'<label for="name">{html(words.ACCOUNT_NAME)}</label>'
        f'<input id="name" name="name" value="{html(name)}" autocomplete="username" required '
        f'autofocus autocapitalize="none" spellcheck="false"{wrong}>'
        f'<label for="password">{html(words.PASSWORD)}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" '
        f"required{wrong}><button>{html(words.SIGN_IN)}</button></form>"
    )
    return bare_page(words.SIGN_IN, form + back, status)
