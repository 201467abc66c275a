"""The server's own addresses: articles as pages, the page's script and style, its health."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse

from corpus.model import Document
from qa.pages.links import read_spans
from qa.pages.plain import ASSETS, articles_page, policy, source_page, source_panel, unknown_page
from qa.pages.reviews import Reviewed, as_loaded


def own_routes(documents: Mapping[str, Document], reviewed: Reviewed = as_loaded) -> APIRouter:
    """Routes over the documents of one loaded index; `reviewed` says what review is told of."""
    router = APIRouter()
    headers = {"Content-Security-Policy": policy()}

    @router.api_route("/source/{article:path}", methods=["GET", "HEAD"])
    def source(
        article: str,
        quote: Annotated[str, Query()] = "",
        check: Annotated[str, Query()] = "",
        also: Annotated[str, Query()] = "",
        panel: Annotated[str, Query()] = "",
    ) -> HTMLResponse:
        document = documents.get(article)
        if document is None:
            return HTMLResponse(unknown_page(documents.values()), 404, headers)
        spans = read_spans(document, quote, check) if quote else ()
        others = (read_spans(document, also) if also and spans else ()) or ()
        show = source_panel if panel else source_page
        shown = show(reviewed(document), spans or (), others, stale=spans is None)
        return HTMLResponse(shown, 200, headers)

    @router.api_route("/articles", methods=["GET", "HEAD"])
    def articles() -> HTMLResponse:
        return HTMLResponse(articles_page(documents.values()), 200, headers)

    @router.get("/page.js")
    def script() -> FileResponse:
        return FileResponse(ASSETS / "page.js", media_type="text/javascript")

    @router.get("/page.css")
    def page_style() -> FileResponse:
        return FileResponse(ASSETS / "page.css", media_type="text/css")

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    def alive() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @router.api_route("/readyz", methods=["GET", "HEAD"])
    def ready() -> JSONResponse:
        # The assistant is loaded before the port answers; a server without articles is not ready.
        status = 200 if documents else 503
        return JSONResponse({"status": "ready" if documents else "empty"}, status)

    return router
