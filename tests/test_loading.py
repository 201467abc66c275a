"""Real files of every kind, good and bad."""

from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import CorpusError, UnknownDocument, UnreadableFile
from corpus.loading import load_corpus, load_document
from corpus.model import Document

HTML = """<!doctype html><html><head><title>Tea and you</title></head><body>
<nav><a href="/">Home</a> <a href="/shop">Shop</a></nav>
<article><h1>Tea and you</h1><h2>How long does tea keep?</h2>
<p>Black tea keeps for about two years in a closed tin, and green tea keeps for one year.</p>
<p>Tea is harmed by:</p><ul><li>Light and warm air.</li><li>Damp cupboards near the sink.</li></ul>
<h2>How long should tea draw?</h2><p>The time that tea should draw depends on the kind of tea.</p>
<table><tr><th>Tea</th><th>Minutes</th></tr><tr><td>Black</td><td>4</td></tr>
<tr><td>Green</td><td>2</td></tr></table></article>
<footer>Copyright Leafy Hills. Cookies.</footer><script>alert(1)</script></body></html>"""


def quotable(document: Document) -> list[str]:
    return [document.slice(unit.spans) for unit in document.units]


def make_pdf(path: Path, pages: list[list[str]], password: str | None = None) -> None:
    canvas = Canvas(str(path), pagesize=A5, encrypt=password)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(40, 550 - 16 * number, line)
        canvas.showPage()
    canvas.save()


def test_html_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "tea.html"
    path.write_text(HTML)
    document = load_document(path)
    assert document.title == "Tea and you"
    found = quotable(document)
    assert any("Damp cupboards near the sink." in quote for quote in found)
    assert "| Tea | Minutes |\n| Black | 4 |" in found
    assert not any(word in document.text for word in ("Cookies", "alert", "Shop"))
    assert any(s.heading == "How long does tea keep?" for s in document.sections)


def test_word_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Tea and you", level=0)
    word.add_heading("What harms tea?", level=1)
    word.add_paragraph("Tea is harmed by:")
    word.add_paragraph("Light and air.", style="List Bullet")
    word.add_paragraph("Damp cupboards.", style="List Bullet")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Tea", "Minutes", "Black", "4"], strict=True):
        cell.text = text
    path = tmp_path / "tea.docx"
    word.save(str(path))
    document = load_document(path)
    assert document.title == "Tea and you"
    assert quotable(document) == [
        "Tea is harmed by:\nLight and air.",
        "Tea is harmed by:\nDamp cupboards.",
        "Tea is harmed by:\n\n- Light and air.\n- Damp cupboards.",
        "| Tea | Minutes |\n| Black | 4 |",
    ]


def test_pdf_drops_running_lines_and_mends_words_cut_at_the_line_end(tmp_path: Path) -> None:
    path = tmp_path / "tea.pdf"
    body = ["Black tea keeps its flavor for a long time in a closed con-", "tainer on a dry shelf."]
    make_pdf(path, [["Tea News", *body, f"Page {n}"] for n in range(1, 5)])
    document = load_document(path)
    assert "Page 2" not in document.text
    assert any("closed container on a dry shelf." in quote for quote in quotable(document))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.exe", b"MZ", "use one of"),
        ("a.txt", b"\x00\x01\x02", "zero bytes"),
        ("a.txt", b"", "no text"),
        ("a.md", b"   \n\n", "no text"),
        ("a.pdf", b"%PDF-1.7 broken", "not a readable PDF"),
        ("a.pdf", b"", "not a readable PDF"),
        ("a.docx", b"PK\x03\x04 broken", "not a readable Word file"),
        ("a.html", b"<html></html>", "without an article"),
        ("a.md", b"---\nid: [\n---\ntext", "not YAML near line"),
        ("a.md", b"---\nsources: Kaly\n---\ntext", "title/publisher/author/date"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=reason) as caught:
        load_document(path)
    assert str(caught.value).startswith(name)


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    make_pdf(tmp_path / "locked.pdf", [["Secret tea."]], password="leaf")
    with pytest.raises(UnreadableFile, match="password"):
        load_document(tmp_path / "locked.pdf")


def test_bad_files_are_skipped_and_the_rest_is_loaded(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"nothing")
    (folder / "notes.xyz").write_text("?")
    (folder / ".hidden.md").write_text("# Hidden")
    (folder / "README.md").write_text("# Not a document")
    corpus = load_corpus(folder)
    assert [d.id for d in corpus.documents] == ["coffee", "tea"]
    assert [e.path.name for e in corpus.skipped] == ["broken.pdf", "notes.xyz"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Tea – it’s hot."),
        ("utf-16", "Tea – it’s hot."),
        ("cp1252", "Tea – it’s “hot” and the café’s tea is dear. " * 5),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "tea.txt"
    path.write_bytes(text.encode(encoding))
    assert load_document(path).text == text


def test_windows_line_ends_become_plain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Tea is hot today.\r\nIt stays hot for hours.\r\n")
    assert load_document(tmp_path / "a.txt").text == "Tea is hot today.\nIt stays hot for hours.\n"


def test_missing_folder_empty_folder_unknown_id(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(CorpusError, match="not a folder"):
        load_corpus(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="no document could be read"):
        load_corpus(tmp_path / "empty")
    with pytest.raises(UnknownDocument, match="coffee, tea"):
        load_corpus(folder).get("cocoa")


def test_title_of_a_text_that_only_defines_something(tmp_path: Path) -> None:
    path = tmp_path / "x1.txt"
    path.write_text("Tea drinking—also known as cha—is defined as the drinking of tea by people.\n")
    assert load_document(path).title == "Tea drinking"
