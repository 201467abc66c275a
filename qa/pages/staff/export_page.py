"""Files of the queue and of the verdicts, at /staff/export."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from qa.pages.escaping import html
from qa.pages.staff import report_words as words
from qa.pages.staff.frame import staff_page
from qa.pages.staff.signed_in import SignedIn
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.verdicts import Verdicts
from qa.staff.exporting import (
    QUEUE_FIELDS,
    VERDICT_FIELDS,
    as_csv,
    as_json_lines,
    queue_rows,
    verdict_rows,
)

ADDRESS = "/staff/export"
_CSV, _JSON_LINES = "text/csv", "application/x-ndjson"


def export_routes(database: Database) -> APIRouter:
    """The page and its four files."""
    router = APIRouter()

    @router.api_route(ADDRESS, methods=["GET", "HEAD"])
    def page(session: SignedIn) -> Response:
        answers = Answers(database).totals(Filter()).all
        inside = (
            f"<p>{html(words.EXPORT_INTRO)}</p>"
            + _files("queue", words.QUEUE_FILE, words.QUEUE_TOLD, answers)
            + _files(
                "verdicts", words.VERDICT_FILE, words.VERDICT_TOLD, len(Verdicts(database).all())
            )
            + f'<p class="soft small">{html(words.CSV_TOLD)}</p>'
        )
        return staff_page(session, words.EXPORT, inside, here=ADDRESS)

    @router.api_route(ADDRESS + "/queue.csv", methods=["GET", "HEAD"])
    def queue_csv(request: Request, session: SignedIn) -> Response:
        return _sent(request, "queue.csv", _CSV, lambda: as_csv(QUEUE_FIELDS, queue_rows(database)))

    @router.api_route(ADDRESS + "/queue.jsonl", methods=["GET", "HEAD"])
    def queue_jsonl(request: Request, session: SignedIn) -> Response:
        return _sent(
            request, "queue.jsonl", _JSON_LINES, lambda: as_json_lines(queue_rows(database))
        )

    @router.api_route(ADDRESS + "/verdicts.csv", methods=["GET", "HEAD"])
    def verdicts_csv(request: Request, session: SignedIn) -> Response:
        return _sent(
            request, "verdicts.csv", _CSV, lambda: as_csv(VERDICT_FIELDS, verdict_rows(database))
        )

    @router.api_route(ADDRESS + "/verdicts.jsonl", methods=["GET", "HEAD"])
    def verdicts_jsonl(request: Request, session: SignedIn) -> Response:
        return _sent(
            request, "verdicts.jsonl", _JSON_LINES, lambda: as_json_lines(verdict_rows(database))
        )

    return router


def _sent(request: Request, name: str, kind: str, made: Callable[[], Iterator[str]]) -> Response:
    """A file, whole before any of it is sent: one that was cut off would look as if it were all."""
    day = datetime.now(UTC).date().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="quoteback-{day}-{name}"'}
    if request.method == "HEAD":
        return Response(None, 200, headers, media_type=f"{kind}; charset=utf-8")
    return Response("".join(made()), 200, headers, media_type=f"{kind}; charset=utf-8")


def _files(name: str, title: str, told: str, count: int) -> str:
    links = " ".join(
        f'<a class="button" href="{ADDRESS}/{name}.{end}" download>{html(text)}</a>'
        for end, text in (("csv", words.CSV), ("jsonl", words.JSON_LINES))
    )
    told = told.format(count=f"{count:,}")
    return (
        f'<section class="card"><h2>{html(title)}</h2><p>{html(told)}</p>'
        f'<p class="buttons">{links}</p></section>'
    )
