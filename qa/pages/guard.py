"""What stands before every route: the open addresses, the size limit, quiet errors."""

import logging
import re
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.pages import words
from qa.pages.headers import Headers, refusal, response_headers
from qa.pages.shell import dressed, page_policy

log = logging.getLogger("quoteback.server")

# Everything that the page needs of Gradio; all else (uploads, remote files, API docs, monitoring,
# run history, MCP, code editing) does not exist here.
_OPEN = re.compile(
    r"/|/config|/theme\.css|/assets/[\w.-]+|/static/[\w./-]+|/favicon\.ico|/robots\.txt"
    r"|/manifest\.json|/gradio_api/(?:startup-events|app_id|queue/data|heartbeat/\w+)"
    r"|/source/.+|/articles|/page\.(?:js|css)|/healthz|/readyz"
    # Of staff: two files, and pages that ask for a login by themselves.
    r"|/staff\.(?:js|css)|/staff(?:/[^/\\\x00-\x1f]+)*/?"
)
_POSTED = re.compile(r"/gradio_api/(?:queue/join|cancel|reset)|/staff(?:/[^/\\\x00-\x1f]+)*")
_HIDDEN_VIEWS = {"view", "deep_link"}  # Gradio's own API and settings pages


class _BodyTooLarge(Exception):
    pass


class Guard:
    """An ASGI application around another; it stands outermost, so that nothing slips by it."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        """Guard `app`."""
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _Exchange(self._app, self._max_body_bytes, scope, receive, send).run()
        else:  # a websocket: the page has none
            await send({"type": "websocket.close", "code": 1008})


class _Exchange:
    """One request and its response."""

    def __init__(
        self, app: ASGIApp, limit: int, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._app, self._limit = app, limit
        self._scope, self._receive, self._send = scope, receive, send
        self._read = 0
        self._too_large = False
        self._started = False
        self._page: list[bytes] | None = None  # the chat page is held back until it is whole
        self._head: Message = {}

    async def run(self) -> None:
        path, method = self._scope["path"], self._scope["method"]
        pattern = _POSTED if method == "POST" else _OPEN
        if method not in ("GET", "HEAD", "POST") or not pattern.fullmatch(path) or ".." in path:
            await self._refuse(404, words.NOT_THERE)
            return
        if path == "/":
            if _HIDDEN_VIEWS & parse_qs(self._scope["query_string"].decode("latin-1")).keys():
                await self._refuse(404, words.NOT_THERE)
                return
            self._page = []
            kept = [(k, v) for k, v in self._scope["headers"] if k != b"accept-encoding"]
            self._scope = {**self._scope, "headers": kept}
        if self._declared_length() > self._limit:
            await self._refuse(413, words.TOO_BIG)
            return
        try:
            await self._app(self._scope, self._counted, self._dressed)
        except _BodyTooLarge:
            await self._refuse(413, words.TOO_BIG)
        except Exception as error:  # the type alone: a message may hold what a patient wrote
            log.error("%s could not be served: %s", path.split("/")[1] or "/", type(error).__name__)
            await self._refuse(500, words.TROUBLE)

    def _declared_length(self) -> int:
        value = dict(self._scope["headers"]).get(b"content-length", b"0")
        return int(value) if value.isdigit() else 0

    async def _counted(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            if self._read > self._limit:
                self._too_large = True
                raise _BodyTooLarge
        return message

    async def _dressed(self, message: Message) -> None:
        if self._too_large:  # some routes answer for a body that cannot be read by themselves
            await self._refuse(413, words.TOO_BIG)
        elif message["type"] == "http.response.start":
            self._head = {**message, "headers": self._headers(message["headers"])}
            if self._page is None:
                self._started = True
                await self._send(self._head)
        elif self._page is None:
            await self._send(message)
        else:
            self._page.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_page(b"".join(self._page))

    async def _send_page(self, body: bytes) -> None:
        body, nonce = dressed(body)
        left_out = (b"content-length", b"content-security-policy")
        headers = [(k, v) for k, v in self._head["headers"] if k not in left_out]
        headers.append((b"content-security-policy", page_policy(nonce).encode()))
        if self._scope["method"] != "HEAD":
            headers.append((b"content-length", str(len(body)).encode()))
        self._started = True
        await self._send({**self._head, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def _headers(self, given: Headers) -> Headers:
        return response_headers(self._scope["path"], given)

    async def _refuse(self, status: int, reason: str) -> None:
        if self._started:
            return
        self._started = True
        accepted = dict(self._scope["headers"]).get(b"accept", b"")
        headers, body = refusal(reason, to_person=b"text/html" in accepted)
        await self._send(
            {"type": "http.response.start", "status": status, "headers": self._headers(headers)}
        )
        await self._send({"type": "http.response.body", "body": body})
