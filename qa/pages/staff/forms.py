"""What a form sends, and whether a page of this site sent it."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from qa.pages.staff import words
from qa.pages.staff.refusal import StaffRefusal

CSRF = "csrf"
_MOST_FIELDS = 200
_URL_ENCODED = "application/x-www-form-urlencoded"


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a url-encoded form; where one comes twice, the last counts.

    Raises:
        StaffRefusal: the body is anything else.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _URL_ENCODED:
        raise StaffRefusal(415, words.NO_FORM)
    try:
        pairs = parse_qsl(
            (await request.body()).decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:  # UnicodeDecodeError is one too
        raise StaffRefusal(400, words.NO_FORM) from error
    return dict(pairs)


SentForm = Annotated[Mapping[str, str], Depends(fields)]
"""The type of a handler's parameter that takes the fields. Not FastAPI's `Form`: it would read the
body before the session is asked for, files in it too."""


def require_own_page(request: Request) -> None:
    """Refuse what another site's page sends.

    Browsers say where a request comes from by Origin, and by Sec-Fetch-Site over https and on the
    machine itself; a page cannot change either. What sends neither is no browser.

    Raises:
        StaffRefusal: it does not come from here.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if site not in ("same-origin", "none") or not own:
        raise StaffRefusal(403, words.CROSS_SITE)
