"""The server: `python app.py`. Assembles the page and the routes, nothing else."""

import logging
import os
import sys

# Before anything imports Gradio or the hub's client, which read these once.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from corpus.errors import QuotebackError
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from qa.assistant import Assistant
    from qa.staff.signatures import Signatures


def build_app(assistant: "Assistant", settings: Settings) -> "ASGIApp":
    """The whole application over a loaded assistant."""
    import gradio as gr
    from fastapi import FastAPI

    from qa.pages import words
    from qa.pages.chat import Chat
    from qa.pages.guard import Guard
    from qa.pages.look import theme
    from qa.pages.page import build_page
    from qa.pages.quiet import quiet_gradio
    from qa.pages.reviews import by_signatures
    from qa.pages.routes import own_routes
    from qa.records.recorder import Keeping, Recorder
    from qa.records.tables import records_file
    from qa.staff.signatures import Signatures
    from qa.staff.tables import staff_database, staff_file

    quiet_gradio()
    recorder = Recorder(
        records_file(),
        keeping=Keeping(settings.records),
        days=settings.records_days,
        reasons=words.REASONS,
    )
    chat = Chat(assistant, settings, recorder)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        recorder.close()  # what waits is written before the server ends

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    signatures = Signatures(staff_database(staff_file()))
    app.include_router(own_routes(chat.documents, by_signatures(signatures)))
    _add_staff_pages(app, assistant, settings, signatures)
    gr.mount_gradio_app(
        app,
        build_page(chat, settings.country),
        path="/",
        theme=theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,
    )
    return Guard(app, settings.max_body_bytes)


def _add_staff_pages(
    app: "FastAPI", assistant: "Assistant", settings: Settings, signatures: "Signatures"
) -> None:
    """Patients are answered even where what hashes passwords does not load."""
    try:
        from qa.pages.staff.answer_page import answer_routes
        from qa.pages.staff.desk import Desk
        from qa.pages.staff.mounting import add_staff_pages
        from qa.pages.staff.queue_page import queue_routes
        from qa.pages.staff.reports import report_routes
        from qa.pages.staff.state import Staff
        from qa.pages.staff.try_page import try_routes
        from qa.records.tables import records_database, records_file
        from qa.staff.tables import staff_file
    except ImportError as error:
        logging.getLogger("quoteback.staff").warning("there are no staff pages: %s", error)
        return
    records = records_database(records_file())
    desk = Desk.open(records, assistant)
    pages = [
        *(queue_routes(desk), answer_routes(desk), try_routes(desk)),
        *report_routes(records, assistant.index, signatures),
    ]
    add_staff_pages(app, Staff.open(staff_file(), settings), pages)


def main() -> None:
    """Take the port, load, serve; an error of ours is one line that names the cure."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        settings = load_settings()
        from qa.pages.server import serve, take_port

        taken = take_port(settings)
        from qa.__main__ import open_assistant

        serve(build_app(open_assistant(None, None), settings), settings, taken)
    except QuotebackError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
