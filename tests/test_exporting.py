"""Files of the queue and the verdicts: complete, safe in a spreadsheet, for staff alone."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reporting import FILES, REVIEWER, House, house, refused
from seeding import quote_of, record

from corpus.loading import load_document
from index.hashing import HashingEncoder
from index.home import open_index
from qa.errors import RecordsError
from qa.pages.staff import export_page, words
from qa.records.judgement import Verdict
from qa.records.stored import Kind, Thumb
from qa.records.verdicts import Verdicts
from qa.staff.exporting import QUEUE_FIELDS, VERDICT_FIELDS, as_csv, cell_text

FORMULA = '=HYPERLINK("http://evil.example","Sealed, \n ""words""")'


@pytest.fixture
def found(tmp_path: Path, folder: Path) -> Iterator[House]:
    tea = load_document(folder / "tea.md")
    asked = [
        record("a1", question=FORMULA, quotes=[quote_of(tea, 0)], at="2026-11-19T10:00:00Z",
               thumb=Thumb.DOWN, reason="wrong"),
        record("a2", Kind.ABSTAINED, question="هل يؤلم؟ é – “x”", at="2026-11-20T10:00:00Z"),
        record("a3", Kind.ESCALATED, question="-1", rules=["cauda-equina", "dose"],
               at="2026-11-18T10:00:00Z"),
    ]  # fmt: skip
    with house(tmp_path, open_index(folder, HashingEncoder()), asked) as found:
        verdicts = Verdicts(found.records)
        first = verdicts.judge("a1", REVIEWER, Verdict.RIGHT, note="+ fine\nand good")
        verdicts.judge("a1", REVIEWER, Verdict.WRONG_WORDS)
        verdicts.judge("a1", "reviewer-2", Verdict.RIGHT)
        marked = verdicts.judge(
            "a2", REVIEWER, Verdict.SHOULD_ANSWER, document_id="tea", spans=((3, 9),)
        )
        verdicts.undo(marked.id, REVIEWER)
        assert first.id < marked.id
        yield found


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_the_queue_as_csv(found: House) -> None:
    got = found.member()[0].get("/staff/export/queue.csv")
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="quoteback-\d{4}-\d\d-\d\d-queue.csv"',
        got.headers["content-disposition"],
    )
    assert got.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(got.content.decode("utf-8"))
    assert tuple(rows[0]) == QUEUE_FIELDS
    assert [row["answer_id"] for row in rows] == ["a2", "a1", "a3"]  # newest first
    assert rows[0]["question"] == "هل يؤلم؟ é – “x”"
    assert rows[1]["question"] == "'" + FORMULA
    assert rows[1]["verdicts"] == "reviewer-1: wrong_words; reviewer-2: right"
    assert (rows[1]["thumb"], rows[1]["reason"]) == ("down", "wrong")
    assert json.loads(rows[1]["quotes"])[0]["text"] == "Black tea keeps for two years."
    assert (rows[2]["question"], rows[2]["rules"]) == ("'-1", "cauda-equina; dose")


def test_the_queue_as_json_lines(found: House) -> None:
    got = found.member()[0].get("/staff/export/queue.jsonl")
    assert got.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    rows = [json.loads(line) for line in got.text.splitlines()]
    assert [row["question"] for row in rows] == ["هل يؤلم؟ é – “x”", FORMULA, "-1"]
    assert tuple(rows[0]) == QUEUE_FIELDS
    assert rows[1]["quotes"][0]["document_id"] == "tea"


def test_every_verdict_with_those_that_count(found: House) -> None:
    client = found.member()[0]
    lines = client.get("/staff/export/verdicts.jsonl").text.splitlines()
    rows = [json.loads(line) for line in lines]
    assert tuple(rows[0]) == VERDICT_FIELDS
    assert [(row["answer_id"], row["verdict"], row["counts"]) for row in rows] == [
        ("a1", "right", False), ("a1", "wrong_words", True), ("a1", "right", True),
        ("a2", "should_answer", False), ("a2", None, False),
    ]  # fmt: skip
    assert rows[3]["spans"] == [[3, 9]]
    assert rows[4]["supersedes"] == rows[3]["id"]
    table = rows_of(client.get("/staff/export/verdicts.csv").content.decode())
    assert [row["counts"] for row in table] == ["no", "yes", "yes", "no", "no"]
    assert table[0]["note"] == "'+ fine\nand good"


def test_a_verdict_stays_in_the_file_when_its_answer_is_gone(found: House) -> None:
    with found.records.write() as connection:
        connection.execute("DELETE FROM answers WHERE answer_id = 'a1'")
    lines = found.member()[0].get("/staff/export/verdicts.jsonl").text.splitlines()
    first = json.loads(lines[0])
    assert (first["verdict"], first["question"], first["note"]) == ("right", None, "")


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    cell = cell_text(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (text, "'" + text)


UNSEEN = (" ", "\u00a0", "\u200b", "\ufeff", "\u2066 ", "\x00", "\xad\u180e", "\u3000\t")


@pytest.mark.parametrize("before", UNSEEN)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＠"])
def test_what_nobody_sees_hides_no_formula(before: str, sign: str) -> None:
    text = f"{before}{sign}1+1"
    assert cell_text(text) == f"'{text}"
    assert cell_text([text, "x"]) == f"'{text}; x"
    assert cell_text(f"{before}is 2 - 1 = 1?") == f"{before}is 2 - 1 = 1?"


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_a_csv_reads_back_cell_by_cell(texts: list[str]) -> None:
    fields = [f"f{n}" for n in range(len(texts))]
    lines = "".join(as_csv(fields, iter([dict(zip(fields, texts, strict=True))])))
    (row,) = list(csv.reader(io.StringIO(lines[1:], newline="")))[1:]
    assert row == [cell_text(text) for text in texts]


def test_the_page_links_to_the_files(found: House) -> None:
    page = found.member()[0].get("/staff/export").text
    for path in FILES:
        assert f'href="{path}"' in page
    assert "3 answers" in page
    assert "5 rows" in page


def test_an_empty_database_gives_empty_files(tmp_path: Path, folder: Path) -> None:
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        client = found.member()[0]
        assert client.get("/staff/export/queue.jsonl").text == ""
        assert rows_of(client.get("/staff/export/verdicts.csv").content.decode()) == []


def test_nobody_else_gets_a_file(found: House) -> None:
    client, csrf = found.member()
    for path in (*FILES, "/staff/export"):
        for who in (found.stranger(), found.patient(), found.stranger("A" * 43)):
            assert refused(who.get(path))
            assert refused(who.head(path))
            assert refused(who.post(path, data={"csrf": csrf}))
        assert client.post(path, data={"csrf": "x"}).status_code == 403
        assert client.post(path, data={"csrf": csrf}).status_code in (404, 405)
        assert client.head(path).status_code == 200
        assert client.get(path).headers["cache-control"] == "no-store"


def test_a_file_that_cannot_be_read_is_said_and_nothing_is_sent(
    tmp_path: Path, folder: Path
) -> None:
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        client = found.member()[0]
        path = tmp_path / "quoteback.db"
        for beside in tmp_path.glob("quoteback.db*"):
            beside.unlink()
        path.write_text("not a database " * 100)
        for one in FILES:
            got = client.get(one)
            assert (got.status_code, got.text) == (503, words.NOT_NOW)


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_fails_half_way_is_not_sent_in_half(
    found: House, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(make):
        def rows(database):
            yield from make(database)
            raise RecordsError("quoteback.db cannot be used")

        return rows

    for name in ("queue_rows", "verdict_rows"):
        monkeypatch.setattr(export_page, name, broken(getattr(export_page, name)))
    got = found.member()[0].get(path)
    assert (got.status_code, got.text) == (503, words.NOT_NOW)
    assert "content-disposition" not in got.headers
