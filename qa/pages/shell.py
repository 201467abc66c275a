"""The HTML around Gradio's page: our style, our script and title, a nonce for what runs in it."""

import re
import secrets

from qa.pages import words
from qa.pages.escaping import html

_SCRIPT = re.compile(rb"<script(?=[\s>])")
_FOREIGN_META = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*/>\s*')
_HEAD = (
    f"<title>{html(words.NAME)}</title>"
    f'<meta name="description" content="{html(words.DESCRIPTION)}" />'
    '<meta name="color-scheme" content="light dark" />'
    '<link rel="stylesheet" href="/page.css" /><script src="/page.js" defer></script></head>'
).encode()
_BODY = (
    f"<noscript><h1>{html(words.NAME)}</h1><p>{html(words.NO_SCRIPT)}</p>"
    f'<p><a href="/articles">{html(words.ALL_ARTICLES)}</a></p></noscript></body>'
).encode()


def dressed(page: bytes) -> tuple[bytes, str]:
    """Gradio's page with our head, and the nonce that its scripts carry.

    Every `<script` in it is Gradio's or ours: it escapes "<" in the settings that it writes there.
    """
    nonce = secrets.token_urlsafe(16)
    page = _FOREIGN_META.sub(b"", page)  # they name hosts that are not ours
    page = page.replace(b"</head>", _HEAD, 1)
    page = page.replace(b"</body>", _BODY, 1)
    return _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), page), nonce


def page_policy(nonce: str) -> str:
    """Content-Security-Policy of the chat: own scripts, no eval; Gradio writes style inline."""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
        "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    )
