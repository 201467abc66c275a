"""A real server in a thread, and a client that speaks to the page as a browser does."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp

from app import build_app
from qa.assistant import Assistant
from qa.settings import Settings


@contextmanager
def running(assistant: Assistant, settings: Settings) -> Iterator[str]:
    """The address of a server that is ready."""
    with served(build_app(assistant, settings)) as address:
        yield address


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of a server of `app`."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


class Visitor:
    """Presses what the page offers, by Gradio's own protocol."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=30)
        self.session = f"s{time.monotonic_ns()}"
        config = self.http.get("/config").json()
        self.functions = config["dependencies"]
        self.parts = {part["id"]: part for part in config["components"]}

    def send(self, index: int, data: list[Any], event_data: Any = None) -> httpx.Response:
        """Post an event and nothing more."""
        body = {
            "data": data,
            "fn_index": index,
            "session_hash": self.session,
            "event_data": event_data,
        }
        return self.http.post("/gradio_api/queue/join", json=body)

    def press(self, index: int, data: list[Any], event_data: Any = None) -> list[Any]:
        """Post an event and wait for what it changes."""
        sent = self.send(index, data, event_data)
        assert sent.status_code == 200, sent.text
        params = {"session_hash": self.session}
        with self.http.stream("GET", "/gradio_api/queue/data", params=params) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:") and "process_completed" in line:
                    message = json.loads(line[5:])
                    assert message["success"], message
                    return list(message["output"]["data"])
        raise AssertionError("no answer came")

    def ask(self, question: str) -> "Reply":
        """Ask by the question box."""
        return Reply(self.press(0, [question, None]))


class Reply:
    """The page's parts after a question, in the order of `shown` in qa/pages/page.py."""

    def __init__(self, data: list[Any]) -> None:
        chat = data[1]["value"] if isinstance(data[1], dict) else data[1]
        self.messages = chat
        self.text = "".join(p["text"] for p in chat[-1]["content"]) if chat else ""
        self.box = data[2]
        self.notice = data[3]
        self.tab = data[-1]
