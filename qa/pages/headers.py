"""The headers of every response, and the short refusals."""

import json
import re
from collections.abc import Iterable

from qa.pages import plain
from qa.pages.escaping import html

Headers = list[tuple[bytes, bytes]]

_LASTING = re.compile(r"/assets/|/static/")
_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def response_headers(path: str, given: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers `given` to the response for `path`, with ours in place of any of that name."""
    ours = {
        b"cache-control": b"public, max-age=86400" if _LASTING.match(path) else b"no-store",
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"no-referrer",
        b"cross-origin-opener-policy": b"same-origin",
        b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    }
    kept = [(key.lower(), value) for key, value in given if key.lower() not in ours]
    if not any(key == b"content-security-policy" for key, _ in kept):
        kept.append((b"content-security-policy", _NOTHING.encode()))
    return kept + list(ours.items())


def refusal(reason: str, *, to_person: bool) -> tuple[Headers, bytes]:
    """A short refusal: a page for a person, else in the shape that Gradio's page reads out."""
    if to_person:
        body = plain.page(reason, f"<h1>{html(reason)}</h1>").encode()
        kind, policy = b"text/html; charset=utf-8", plain.policy()
    else:
        body = json.dumps({"detail": reason}).encode()
        kind, policy = b"application/json", _NOTHING
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", policy.encode()),
    ]
    return headers, body
