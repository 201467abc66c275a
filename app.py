"""The server: `python app.py`. Assembles the page and the routes, nothing else."""

import logging
import os
import sys

# Before anything imports Gradio or the hub's client, which read these once.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from typing import TYPE_CHECKING

from corpus.errors import QuotebackError
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from qa.assistant import Assistant


def build_app(assistant: "Assistant", settings: Settings) -> "ASGIApp":
    """The whole application over a loaded assistant."""
    import gradio as gr
    from fastapi import FastAPI

    from index.home import var_folder
    from qa.pages import words
    from qa.pages.chat import Chat
    from qa.pages.guard import Guard
    from qa.pages.look import theme
    from qa.pages.page import build_page
    from qa.pages.quiet import quiet_gradio
    from qa.pages.routes import own_routes
    from qa.records import Records

    quiet_gradio()
    records = Records(var_folder() / "quoteback.db", frozenset(words.REASONS))
    chat = Chat(assistant, settings, records)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(own_routes(chat.documents))
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
