"""The pages about gaps, articles, numbers and export on a server of their own, with a client."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi import FastAPI
from seeding import fill
from serving import served

from index.search import SearchIndex
from qa.pages.guard import Guard
from qa.pages.reviews import by_signatures
from qa.pages.routes import own_routes
from qa.pages.staff.cookie import PLAIN
from qa.pages.staff.mounting import add_staff_pages
from qa.pages.staff.reports import report_routes
from qa.pages.staff.state import Staff
from qa.records.database import Database
from qa.records.stored import AnswerRecord
from qa.settings import Settings
from qa.staff.signatures import Signatures
from qa.staff.tables import staff_database

REVIEWER = "reviewer-1"
PAGES = ("/staff/gaps", "/staff/articles", "/staff/numbers", "/staff/export")
FILES = tuple(
    f"/staff/export/{name}.{end}" for name in ("queue", "verdicts") for end in ("csv", "jsonl")
)


@dataclass(frozen=True)
class House:
    """A running server: its records, its staff, and what is known of signatures."""

    address: str
    records: Database
    staff: Staff
    signatures: Signatures

    def stranger(self, token: str = "") -> httpx.Client:
        """A client with no session, or with whatever token."""
        return httpx.Client(base_url=self.address, cookies={PLAIN: token} if token else {})

    def patient(self) -> httpx.Client:
        """A client with all that a patient's browser may hold."""
        client = self.stranger()
        client.headers["x-gradio-session"] = "s123"
        client.cookies.set("session_hash", "s123")
        client.cookies.set("access-token", "A" * 43)
        return client

    def member(self, name: str = REVIEWER) -> tuple[httpx.Client, str]:
        """Somebody signed in, and the token of their forms."""
        token = self.staff.sessions.start(name)
        session = self.staff.sessions.find(token)
        assert session is not None
        return self.stranger(token), session.csrf


@contextmanager
def house(folder: Path, index: SearchIndex, records: Sequence[AnswerRecord]) -> Iterator[House]:
    """The server, over records of its own in `folder`."""
    database = fill(folder / "quoteback.db", records)
    staff = Staff.open(folder / "staff.db", Settings())
    if not staff.accounts.list():
        staff.accounts.add(REVIEWER, "correct horse battery")
        staff.accounts.add("reviewer-2", "correct horse battery")
    signatures = Signatures(staff_database(folder / "staff.db"))
    documents = {document.id: document for document in index.corpus.documents}
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(own_routes(documents, by_signatures(signatures)))
    add_staff_pages(app, staff, report_routes(database, index, signatures))
    with served(Guard(app, 65536)) as address:
        yield House(address, database, staff, signatures)


def refused(got: httpx.Response) -> bool:
    """Whether somebody was sent to the login, or told to sign in, and learnt nothing more."""
    assert "Sealed" not in got.text
    to_login = got.status_code == 303 and got.headers["location"].startswith("/staff/login")
    return to_login or got.status_code == 401
