"""Articles on the staff page, and a named reviewer's signature that patients then read."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from reporting import REVIEWER, House, house, refused
from seeding import fill, quote_of, record

from corpus.loading import load_document
from corpus.model import Document
from index.hashing import HashingEncoder
from index.home import open_index
from qa.errors import RecordsError, SignOffError
from qa.pages import words
from qa.pages.staff import report_words
from qa.records.judgement import Verdict
from qa.records.verdicts import Verdicts
from qa.staff.articles import Articles
from qa.staff.signatures import AGAIN_SECONDS, MOST_CHARACTERS, Signatures
from qa.staff.statistics import Share
from qa.staff.tables import STEPS, staff_database

NAME, ROLE = "R. Example", "anaesthetist"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def tea(folder: Path) -> Document:
    return load_document(folder / "tea.md")


@pytest.fixture
def signatures(tmp_path: Path) -> Signatures:
    return Signatures(staff_database(tmp_path / "staff.db"), clock=lambda: 1_800_000_000.0)


def changed(document: Document, folder: Path) -> Document:
    path = folder / "tea.md"
    path.write_text(path.read_text().replace("two years", "three years"))
    return load_document(path)


# -- What is kept ----------------------------------------------------------------------------------


def test_a_signature_counts_for_its_text_alone(
    signatures: Signatures, tea: Document, folder: Path
) -> None:
    assert signatures.of(tea) is None
    signed = signatures.sign(tea, tea.sha256, REVIEWER, NAME, ROLE)
    assert (signed.shown, signed.on) == ("R. Example, anaesthetist", date(2027, 1, 15))
    assert signatures.of(tea) == signed
    other = changed(tea, folder)
    assert signatures.of(other) is None
    assert [row.sha256 for row in signatures.history("tea")] == [tea.sha256]
    again = signatures.sign(other, other.sha256, REVIEWER, NAME, ROLE)
    assert signatures.of(other) == again
    assert signatures.of(tea) == signed  # the old text, were it put back


def test_a_later_one_takes_its_place_and_withdrawing_leaves_none(
    signatures: Signatures, tea: Document
) -> None:
    first = signatures.sign(tea, tea.sha256, REVIEWER, NAME, ROLE)
    second = signatures.sign(tea, tea.sha256, "reviewer-2", "S. Example", "nurse")
    assert signatures.of(tea) == second
    with pytest.raises(SignOffError, match="no longer counts"):
        signatures.withdraw(tea, first.id, REVIEWER)
    row = signatures.withdraw(tea, second.id, REVIEWER)
    assert (row.withdraws, row.account) == (second.id, REVIEWER)
    assert signatures.of(tea) is None  # not the first one again
    with pytest.raises(SignOffError, match="no longer counts"):
        signatures.withdraw(tea, second.id, REVIEWER)
    assert [row.shown for row in signatures.history("tea")] == [
        "", "S. Example, nurse", "R. Example, anaesthetist",
    ]  # fmt: skip


def test_the_text_that_was_shown_must_be_todays(
    signatures: Signatures, tea: Document, folder: Path
) -> None:
    with pytest.raises(SignOffError, match="has changed"):
        signatures.sign(changed(tea, folder), tea.sha256, REVIEWER, NAME, ROLE)
    with pytest.raises(SignOffError, match="has changed"):
        signatures.sign(tea, "", REVIEWER, NAME, ROLE)
    assert signatures.history("tea") == ()


@pytest.mark.parametrize("bad", ["", "  ", "7", "a" * (MOST_CHARACTERS + 1), "a\u202eb", "a\x00b"])
def test_a_name_and_a_role_that_can_be_read(
    signatures: Signatures, tea: Document, bad: str
) -> None:
    for name, role in ((bad, ROLE), (NAME, bad)):
        with pytest.raises(SignOffError, match="as patients are to read it"):
            signatures.sign(tea, tea.sha256, REVIEWER, name, role)


def test_the_database_itself_refuses_to_change_or_delete(
    signatures: Signatures, tea: Document, tmp_path: Path
) -> None:
    signatures.sign(tea, tea.sha256, REVIEWER, NAME, ROLE)
    connection = sqlite3.connect(tmp_path / "staff.db")
    for sql in ("DELETE FROM signatures", "UPDATE signatures SET shown = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(sql)


def test_signatures_outlive_the_server_and_the_account(tmp_path: Path, tea: Document) -> None:
    database = staff_database(tmp_path / "staff.db")
    Signatures(database).sign(tea, tea.sha256, "gone", NAME, ROLE)
    found = Signatures(staff_database(tmp_path / "staff.db")).of(tea)
    assert found is not None
    assert found.account == "gone"


def test_a_file_of_the_first_version_gets_the_table(tmp_path: Path, tea: Document) -> None:
    path = tmp_path / "staff.db"
    connection = sqlite3.connect(path)
    connection.executescript(STEPS[0] + "PRAGMA user_version = 1;")
    connection.execute("INSERT INTO accounts VALUES ('kept', 'x', 1, NULL)")
    connection.commit()
    connection.close()
    signatures = Signatures(staff_database(path))
    signatures.sign(tea, tea.sha256, REVIEWER, NAME, ROLE)
    with staff_database(path).read() as found:
        assert found.execute("SELECT name FROM accounts").fetchone()["name"] == "kept"
        assert found.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)


def test_many_sign_at_once_and_each_row_stays(signatures: Signatures, tea: Document) -> None:
    def sign(n: int) -> None:
        signatures.sign(tea, tea.sha256, f"reviewer-{n}", f"Example {'abcdefgh'[n]}", ROLE)

    threads = [threading.Thread(target=sign, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history = signatures.history("tea")
    assert len(history) == 8
    assert signatures.of(tea) == history[0]


def test_a_file_that_cannot_be_read_leaves_articles_unsigned(tmp_path: Path, tea: Document) -> None:
    path = tmp_path / "staff.db"
    path.write_text("not a database " * 100)
    assert Signatures(staff_database(path)).of(tea) is None


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_what_could_not_be_read_at_the_start_is_read_later(tmp_path: Path, tea: Document) -> None:
    path, clock = tmp_path / "staff.db", Clock()
    Signatures(staff_database(path)).sign(tea, tea.sha256, REVIEWER, NAME, ROLE)
    path.rename(tmp_path / "away.db")
    path.mkdir()
    signatures = Signatures(staff_database(path), clock)
    assert signatures.of(tea) is None
    path.rmdir()
    (tmp_path / "away.db").rename(path)
    clock.now += AGAIN_SECONDS - 1
    assert signatures.of(tea) is None
    time.sleep(0.2)
    assert signatures.of(tea) is None  # not yet
    clock.now += 1
    until(lambda: signatures.of(tea) is not None)  # and no member of staff looked


def test_reading_later_keeps_no_patient_waiting_and_is_not_done_at_each_look(
    tmp_path: Path, tea: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, clock = tmp_path / "staff.db", Clock()
    path.write_text("not a database " * 100)
    signatures = Signatures(staff_database(path), clock)
    begun, go_on = [], threading.Event()

    def read() -> None:
        begun.append(threading.current_thread())
        go_on.wait(30)
        raise RecordsError("not now")

    monkeypatch.setattr(signatures, "read", read)
    clock.now += AGAIN_SECONDS
    for _ in range(100):
        assert signatures.of(tea) is None
    until(lambda: len(begun) == 1)
    clock.now += AGAIN_SECONDS
    signatures.of(tea)
    until(lambda: len(begun) == 2)
    assert threading.current_thread() not in begun
    go_on.set()


def test_what_is_signed_is_signed_even_where_it_cannot_be_read_back(
    signatures: Signatures, tea: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> None:
        raise RecordsError("not now")

    monkeypatch.setattr(signatures, "read", read)
    assert signatures.sign(tea, tea.sha256, REVIEWER, NAME, ROLE).id == 1
    monkeypatch.undo()
    assert [row.shown for row in signatures.history("tea")] == [f"{NAME}, {ROLE}"]


# -- The list --------------------------------------------------------------------------------------


def test_overdue_first_with_what_the_records_say(
    tmp_path: Path, folder: Path, signatures: Signatures
) -> None:
    for name, due in (("soon", 10), ("late", -1), ("later", -40), ("far", 300)):
        day = TODAY + timedelta(days=due)
        (folder / f"{name}.md").write_text(
            f"---\ntitle: {name}\nreview_due: {day}\n---\n"
            f"## Why {name}?\n\nThe {name} one is short.\n"
        )
    documents = {d.id: d for d in open_index(folder, HashingEncoder()).corpus.documents}
    late, tea = documents["late"], documents["tea"]
    both = [quote_of(late, 0), quote_of(tea, 0)]
    asked = [record(f"a{n}", quotes=both if n < 3 else both[:1]) for n in range(5)]
    database = fill(tmp_path / "records.db", [*asked, record("none")])
    verdicts = Verdicts(database)
    for answer_id, verdict in (("a0", Verdict.RIGHT), ("a1", Verdict.WRONG_WORDS),
                               ("a4", Verdict.RIGHT), ("none", Verdict.RIGHT)):  # fmt: skip
        verdicts.judge(answer_id, REVIEWER, verdict)
    states = Articles(documents, database, signatures).states(TODAY)
    assert [s.document.id for s in states][:4] == ["later", "late", "soon", "far"]
    assert [s.overdue for s in states] == [True, True, False, False, False, False]
    assert [s.due_soon for s in states] == [False, False, True, False, False, False]
    found = {state.document.id: state for state in states}
    assert (found["late"].quoted, found["late"].right) == (5, Share(2, 3))
    assert (found["tea"].quoted, found["tea"].right) == (3, Share(1, 2))
    assert (found["far"].quoted, found["far"].right) == (0, Share(0, 0))
    with database.write() as connection:  # as after thirty days
        connection.execute("DELETE FROM answers")
    states = Articles(documents, database, signatures).states(TODAY)
    found = {state.document.id: state for state in states}
    assert (found["late"].quoted, found["late"].right) == (0, Share(2, 3))
    assert (found["tea"].quoted, found["tea"].right) == (0, Share(1, 2))


# -- On the pages ----------------------------------------------------------------------------------


@pytest.fixture
def found(tmp_path: Path, folder: Path) -> Iterator[House]:
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        yield found


def patient_reads(found: House, article: str = "tea") -> str:
    panel = found.patient().get(f"/source/{article}", params={"panel": "1"}).text
    page = found.patient().get(f"/source/{article}").text
    assert (words.REVIEW_NONE in panel) == (words.REVIEW_NONE in page)
    return page


def filled(csrf: str, sha256: str, **more: str) -> dict[str, str]:
    given = {"csrf": csrf, "sha256": sha256, "name": NAME, "role": ROLE, "read": "yes"}
    return {**given, **more}


def sha256_of(client: httpx.Client, article: str = "tea") -> str:
    page = client.get(f"/staff/articles/{article}").text
    return page.partition('name="sha256" value="')[2].partition('"')[0]


def test_signed_shown_to_patients_and_withdrawn(found: House) -> None:
    client, csrf = found.member()
    assert words.REVIEW_NONE in patient_reads(found)
    sha256 = sha256_of(client)
    got = client.post("/staff/articles/tea/sign", data=filled(csrf, sha256))
    assert (got.status_code, got.headers["location"]) == (303, "/staff/articles/tea?done=signed")
    assert report_words.SIGNED_NOW in client.get(got.headers["location"]).text
    page = patient_reads(found)
    assert words.REVIEW_NONE not in page
    assert f"Reviewed by a clinician: R. Example, anaesthetist, {TODAY.day} {TODAY:%B %Y}." in page
    assert words.REVIEW_NONE in patient_reads(found, "coffee")
    assert "R. Example, anaesthetist" in client.get("/staff/articles").text
    number = str(found.signatures.history("tea")[0].id)
    got = client.post("/staff/articles/tea/withdraw", data={"csrf": csrf, "signature": number})
    assert got.headers["location"] == "/staff/articles/tea?done=withdrawn"
    assert words.REVIEW_NONE in patient_reads(found)


def test_after_a_change_of_text_patients_read_the_old_line_again(
    tmp_path: Path, folder: Path
) -> None:
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        client, csrf = found.member()
        client.post("/staff/articles/tea/sign", data=filled(csrf, sha256_of(client)))
        assert words.REVIEW_NONE not in patient_reads(found)
    path = folder / "tea.md"
    path.write_text(path.read_text().replace("12 months", "13 months"))
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        assert words.REVIEW_NONE in patient_reads(found)
        assert report_words.FOR_OTHER in found.member()[0].get("/staff/articles/tea").text
    path.write_text(path.read_text().replace("13 months", "12 months"))
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        assert words.REVIEW_NONE not in patient_reads(found)


def test_patients_do_not_wait_for_the_file(found: House, tmp_path: Path) -> None:
    client, csrf = found.member()
    client.post("/staff/articles/tea/sign", data=filled(csrf, sha256_of(client)))
    (tmp_path / "staff.db").rename(tmp_path / "away.db")
    (tmp_path / "staff.db").mkdir()  # whoever opens it fails
    assert words.REVIEW_NONE not in patient_reads(found)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"read": ""}, report_words.NOT_TICKED), ({"sha256": "0" * 64}, "has changed"),
     ({"name": "<b>"*30}, "as patients are to read it"), ({"role": ""}, "as patients are to read")],
)  # fmt: skip
def test_a_form_that_will_not_do_says_why_and_keeps_what_was_typed(
    found: House, wrong: dict[str, str], said: str
) -> None:
    client, csrf = found.member()
    got = client.post("/staff/articles/tea/sign", data={**filled(csrf, sha256_of(client)), **wrong})
    assert got.status_code == 400
    assert said in got.text
    assert 'role="alert"' in got.text
    assert "name" in wrong or f'value="{NAME}"' in got.text
    assert "<b><b>" not in got.text
    assert found.signatures.history("tea") == ()
    assert words.REVIEW_NONE in patient_reads(found)


def test_a_nasty_name_stays_text(found: House) -> None:
    client, csrf = found.member()
    nasty = "</strong><script>alert(1)</script> {review} *x*"
    client.post("/staff/articles/tea/sign", data=filled(csrf, sha256_of(client), name=nasty))
    for page in (patient_reads(found), client.get("/staff/articles").text,
                 client.get("/staff/articles/tea").text):  # fmt: skip
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_nobody_signs_without_a_session_of_staff(found: House) -> None:
    member, csrf = found.member()
    sha256 = sha256_of(member)
    member.post("/staff/articles/tea/sign", data=filled(csrf, sha256))
    before = found.signatures.history("tea")
    withdrawing = {"csrf": csrf, "signature": str(before[0].id)}
    for who in (found.stranger(), found.patient(), found.stranger("A" * 43)):
        for path in ("/staff/articles", "/staff/articles/tea", "/staff/articles/none"):
            assert refused(who.get(path))
            assert refused(who.head(path))
            assert refused(who.post(path, data={"csrf": csrf}))
        assert refused(who.post("/staff/articles/tea/sign", data=filled(csrf, sha256)))
        assert refused(who.post("/staff/articles/tea/withdraw", data=withdrawing))
    other = found.member("reviewer-2")[1]
    for wrong in ("", "x", other):
        for deed, form in (("sign", filled("", sha256)), ("withdraw", withdrawing)):
            got = member.post(f"/staff/articles/tea/{deed}", data={**form, "csrf": wrong})
            assert got.status_code == 403
    cross = {"origin": "https://evil.example"}
    got = member.post("/staff/articles/tea/sign", data=filled(csrf, sha256), headers=cross)
    assert got.status_code == 403
    assert found.signatures.history("tea") == before


def test_forged_articles_and_numbers_do_nothing(found: House) -> None:
    client, csrf = found.member()
    for path in ("/staff/articles/none", "/staff/articles/a%2Fb"):
        assert client.get(path).status_code == 404
        for deed in ("sign", "withdraw"):
            assert client.post(f"{path}/{deed}", data=filled(csrf, "")).status_code == 404
    for number in ("", "-1", "1", "x", "9" * 30):
        form = {"csrf": csrf, "signature": number}
        assert client.post("/staff/articles/tea/withdraw", data=form).status_code == 400
    assert client.post("/staff/articles/tea", data={"csrf": csrf}).status_code == 404
    assert found.signatures.history("tea") == ()
