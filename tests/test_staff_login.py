"""The door of the staff pages, as strangers, patients, other sites and members of staff find it.

Most of it runs on the staff pages alone behind the Guard, with a page of its own to knock at; what
concerns their place in the whole server starts the whole server.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response
from serving import Visitor, running, served

from corpus.loading import ARTICLES
from index.hashing import HashingEncoder
from index.home import open_index
from qa.pages.guard import Guard
from qa.pages.limits import RateLimit
from qa.pages.staff import words
from qa.pages.staff.cookie import PLAIN, SECURE
from qa.pages.staff.forms import SentForm
from qa.pages.staff.frame import NAVIGATION, staff_page
from qa.pages.staff.mounting import add_staff_pages
from qa.pages.staff.signed_in import SignedIn
from qa.pages.staff.state import Staff
from qa.records.database import Database
from qa.settings import Settings
from qa.staff.accounts import Accounts
from qa.staff.sessions import Session, Sessions
from qa.staff.tables import STEPS, staff_file

NAME, GOOD = "reviewer-1", "correct horse battery"
PAGES = [
    "/staff", "/staff/", "/staff/page", "/staff/forgetful", "/staff/none", "/staff/a/b/c",
    *[address for address, _ in NAVIGATION],
]  # fmt: skip
POSTED = ["/staff", "/staff/page", "/staff/forgetful", "/staff/logout", "/staff/none", "/staff/try"]
TLS = {"x-forwarded-proto": "https"}  # as a proxy on this machine says it


def pages() -> APIRouter:
    """A page like those to come, and one whose author forgot to ask who is there."""
    router = APIRouter()

    @router.api_route("/staff/page", methods=["GET", "HEAD"])
    def page(session: SignedIn) -> Response:
        return staff_page(session, "Sealed words", "")

    @router.post("/staff/page")
    def posted(session: SignedIn, form: SentForm) -> Response:
        return staff_page(session, f"{session.name} sent {form['note']}", "")

    @router.api_route("/staff/forgetful", methods=["GET", "POST"])
    def forgetful() -> str:
        return "Sealed words"

    return router


@dataclass(frozen=True)
class House:
    address: str
    staff: Staff

    def client(self, token: str = "", cookie: str = PLAIN) -> httpx.Client:
        return httpx.Client(base_url=self.address, cookies={cookie: token} if token else {})

    def session(self, name: str = NAME) -> tuple[httpx.Client, Session, str]:
        token = self.staff.sessions.start(name)
        session = self.staff.sessions.find(token)
        assert session is not None
        return self.client(token), session, token


def staff_app(staff: Staff) -> Guard:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_staff_pages(app, staff, [pages()])
    return Guard(app, 65536)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    staff = Staff.open(tmp_path_factory.mktemp("staff") / "staff.db", Settings())
    staff = replace(staff, sign_ins=RateLimit(1000))
    staff.accounts.add(NAME, GOOD)
    with served(staff_app(staff)) as address:
        yield House(address, staff)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[House]:
    """One of its own, for tests that lock or count."""
    staff = Staff.open(tmp_path / "staff.db", Settings())
    with served(staff_app(staff)) as address:
        yield House(address, staff)


def sign_in(client: httpx.Client, name: str = NAME, password: str = GOOD, **more: str):
    return client.post("/staff/login", data={"name": name, "password": password, **more})


def refused(got: httpx.Response) -> bool:
    assert "Sealed" not in got.text
    assert "set-cookie" not in got.headers
    to_login = got.status_code == 303 and got.headers["location"].startswith("/staff/login")
    return to_login or got.status_code == 401


class Parts(HTMLParser):
    """Each tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, name: str) -> dict[str, str | None]:
        return next(attrs for tag, attrs in self.tags if attrs.get("name") == name)


# -- Nobody is let in ------------------------------------------------------------------------------


def strangers(house: House) -> dict[str, httpx.Client]:
    """Everybody who is not signed in, by what they bring along."""
    over = house.session()
    house.staff.sessions.end(over[1])
    house.staff.accounts.add("reviewer-9", GOOD)
    removed = house.session("reviewer-9")[0]
    house.staff.accounts.remove("reviewer-9")
    _, session, token = house.session()
    patient = house.client()
    patient.headers["x-gradio-session"] = "s123"
    patient.cookies.set("session_hash", "s123")
    patient.cookies.set("access-token", token[::-1])
    return {
        "nothing": house.client(),
        "a patient's session": patient,
        "a forged token": house.client("A" * 43),
        "a long token": house.client("A" * 5000),
        "the hash of a token": house.client(session.key.hex()),
        "the token of the forms": house.client(session.csrf),
        "a signed-out token": over[0],
        "the token of a removed account": removed,
        "a token in the cookie of https": house.client(token, SECURE),
        "a token in a header": httpx.Client(
            base_url=house.address, headers={"authorization": f"Bearer {token}"}
        ),
    }


def test_no_page_without_a_session(house: House) -> None:
    for who, client in strangers(house).items():
        for path in PAGES:
            assert refused(client.get(path)), (who, path)
            assert refused(client.head(path)), (who, path)


def test_no_post_without_a_session(house: House) -> None:
    token = house.session()[1].csrf
    for who, client in strangers(house).items():
        for path in POSTED:
            assert refused(client.post(path, data={"csrf": token, "note": "x"})), (who, path)


def test_an_expired_session_is_none(tmp_path: Path) -> None:
    staff = Staff.open(tmp_path / "staff.db", Settings(staff_hours=1e-9))
    staff.accounts.add(NAME, GOOD)
    with served(staff_app(staff)) as address:
        client = httpx.Client(base_url=address)
        assert sign_in(client).status_code == 303
        assert client.cookies.get(PLAIN)
        assert refused(client.get("/staff/page"))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_methods(house: House, method: str) -> None:
    client = house.session()[0]
    for path in ("/staff", "/staff/login", "/staff/page"):
        assert client.request(method, path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/staff/%2e%2e/page", "/staff//page", "/staffs", "/staff.db", "/staff/a%5cb",
             "/staff/a%00", "/Staff", "/staff.css/x"]
)  # fmt: skip
def test_no_other_addresses(house: House, path: str) -> None:
    assert house.session()[0].get(path).status_code == 404


def test_a_script_is_refused_in_plain_text_and_a_person_on_a_page(house: House) -> None:
    got = house.client().get("/staff/page", headers={"sec-fetch-dest": "empty"})
    assert (got.status_code, got.text) == (401, words.SIGN_IN_FIRST)
    assert got.headers["content-type"].startswith("text/plain")
    got = house.client().post("/staff/page", headers={"accept": "text/html"})
    assert got.status_code == 401
    assert 'href="/staff/login"' in got.text


def test_the_login_is_told_the_path_and_never_the_words(house: House) -> None:
    got = house.client().get("/staff/a/b", params={"search": "my zebra"})
    assert got.headers["location"] == "/staff/login?next=/staff/a/b"


# -- Signing in and out ----------------------------------------------------------------------------


def test_in_and_out(house: House) -> None:
    client = house.client()
    page = client.get("/staff/login")
    assert page.status_code == 200
    got = sign_in(client)
    assert (got.status_code, got.headers["location"]) == (303, "/staff")
    start = client.get("/staff")
    assert start.status_code == 200
    assert NAME in start.text
    assert client.get("/staff/page").status_code == 200
    assert client.get("/staff/").headers["location"] == "/staff"
    assert client.get("/staff/none").status_code == 404
    assert client.get("/staff/login").headers["location"] == "/staff"
    token = client.cookies[PLAIN]
    got = client.post("/staff/logout", data={"csrf": csrf_of(start.text)})
    assert (got.status_code, got.headers["location"]) == (303, "/staff/login?out=1")
    assert PLAIN not in client.cookies
    assert words.SIGNED_OUT in client.get("/staff/login?out=1").text
    assert refused(client.get("/staff/page"))
    assert refused(house.client(token).get("/staff/page"))


def csrf_of(page: str) -> str:
    return str(Parts(page).named("csrf")["value"])


def test_signing_in_again_ends_the_session_before(house: House) -> None:
    client, _, token = house.session()
    got = sign_in(client)
    assert got.status_code == 303
    assert token not in got.headers["set-cookie"]
    assert refused(house.client(token).get("/staff/page"))


def test_a_token_that_was_set_by_somebody_else_is_never_taken_on(house: House) -> None:
    planted = "A" * 43
    client = house.client(planted)
    sign_in(client)
    assert refused(house.client(planted).get("/staff/page"))


@pytest.mark.parametrize(
    ("wanted", "place"),
    [("/staff/page", "/staff/page"), ("/staff/a/b-c_d.e~f", "/staff/a/b-c_d.e~f")]
    + [(bad, "/staff") for bad in ("//evil.example", "https://evil.example", "/staff//evil", "/",
       "/staff/\\evil", "/staff\n", "/staffs", "/staff/x?y", "javascript:alert(1)", "")],
)  # fmt: skip
def test_after_the_login_comes_a_page_of_staff(house: House, wanted: str, place: str) -> None:
    page = house.client().get("/staff/login", params={"next": wanted})
    assert Parts(page.text).named("next")["value"] == place
    assert sign_in(house.client(), next=wanted).headers["location"] == place
    known = house.session()[0].get("/staff/login", params={"next": wanted})
    assert known.headers["location"] == place


def test_a_wrong_password_says_so_and_keeps_the_name(house: House) -> None:
    house.staff.accounts.add("reviewer-8", GOOD)
    got = sign_in(house.client(), "reviewer-8", "not the password")
    assert got.status_code == 401
    assert "set-cookie" not in got.headers
    assert 'role="alert"' in got.text
    parts = Parts(got.text)
    assert parts.named("name")["value"] == "reviewer-8"
    assert parts.named("name")["aria-describedby"] == "error"
    assert "value" not in parts.named("password")


def test_locked_out_even_with_the_right_password(fresh: House) -> None:
    fresh.staff.accounts.add(NAME, GOOD)
    wrong = [sign_in(fresh.client(), NAME, "not the password") for _ in range(5)]
    right = sign_in(fresh.client())
    unknown = sign_in(fresh.client(), "nobody")
    for got in (*wrong, right, unknown):  # which of the reasons it is, a stranger cannot tell
        assert got.status_code == 401
        assert words.NOT_SIGNED_IN in got.text


def test_many_sign_ins_of_one_network_wait(tmp_path: Path) -> None:
    staff = replace(
        Staff.open(tmp_path / "staff.db", Settings()), sign_ins=RateLimit(3, lambda: 0.0)
    )
    with served(staff_app(staff)) as address:
        client = httpx.Client(base_url=address)
        assert [sign_in(client).status_code for _ in range(4)] == [401, 401, 401, 429]


def test_with_no_account_the_page_says_how_to_add_one(fresh: House) -> None:
    page = fresh.client().get("/staff/login")
    assert "python -m qa staff add" in page.text
    assert "<form" not in page.text
    assert sign_in(fresh.client()).status_code == 401


def test_a_nasty_name_stays_text(house: House) -> None:
    nasty = "\"><script>alert(1)</script>' onfocus=alert(1) \u202e&lt;"
    page = sign_in(house.client(), nasty, "not the password", next=nasty)
    parts = Parts(page.text)
    assert parts.named("name")["value"] == nasty
    assert "<script>" not in page.text
    assert [attrs for tag, attrs in parts.tags if tag == "script"] == [
        {"src": "/staff.js", "defer": None}
    ]
    assert not any(key.startswith("on") for _, attrs in parts.tags for key in attrs)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{}", "application/json", 415), (b"--x--", "multipart/form-data; boundary=x", 415),
     (b"name=%ff&password=x", "application/x-www-form-urlencoded", 400),
     (b"name=\xff", "application/x-www-form-urlencoded", 400),
     (b"a=1&" * 300, "application/x-www-form-urlencoded", 400),
     (b"name=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413)],
)  # fmt: skip
def test_what_is_no_form_is_refused(house: House, content: bytes, kind: str, status: int) -> None:
    for path in ("/staff/login", "/staff/page"):
        client = house.session()[0]
        got = client.post(path, content=content, headers={"content-type": kind})
        assert got.status_code == status


# -- Other sites -----------------------------------------------------------------------------------


def test_a_post_needs_the_token_of_its_own_session(house: House) -> None:
    client, session, _ = house.session()
    other = house.session()[1]
    good = {"csrf": session.csrf, "note": "tea & cake"}
    assert f"{NAME} sent tea &amp; cake" in client.post("/staff/page", data=good).text
    for wrong in ({}, {"csrf": ""}, {"csrf": other.csrf}, {"csrf": session.csrf[:-1]},
                  {"CSRF": session.csrf}):  # fmt: skip
        for path in ("/staff/page", "/staff/logout", "/staff/forgetful", "/staff/none"):
            got = client.post(path, data={"note": "x", **wrong})
            assert (got.status_code, got.text) == (403, words.OLD_FORM)
    got = client.post(f"/staff/page?csrf={session.csrf}", data={"note": "x"})
    assert got.status_code == 403
    assert client.get("/staff/page").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}, {"origin": "http://127.0.0.1:1"}, {"origin": ""}],
)  # fmt: skip
def test_another_site_can_post_nothing(house: House, headers: dict[str, str]) -> None:
    client, session, _ = house.session()
    good = {"csrf": session.csrf, "note": "x"}
    for path in ("/staff/page", "/staff/logout", "/staff/forgetful"):
        got = client.post(path, data=good, headers=headers)
        assert (got.status_code, got.text) == (403, words.CROSS_SITE)
    login = {"name": NAME, "password": GOOD}
    got = client.post("/staff/login", data=login, headers=headers)
    assert got.status_code == 403
    assert "set-cookie" not in got.headers
    own = {"origin": house.address, "sec-fetch-site": "same-origin"}
    assert client.post("/staff/page", data=good, headers=own).status_code == 200


# -- What every answer carries ---------------------------------------------------------------------


def test_the_cookie(house: House) -> None:
    plain = sign_in(house.client()).headers["set-cookie"]
    assert re.fullmatch(rf"{PLAIN}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=strict", plain, re.ASCII)
    login = {"name": NAME, "password": GOOD}
    client = house.client()
    secure = client.post("/staff/login", data=login, headers=TLS).headers["set-cookie"]
    assert re.fullmatch(
        rf"{SECURE}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=strict; Secure", secure, re.ASCII
    )
    token = secure.partition("=")[2].partition(";")[0]
    assert house.client(token, SECURE).get("/staff/page", headers=TLS).status_code == 200
    assert refused(house.client(token, PLAIN).get("/staff/page", headers=TLS))


def test_the_headers(house: House) -> None:
    client = house.session()[0]
    stranger = house.client()
    for got in [
        *[client.get(path) for path in ("/staff", "/staff/page", "/staff/none", "/staff.js")],
        *[stranger.get(path) for path in ("/staff", "/staff/login", "/staff.css")],
        stranger.post("/staff/page"),
        sign_in(stranger, "nobody"),
    ]:
        policy = got.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert got.headers["cache-control"] == "no-store"
        assert got.headers["x-content-type-options"] == "nosniff"


def test_the_pages_hold_nothing_inline_and_nothing_foreign(house: House) -> None:
    client = house.session()[0]
    for page in (house.client().get("/staff/login").text, client.get("/staff").text):
        parts = Parts(page)
        for tag, attrs in parts.tags:
            assert tag != "style"
            assert "style" not in attrs
            assert tag != "script" or attrs["src"] == "/staff.js"
            for value in (attrs.get("href"), attrs.get("src"), attrs.get("action")):
                assert value is None or re.match(r"/(?!/)|#", value)
    style = client.get("/staff.css")
    assert style.headers["content-type"].startswith("text/css")
    assert not re.search(r"@import|url\(", style.text)
    assert client.get("/staff.js").headers["content-type"].startswith("text/javascript")


def test_the_form_can_be_filled_in_by_anybody(house: House) -> None:
    parts = Parts(house.client().get("/staff/login").text)
    labels = {attrs["for"] for tag, attrs in parts.tags if tag == "label"}
    fields = [a for t, a in parts.tags if t == "input" and a.get("type") != "hidden"]
    assert {field["id"] for field in fields} == labels
    assert [field["autocomplete"] for field in fields] == ["username", "current-password"]
    assert ["autofocus" in field for field in fields] == [True, False]
    assert parts.tags[0] == ("html", {"lang": "en"})


def test_where_one_is_shown_in_the_navigation(house: House) -> None:
    page = house.session()[0].get("/staff").text
    links = [a for tag, a in Parts(page).tags if tag == "a" and "aria-current" in a]
    assert [(link["href"], link["aria-current"]) for link in links] == [("/staff", "page")]


def test_a_file_that_cannot_be_used_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "staff.db"
    path.write_text("not a database " * 100)
    with served(staff_app(Staff.open(path, Settings()))) as address:
        client = httpx.Client(base_url=address)
        for got in (client.get("/staff/login"), sign_in(client)):
            assert (got.status_code, got.text) == (503, words.NOT_NOW)
        client.cookies.set(PLAIN, "A" * 43)
        assert client.get("/staff/page").status_code == 503


def test_while_nothing_can_be_written_staff_read_on_and_their_sessions_end(tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    database = Database(tmp_path / "staff.db", STEPS, busy_ms=50)
    sessions = Sessions(database, hours=8, idle_minutes=30, clock=lambda: now[0])
    staff = Staff(Accounts(database), sessions)
    staff.accounts.add(NAME, GOOD)
    token = sessions.start(NAME)
    with served(staff_app(staff)) as address:
        client = httpx.Client(base_url=address, cookies={PLAIN: token})
        other = sqlite3.connect(tmp_path / "staff.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for minutes in (1.5, 15, 29):
            now[0] = 1_800_000_000.0 + 60 * minutes
            assert client.get("/staff/page").status_code == 200
        now[0] = 1_800_000_000.0 + 60 * 30  # no click could be kept, so none counts
        assert refused(client.get("/staff/page"))
        other.close()
        assert refused(client.get("/staff/page"))
        now[0] = 1_800_000_000.0 + 60 * 29
        assert client.get("/staff/page").status_code == 200
        now[0] = 1_800_000_000.0 + 60 * 58
        assert client.get("/staff/page").status_code == 200  # that click was kept


def test_no_name_and_no_password_is_printed(
    house: House, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(house.client(), "zebra", "zebra zebra zebra")
    house.client().post("/staff/login", content=b"zebra")
    house.client("zebra").get("/staff/zebra?zebra=zebra")
    out = capfd.readouterr()
    assert "zebra" not in out.out + out.err + caplog.text


# -- In the whole server ---------------------------------------------------------------------------


def test_in_the_whole_server() -> None:
    from qa.assistant import Assistant

    assert os.environ["QUOTEBACK_VAR"] in str(staff_file())
    staff = Staff.open(staff_file(), Settings())
    staff.accounts.add(NAME, GOOD)
    assistant = Assistant(open_index(ARTICLES, HashingEncoder()), Settings())
    try:
        with running(assistant, Settings()) as address:
            patient = Visitor(address)
            patient.ask("Is acupuncture safe?")
            for path in PAGES:
                assert refused(patient.http.get(path))
            for path in POSTED:
                assert refused(patient.http.post(path, data={"session_hash": patient.session}))
            client = httpx.Client(base_url=address)
            assert sign_in(client).status_code == 303
            assert client.get("/staff").status_code == 200
            assert client.get("/staff/nothing").status_code == 404
            assert client.get("/").status_code == 200
    finally:
        staff.accounts.remove(NAME)
