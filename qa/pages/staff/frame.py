"""What stands around every staff page: head, navigation, sign-out."""

from fastapi.responses import HTMLResponse

from qa.pages.escaping import html
from qa.pages.staff import shown, words
from qa.staff.sessions import Session

NAVIGATION = (
    ("/staff", "Queue"),
    ("/staff/try", "Try a question"),
    ("/staff/gaps", "Gaps"),
    ("/staff/articles", "Articles"),
    ("/staff/numbers", "Numbers"),
    ("/staff/export", "Export"),
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# With no-referrer, the policy of all other pages, browsers send "Origin: null" along with a form.
_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="same-origin">'
    '<meta name="robots" content="noindex"><link rel="icon" href="/favicon.ico">'
    '<link rel="stylesheet" href="/staff.css"><script src="/staff.js" defer></script>'
)


def staff_page(
    session: Session, title: str, inside: str, *, here: str = "", status: int = 200
) -> HTMLResponse:
    """A page for somebody signed in.

    Args:
        session: from `signed_in`.
        title: plain text, for the window and the only `<h1>`.
        inside: HTML, every text in it escaped by `qa.pages.escaping.html`.
        here: the address in NAVIGATION that the page belongs to.
        status: of the response.
    """
    links = "".join(
        f'<li><a href="{address}"{_current(address == here)}>{html(name)}</a></li>'
        for address, name in NAVIGATION
    )
    top = (
        f'<a class="skip" href="#main">{html(words.SKIP)}</a><header class="top">'
        f'<a class="brand" href="/staff">{html(words.STAFF)}</a>'
        f'<nav aria-label="{html(words.NAVIGATION)}"><ul>{links}</ul></nav>'
        f'<form class="leave" method="post" action="/staff/logout">{csrf_field(session)}'
        f'<span class="who"><span class="unseen">{html(words.SIGNED_IN_AS)} </span>'
        f'{html(session.name)}</span><button class="quiet">{html(words.SIGN_OUT)}</button></form>'
        "</header>"
    )
    return _whole(title, "wide", top, inside, status)


def bare_page(title: str, inside: str, status: int = 200) -> HTMLResponse:
    """A page for somebody who is not signed in; arguments as for `staff_page`."""
    top = f'<header class="top"><span class="brand">{html(words.STAFF)}</span></header>'
    return _whole(title, "narrow", top, inside, status)


def csrf_field(session: Session) -> str:
    """What every form that posts must have inside."""
    return f'<input type="hidden" name="csrf" value="{html(session.csrf)}">'


def _whole(title: str, width: str, top: str, inside: str, status: int) -> HTMLResponse:
    page = (
        f'<!doctype html><html lang="en"><head>{_HEAD}'
        f"<title>{html(shown.seen_plainly(title))} – {html(words.STAFF)}</title></head><body>{top}"
        f'<main id="main" class="{width}" tabindex="-1"><h1>{shown.seen(title)}</h1>{inside}</main>'
        "</body></html>"
    )
    return HTMLResponse(page, status, {"Content-Security-Policy": POLICY})


def _current(is_here: bool) -> str:
    return ' aria-current="page"' if is_here else ""
