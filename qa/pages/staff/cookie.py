"""The one cookie: a session's token, out of reach of scripts and of other sites."""

from fastapi import Request, Response

PLAIN = "quoteback_staff"
SECURE = "__Host-quoteback"
"""Over https; the prefix makes browsers refuse one that another host or an http page has set."""


def token_of(request: Request) -> str:
    """The token that came with `request`, or an empty text."""
    return request.cookies.get(_name(request), "")


def give_token(response: Response, request: Request, token: str) -> None:
    """Let the browser keep `token` until it is closed; how long it is worth, the server knows."""
    response.set_cookie(
        _name(request), token, path="/", secure=_is_https(request), httponly=True, samesite="strict"
    )


def take_token(response: Response, request: Request) -> None:
    """Let the browser forget its token."""
    response.delete_cookie(
        _name(request), path="/", secure=_is_https(request), httponly=True, samesite="strict"
    )


def _name(request: Request) -> str:
    return SECURE if _is_https(request) else PLAIN


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
