"""The queue, an answer with its verdict, trying a question: a real server with real files."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape as html_of
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from seeding import candidate_of, fill, quote_of, record, sentence_of
from serving import served

from corpus.loading import ARTICLES
from index.hashing import HashingEncoder
from index.home import open_index
from qa.assistant import Assistant
from qa.outcome import Alert, AlertLevel, Answered, Escalated, Outcome, Quote
from qa.pages.guard import Guard
from qa.pages.staff import judging_words as words
from qa.pages.staff.answer_page import answer_routes
from qa.pages.staff.cookie import PLAIN
from qa.pages.staff.desk import Desk
from qa.pages.staff.mounting import add_staff_pages
from qa.pages.staff.queue_page import queue_routes
from qa.pages.staff.reports import report_routes
from qa.pages.staff.state import Staff
from qa.pages.staff.try_page import try_routes
from qa.pages.staff.words import NO_LETTERS
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Verdict
from qa.records.stored import Kind, Thumb
from qa.scorer import Blend
from qa.settings import Settings
from qa.staff.context import share
from qa.staff.signatures import Signatures
from qa.staff.tables import staff_database

GOOD = "correct horse battery"
NASTY = (
    "</p></div><script>document.title='ran'</script><img src=x onerror=alert(1)> **bold** "
    "[click](javascript:alert(1)) `code` & &lt; \"' \u202eesrever\u202c \x07 \u200b \u2066x "
)
LONG = "x" * 2000
ADDRESSES = ["/staff", "/staff/answer/first", "/staff/try"]
POSTS = [
    "/staff",
    "/staff/try",
    "/staff/answer/first/verdict",
    "/staff/answer/first/passage",
    "/staff/answer/first/undo",
]


@dataclass(frozen=True)
class House:
    address: str
    staff: Staff
    desk: Desk
    database: Database

    def client(self, name: str = "reviewer-1") -> "Client":
        token = self.staff.sessions.start(name)
        session = self.staff.sessions.find(token)
        assert session is not None
        return Client(self.address, token, session.csrf)

    def verdicts(self, answer_id: str) -> list[Verdict | None]:
        return [j.verdict for j in self.desk.verdicts.all() if j.answer_id == answer_id]


class Client:
    def __init__(self, address: str, token: str, csrf: str) -> None:
        self.http = httpx.Client(base_url=address, cookies={PLAIN: token}, timeout=60)
        self.csrf = csrf

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.http.post(path, data={"csrf": self.csrf, **fields})

    def judge(self, answer_id: str, verdict: str, **fields: str) -> httpx.Response:
        return self.post(f"/staff/answer/{answer_id}/verdict", verdict=verdict, **fields)


class Parts(HTMLParser):
    """Each tag of a page with its attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **given: str) -> list[dict[str, str | None]]:
        fits = (a for t, a in self.tags if t == tag)
        return [a for a in fits if all(a.get(key) == value for key, value in given.items())]

    def field(self, name: str) -> str:
        return next(a["value"] or "" for _, a in self.tags if a.get("name") == name)


@pytest.fixture(scope="module")
def small() -> Assistant:
    return Assistant(open_index(ARTICLES, HashingEncoder()), Settings())


@pytest.fixture
def house(small: Assistant, tmp_path: Path) -> Iterator[House]:
    documents = {d.id: d for d in small.index.corpus.documents}
    document, unit = sentence_of(documents)
    quote, other = quote_of(document, unit), candidate_of(document, unit + 1, 0.2)
    best = [candidate_of(document, unit, 0.9), other]
    talk = {"conversation": "talk"}
    database = fill(
        tmp_path / "records.db",
        [
            record("first", quotes=[quote], candidates=best, thumb=Thumb.DOWN, reason="hard",
                   read_as="is worse pain normal after acupuncture", **talk),
            record("second", Kind.ESCALATED, rules=["cauda-equina"], turn=1, **talk),
            record("third", Kind.ABSTAINED, confidence=0.2, candidates=[other]),
            record("nasty", Kind.ABSTAINED, confidence=0.1, question=NASTY, read_as=LONG,
                   candidates=[replace(other, document_id=NASTY)], at="2026-11-01T10:00:00Z"),
        ],
    )  # fmt: skip
    staff = Staff.open(tmp_path / "staff.db", Settings())
    for name in ("reviewer-1", "reviewer-2"):
        staff.accounts.add(name, GOOD)
    desk = Desk.open(database, small)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_staff_pages(app, staff, [queue_routes(desk), answer_routes(desk), try_routes(desk)])
    with served(Guard(app, 65536)) as address:
        yield House(address, staff, desk, database)


def forget(house: House, answer_id: str) -> None:
    with house.database.write() as connection:
        connection.execute("DELETE FROM answers WHERE answer_id = ?", (answer_id,))


# -- Who may -------------------------------------------------------------------------------------


def test_no_handler_answers_without_a_login(house: House) -> None:
    patient = httpx.Client(
        base_url=house.address,
        cookies={"session_hash": "s123", "access-token": "A" * 43},
        headers={"x-gradio-session": "s123"},
    )
    for client in (httpx.Client(base_url=house.address), patient):
        for path in ADDRESSES:
            for got in (client.get(path), client.head(path)):
                assert got.status_code == 303
                assert got.headers["location"].startswith("/staff/login")
                assert got.text == ""
        for path in POSTS:
            got = client.post(path, data={"verdict": "right", "question": "zebra"})
            assert got.status_code == 401
            assert "acupuncture" not in got.text
    assert house.desk.verdicts.all() == ()


def test_no_handler_takes_the_form_of_another_session(house: House) -> None:
    mine, other = house.client(), house.client("reviewer-2")
    for path in POSTS:
        for csrf in ("", other.csrf, mine.csrf[:-1]):
            got = mine.http.post(path, data={"csrf": csrf, "verdict": "right", "question": "zebra"})
            assert got.status_code == 403, path
    assert house.desk.verdicts.all() == ()


def test_a_forged_id_is_not_there(house: House) -> None:
    client = house.client()
    for forged in ("forged", "FIRST", "first%20", "%3Cscript%3E", "1", "f" * 5000):
        for got in (
            client.get(f"/staff/answer/{forged}"),
            client.judge(forged, "right"),
            client.judge(forged, "should_answer"),
            client.post(f"/staff/answer/{forged}/passage"),
        ):
            assert got.status_code == 404, forged
            assert words.GONE in got.text
            assert 'class="top"' in got.text  # in the frame, with a way back
        assert client.post(f"/staff/answer/{forged}/undo", judgement="1").status_code == 409
    assert house.desk.verdicts.all() == ()


def test_a_verdict_on_an_answer_that_was_forgotten_meanwhile(house: House) -> None:
    client = house.client()
    assert client.get("/staff/answer/first").status_code == 200
    forget(house, "first")
    got = client.judge("first", "right", note="zebra")
    assert got.status_code == 404
    assert words.GONE_VERDICT in got.text
    assert "zebra" not in got.text
    assert house.verdicts("first") == []


def test_the_name_is_the_session_s_whatever_is_sent(house: House) -> None:
    client = house.client("reviewer-2")
    client.judge("first", "right", reviewer="reviewer-1", name="reviewer-1", id="second")
    assert [(j.reviewer, j.answer_id) for j in house.desk.verdicts.all()] == [
        ("reviewer-2", "first")
    ]


def test_a_hundred_verdicts_by_one_client_are_one_row(house: House) -> None:
    client = house.client()
    for _ in range(100):
        client.judge("first", "right")
    assert house.verdicts("first") == [Verdict.RIGHT]


# -- The queue -----------------------------------------------------------------------------------


def test_the_queue_shows_what_is_left_and_why(house: House) -> None:
    page = Parts(house.client().get("/staff").text)
    assert words.LEFT.format(left=4, kept=4) in page.text
    rows = [a["href"] for a in page.all("a") if "data-row" in a]
    assert rows == [f"/staff/answer/{one}" for one in ("first", "second", "third", "nasty")]
    for name in ("Thumb down", "Help came first", "No answer given"):
        assert name in page.text


def test_words_searched_for_are_in_no_address(house: House) -> None:
    client = house.client()
    got = client.post("/staff", words="ZEBRA crossing", judged="any", why="down")
    assert got.status_code == 303
    there = got.headers["location"]
    assert "zebra" not in there.lower()
    assert there.startswith("/staff?judged=any&why=down&find=")
    page = client.get(there)
    assert 'value="ZEBRA crossing"' in page.text
    assert words.NOTHING_FITS in page.text
    assert words.FORGOTTEN_SEARCH in client.get("/staff?find=forged").text
    found = client.get(client.post("/staff", words="ACUPUNCTURE").headers["location"]).text
    row = next(a["href"] for a in Parts(found).all("a") if "data-row" in a)
    assert row is not None
    assert re.fullmatch(r"/staff/answer/first\?find=[\w-]+", row)


@pytest.mark.parametrize(
    "query",
    ["order=x&judged=y&why=z&kind=&since=2026-99-99&until=x", "start=-1", "start=9999999",
     "start=%D9%A1", "start=1e9", "until=9999-12-31", "since=9999-12-31&until=0001-01-01",
     "article=%3Cscript%3E", "done=forged&end=1", "find=" + "f" * 500],
)  # fmt: skip
def test_any_query_gives_a_page(house: House, query: str) -> None:
    got = house.client().get(f"/staff?{query}")
    assert got.status_code == 200
    assert "<script>" not in got.text


def test_an_empty_queue_says_so(house: House) -> None:
    for answer_id in ("first", "second", "third", "nasty"):
        forget(house, answer_id)
    assert words.NOTHING_KEPT in Parts(house.client().get("/staff").text).text


# -- An answer in context --------------------------------------------------------------------------


def test_an_answer_in_context(house: House) -> None:
    page = house.client().get("/staff/answer/first").text
    text = Parts(page).text
    document = house.desk.documents["acupuncture-soreness"]
    _, unit = sentence_of(house.desk.documents)
    start, end = document.units[unit].spans[-1]
    assert f"<mark>{document.text[start:end]}</mark>" in page
    assert page.count('id="quote"') == 0
    after = document.text[end : document.sections[document.section_at(start)].end].split(".")[0]
    assert after.strip() in text
    for said in (
        "Is worse pain after acupuncture normal?",
        "is worse pain normal after acupuncture",
        f"The best candidate reached .90; {share(Blend.load('phrasings').answer_at)} is needed.",
        "It is hard to understand",
        words.OTHERS,
        ".20",
    ):
        assert said in text
    buttons = Parts(page).all("button", name="verdict")
    assert [(b["value"], b["data-key"]) for b in buttons] == [
        *((verdict.value, str(n)) for n, verdict in enumerate(Verdict, start=1)),
        ("wrong_passage", "m"),
    ]
    assert words.ASKED_BEFORE in house.client().get("/staff/answer/second").text


def test_an_alarm_is_told_in_the_rule_s_words(house: House) -> None:
    text = Parts(house.client().get("/staff/answer/second").text).text
    assert "The rule cauda-equina fired (emergency)" in text
    assert words.NO_QUOTES[Kind.ESCALATED] in text


# -- Judging ---------------------------------------------------------------------------------------


def test_a_verdict_opens_the_next_and_the_last_one_the_queue(house: House) -> None:
    client = house.client()
    got = client.judge("first", "right", note="a note")
    assert got.status_code == 303
    assert got.headers["location"] == "/staff/answer/second?done=first"
    page = client.get(got.headers["location"])
    assert words.SAVED.format(verdict="Right") in page.text
    assert (
        client.judge("second", "should_alarm")
        .headers["location"]
        .startswith("/staff/answer/third?")
    )
    client.judge("third", "should_abstain")
    got = client.judge("nasty", "wrong_words")
    assert got.headers["location"] == "/staff?done=nasty&end=1"
    end = client.get(got.headers["location"]).text
    assert words.VIEW_DONE in end
    assert words.ALL_DONE.format(kept=4) in end
    assert house.desk.verdicts.current("first")[0].note == "a note"


def test_the_next_is_one_of_the_same_view(house: House) -> None:
    client = house.client()
    view = "order=newest&kind=abstained"
    got = client.judge("third", "right", view=view)
    assert got.headers["location"] == f"/staff/answer/nasty?{view}&done=third"
    page = Parts(client.get(got.headers["location"]).text)
    assert page.field("view") == view


def test_undo(house: House) -> None:
    client = house.client()
    client.judge("first", "right")
    there = client.judge("first", "wrong_passage").headers["location"]
    page = Parts(client.get(there).text)
    assert page.all("button", **{"data-key": "u"})
    number = page.field("judgement")
    assert (
        house.client("reviewer-2").post("/staff/answer/first/undo", judgement=number).status_code
        == 409
    )
    assert client.post("/staff/answer/second/undo", judgement=number).status_code == 409
    got = client.post("/staff/answer/first/undo", judgement=number, view="order=newest")
    assert got.status_code == 303
    assert got.headers["location"] == "/staff/answer/first?order=newest&undone=1"
    assert "Your verdict before it counts again: Right" in client.get(got.headers["location"]).text
    assert client.post("/staff/answer/first/undo", judgement=number).status_code == 409
    assert house.verdicts("first") == [Verdict.RIGHT, Verdict.WRONG_PASSAGE, None]
    told = Parts(client.get("/staff/answer/first").text).text
    for said in (words.SUPERSEDED, words.COUNTS, words.UNDID, "reviewer-1"):
        assert said in told


@pytest.mark.parametrize("verdict", ["", "RIGHT", "none", "1", "right\x00", NASTY])
def test_no_such_verdict(house: House, verdict: str) -> None:
    got = house.client().judge("first", verdict)
    assert got.status_code == 400
    assert words.NO_VERDICT in Parts(got.text).text
    assert house.verdicts("first") == []


def test_a_note_that_is_too_long_is_refused_whole(house: House) -> None:
    got = house.client().judge("first", "right", note="n" * 2001)
    assert got.status_code == 400
    assert Parts(got.text).all("p", role="alert")
    assert "2,001" in got.text
    assert f">{'n' * 2001}</textarea>" in got.text  # to be made shorter
    assert house.verdicts("first") == []


def test_what_others_said_is_closed_until_one_has_judged(house: House) -> None:
    house.client("reviewer-2").judge("first", "right")
    client = house.client()
    assert '<details class="told">' in client.get("/staff/answer/first").text
    client.judge("first", "right")
    assert '<details class="told" open>' in client.get("/staff/answer/first").text


@pytest.mark.parametrize("view", ["judged=mine", "judged=any", "judged=any&order=newest"])
def test_the_queue_does_not_tell_what_others_said_before_one_has_judged(
    house: House, view: str
) -> None:
    def chips(client: Client) -> list[str]:
        page = client.get(f"/staff?{view}").text
        found = re.findall(r'<span class="chip judged">(.*?)</p>', page)
        return [Parts(chip).text for chip in found]

    house.client("reviewer-2").judge("first", "wrong_passage")
    client = house.client()
    assert chips(client) == [words.JUDGED_COUNT.format(count=1)]
    client.judge("first", "right")
    told = chips(client)
    assert told == ([] if "mine" in view else ["Wrong passage reviewer-2Right reviewer-1"])
    number = str(house.desk.verdicts.current("first")[-1].id)
    client.post("/staff/answer/first/undo", judgement=number)
    assert chips(client) == [words.JUDGED_COUNT.format(count=1)]


@contextmanager
def locked(house: House) -> Iterator[None]:
    """While somebody else writes the records and does not end."""
    connection = sqlite3.connect(house.database.path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def test_a_note_is_not_lost_where_it_cannot_be_saved(house: House) -> None:
    client = house.client()
    note = "see the <b>second</b> section"
    with locked(house):
        got = client.judge("first", "wrong_passage", note=note, view="order=newest")
    assert got.status_code == 503
    page = Parts(got.text)
    assert page.all("p", role="alert")
    assert words.NOT_SAVED.format(verdict="Wrong passage") in page.text
    assert f">{html_of(note)}</textarea>" in got.text
    assert page.field("view") == "order=newest"
    assert len(page.all("button", name="verdict")) == 8
    assert house.verdicts("first") == []
    again = client.judge("first", "wrong_passage", note=note, view=page.field("view"))
    assert again.status_code == 303
    assert house.desk.verdicts.current("first")[0].note == note


def test_marked_lines_are_not_lost_where_they_cannot_be_saved(house: House) -> None:
    client = house.client()
    document = house.desk.documents["epidural-blood-patch"]
    mark = {f"unit-3-{document.id}": document.sha256}
    with locked(house):
        got = client.judge("third", "should_answer", marking="1", note="zebra", **mark)
    assert got.status_code == 503
    page = Parts(got.text)
    assert words.NOT_SAVED.format(verdict="Should have answered") in page.text
    assert page.field("note") == "zebra"
    checked = [a.get("name") for a in page.all("input", type="checkbox") if "checked" in a]
    assert f"unit-3-{document.id}" in checked
    assert house.verdicts("third") == []


# -- Marking where the answer stands ---------------------------------------------------------------


def test_should_have_answered_is_saved_with_what_is_marked(house: House) -> None:
    client = house.client()
    got = client.judge("third", "should_answer", note="see there", view="order=newest")
    assert got.status_code == 200
    page = Parts(got.text)
    boxes = page.all("input", type="checkbox")
    marks = [box for box in boxes if str(box.get("name")).startswith("unit-")]
    assert [("autofocus" in box) for box in marks][:2] == [True, False]
    names = [str(box["name"]) for box in marks]
    assert len(names) == len(set(names))
    assert page.field("note") == "see there"
    name = names[0]
    saved = client.judge("third", "should_answer", marking="1", note="see there",
                         view="order=newest", **{name: str(marks[0]["value"])})  # fmt: skip
    assert saved.status_code == 303
    assert "order=newest" in saved.headers["location"]
    kept = house.desk.verdicts.current("third")[0]
    document = house.desk.documents[kept.document_id]
    number = int(name.split("-")[1])
    assert kept.spans == document.units[number].spans
    assert kept.note == "see there"
    told = Parts(client.get("/staff/answer/third").text).text
    assert words.MARKED in told


def test_a_wrong_passage_can_name_the_right_one(house: House) -> None:
    client = house.client()
    document = house.desk.documents["epidural-blood-patch"]
    got = client.post("/staff/answer/first/passage", verdict="wrong_passage", article=document.id)
    page = Parts(got.text)
    assert {a["value"] for a in page.all("input", name="verdict")} == {"wrong_passage"}
    mark = {f"unit-3-{document.id}": document.sha256}
    assert client.judge("first", "wrong_passage", marking="1", **mark).status_code == 303
    kept = house.desk.verdicts.current("first")[0]
    assert (kept.verdict, kept.document_id) == (Verdict.WRONG_PASSAGE, document.id)
    assert kept.spans == document.units[3].spans


def test_what_is_marked_is_checked_on_the_server(house: House) -> None:
    client = house.client()
    document = house.desk.documents["acupuncture-soreness"]
    good = document.sha256
    for marks in (
        {},
        {f"unit-0-{document.id}": "0" * 64},
        {f"unit-99999-{document.id}": good},
        {"unit-0-forged": good},
        {f"unit-0-{document.id}": good, "unit-0-epidural-blood-patch": good},
        {f"unit-x-{document.id}": good},
        {f"unit-{n}-{document.id}": good for n in range(13)},
    ):
        got = client.judge("third", "should_answer", marking="1", **marks)
        assert got.status_code == 400, marks
        assert 'role="alert"' in got.text
    assert house.verdicts("third") == []
    assert client.judge("third", "should_answer", marking="1", without="1").status_code == 303
    assert house.verdicts("third") == [Verdict.SHOULD_ANSWER]


def test_lines_are_searched_for_without_an_address(house: House) -> None:
    client = house.client()
    got = client.post("/staff/answer/third/passage", find="blood patch headache", note="zebra")
    assert got.status_code == 200
    page = Parts(got.text)
    assert words.FOUND in page.text
    assert "Epidural blood patch" in page.text
    assert page.field("note") == "zebra"
    one = client.post("/staff/answer/third/passage", article="epidural-blood-patch")
    found = {str(b["name"]) for b in Parts(one.text).all("input", type="checkbox") if b.get("name")}
    assert len(found) == len(house.desk.documents["epidural-blood-patch"].units)
    none = client.post("/staff/answer/third/passage", find="x", article="forged")
    assert none.status_code == 200


# -- Trying a question -----------------------------------------------------------------------------


def test_trying_leaves_no_record(house: House) -> None:
    client = house.client()
    before = house.database.path.read_bytes()
    got = client.post("/staff/try", question="Is worse pain after acupuncture zebra normal?",
                      before="What is acupuncture?")  # fmt: skip
    assert got.status_code == 200
    text = Parts(got.text).text
    for said in (words.TRIED_QUESTION, words.OTHERS, "is needed"):
        assert said in text
    assert len(house.desk.answers.search(Filter())) == 4
    for path in house.database.path.parent.iterdir():
        assert b"zebra" not in path.read_bytes()
    assert house.database.path.read_bytes() == before


def test_trying_an_alarm_shows_the_rule(house: House) -> None:
    got = house.client().post("/staff/try", question="I can't pee since the spinal")
    assert "The rule cauda-equina fired" in Parts(got.text).text


def an_outcome(house: House, *texts: str, alarm: bool = False) -> Outcome:
    """Quotes of an article in these words, which may be its own or not."""
    document, unit = sentence_of(house.desk.documents)
    spans = document.units[unit].spans
    quotes = tuple(Quote(document.id, document.title, (), spans, text, 0.9) for text in texts)
    if not alarm:
        return Answered("Why?", "Why?", quotes, 0.9)
    alert = Alert("cauda-equina", AlertLevel.EMERGENCY)
    return Escalated("Why?", "Why?", (alert,), quotes, 0.9)


def test_trying_shows_what_a_patient_would_see_and_no_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, unit = sentence_of(house.desk.documents)
    true = document.slice(document.units[unit].spans)
    for outcome, cards, said in (
        (an_outcome(house, true), 1, words.WHY_GIVEN),
        (an_outcome(house, true, f"{true[:-1]}!"), 1, words.WHY_GIVEN),
        (an_outcome(house, f"{true[:-1]}!"), 0, words.NO_QUOTES[Kind.ABSTAINED]),
        (an_outcome(house, true, alarm=True), 0, words.NO_QUOTES[Kind.ESCALATED]),
    ):
        monkeypatch.setattr(
            house.desk.assistant, "conclude", lambda *_, shown=outcome: shown, raising=True
        )
        got = house.client().post("/staff/try", question="Why?")
        assert got.status_code == 200
        assert got.text.count('<article class="card quote') == cards
        assert said in Parts(got.text).text


def test_a_question_that_cannot_be_tried(house: House) -> None:
    client = house.client()
    assert words.TRY_EMPTY in client.post("/staff/try", question="  ").text
    got = client.post("/staff/try", question="x" * 2001)
    assert got.status_code == 400
    assert "2,001" in got.text
    assert "x" * 2001 in got.text  # what was typed is still there


# -- Nothing that a patient or an article contains runs --------------------------------------------


def pages(house: House) -> dict[str, str]:
    client = house.client()
    client.judge("nasty", "right", note=NASTY)
    key = client.post("/staff", words=NASTY).headers["location"]
    return {
        "queue": client.get("/staff?judged=any").text,
        "search": client.get(key).text,
        "answer": client.get("/staff/answer/nasty").text,
        "passage": client.judge("nasty", "should_answer", note=NASTY).text,
        "found": client.post("/staff/answer/nasty/passage", find=NASTY, article=NASTY).text,
        "try": client.post("/staff/try", question=NASTY, before=NASTY).text,
        "refused": client.judge("nasty", NASTY, view=NASTY).text,
        "query": client.get(f"/staff/answer/nasty?article={'%22%3E%3Cscript%3E'}&find=%3C").text,
    }


def test_nasty_text_stays_text(house: House) -> None:
    for name, page in pages(house).items():
        parts = Parts(page)
        assert parts.all("script") == [{"src": "/staff.js", "defer": None}], name
        assert parts.all("img") == [], name
        assert "ran" not in re.findall(r"<title>(.*?)</title>", page)[0].split(), name
        for tag, attrs in parts.tags:
            assert not any(key.startswith("on") or key == "style" for key in attrs), name
            for value in (attrs.get("href"), attrs.get("src"), attrs.get("action")):
                assert value is None or re.match(r"/(?!/)|#", value), (name, tag)


def test_what_would_be_unseen_is_shown_as_its_number(house: House) -> None:
    client = house.client()
    for path in ("/staff", "/staff/answer/nasty"):
        page = client.get(path).text
        for hidden, code in [
            ("\u202e", "202E"),
            ("\x07", "0007"),
            ("\u200b", "200B"),
            ("\u2066", "2066"),
        ]:
            assert hidden not in page
            assert f'<span class="sign">U+{code}</span>' in page
        assert '<bdi dir="auto">' in page
        assert "**bold**" in page


UNSEEN = "\xad\u034f\u115f\u1160\u180e\u2800\u3164\ufe0f\uffa0\U0001d173\U000e0100"


def test_fillers_and_selectors_are_shown_too(house: House) -> None:
    fill(house.database.path, [
        record("filled", question=f"a{UNSEEN}b", thumb=Thumb.DOWN),
        record("blank", question="\u3164", thumb=Thumb.DOWN),
        record("joined", question="\u200d \u0335", thumb=Thumb.DOWN),
        record("heart", question="Danke \u2764\ufe0f 1\ufe0f\u20e3 नमस्ते می‌خواهم", thumb=Thumb.DOWN),
    ])  # fmt: skip
    page = house.client().get("/staff").text
    for sign in UNSEEN:
        assert f'<span class="sign">U+{ord(sign):04X}</span>' in page
    for name in ("blank", "joined"):  # a link has a name
        link = re.search(rf'<a class="q" href="/staff/answer/{name}".*?</a>', page)
        assert link is not None
        assert NO_LETTERS in link[0]
    assert "Danke \u2764\ufe0f 1\ufe0f\u20e3 नमस्ते می‌خواهم" in page  # nothing is made of letters
    assert page.count(NO_LETTERS) == 2


def test_pages_hold_nothing_inline(house: House) -> None:
    client = house.client()
    for path in (*ADDRESSES, "/staff/answer/forged"):
        got = client.get(path)
        assert "<style" not in got.text
        assert got.headers["content-security-policy"].startswith("default-src 'none'")
        assert got.headers["cache-control"] == "no-store"


def test_no_words_are_logged(
    house: House, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client = house.client()
    client.post("/staff", words="zebra")
    client.post("/staff/try", question="zebra")
    client.judge("third", "should_answer", note="zebra")
    client.post("/staff/answer/third/passage", find="zebra")
    out = capfd.readouterr()
    assert "zebra" not in out.out + out.err + caplog.text


def test_an_article_can_do_nothing_either(tmp_path: Path) -> None:
    home = tmp_path / "documents"
    home.mkdir()
    bad = "Bad <script>alert(1)</script> \u202e title \u3164"
    fields = {
        "title": bad,
        "sources": [{"title": bad, "author": bad, "publisher": bad, "date": "<i>2026 \u202e"}],
        "clinical_review": bad,
    }
    (home / "bad.md").write_text(
        f"---\n{json.dumps(fields)}\n---\n\n## How long <b>is</b> it {LONG}?\n\n"
        "Before it [click](javascript:alert(1)). Tea <img src=x onerror=alert(1)> keeps \u202e "
        f"for two years. {LONG} comes after it.\n\nIt is so for:\n\n- <script>one</script> item\n"
        f"- {LONG} item\n\n| Tea | <i>Minutes</i> |\n|---|---|\n| Black </td> tea | 4 \u2067 |\n"
    )
    assistant = Assistant(open_index(home, HashingEncoder()), Settings())
    document = assistant.index.corpus.documents[0]
    assert document.title == bad
    quotes = [quote_of(document, number) for number in range(len(document.units))]
    candidates = [candidate_of(document, number, 0.3) for number in range(len(document.units))]
    assert len(quotes) > 4
    moved = [replace(quote, sha256="0" * 64) for quote in quotes]
    records = [
        record("shown", quotes=quotes),
        record("moved", quotes=moved),
        record("not", Kind.ABSTAINED, candidates=candidates, question=NASTY, read_as=LONG),
        record("other", Kind.ABSTAINED, question=NASTY + "?", read_as=LONG),
    ]
    staff = Staff.open(tmp_path / "staff.db", Settings())
    staff.accounts.add("reviewer-1", GOOD)
    database = fill(tmp_path / "records.db", records)
    desk = Desk.open(database, assistant)
    signatures = Signatures(staff_database(tmp_path / "staff.db"))
    reports = report_routes(database, assistant.index, signatures)
    app = FastAPI()
    pages = [queue_routes(desk), answer_routes(desk), try_routes(desk), *reports]
    add_staff_pages(app, staff, pages)
    with served(Guard(app, 65536)) as address:
        client = House(address, staff, desk, database).client()
        client.judge("not", "should_answer", marking="1",
                     **{f"unit-{n}-{document.id}": document.sha256 for n in range(4)})  # fmt: skip
        for page in (
            client.get("/staff").text,
            client.get("/staff/answer/shown").text,
            client.get("/staff/answer/moved").text,
            client.get("/staff/answer/not").text,
            client.judge("not", "should_answer").text,
            client.post("/staff/try", question="How long does tea keep?").text,
            client.get("/staff/gaps").text,
            client.get("/staff/articles").text,
            client.get("/staff/articles/bad").text,
            client.post("/staff/articles/bad/sign", name=bad, role=bad, read="yes").text,
            client.get("/staff/numbers").text,
            client.get("/staff/export").text,
        ):
            parts = Parts(page)
            assert parts.all("script") == [{"src": "/staff.js", "defer": None}]
            assert [tag for tag, _ in parts.tags if tag in ("img", "i")] == []
            assert not re.search("[\u202e\u2067\u3164]", page)
            assert page.count("<div") == page.count("</div>")
            assert page.count("<td") == page.count("</td>")
        one = client.get("/staff/articles/bad").text
        assert re.search(r"<title>Bad .*\[U\+202E\] title \[U\+3164\] – ", one)
        assert '<span class="sign">U+202E</span>' in one.partition("<h1>")[2].partition("</h1>")[0]
        assert words.STILL_THERE in Parts(client.get("/staff/answer/moved").text).text
