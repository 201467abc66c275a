"""HTML, PDF and Word to plain text with marks, through trafilatura, pypdf and python-docx."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile


def html_to_text(path: Path, html: str) -> tuple[str, str]:
    """Title and main text of a page; menus, comments and scripts are left out by trafilatura."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, include_links=False, favor_recall=True
    )
    if page is None or isinstance(page, dict) or page.body is None:
        raise UnreadableFile(path, "is HTML without an article in it")
    return _tidy(page.title or "").strip(), _tidy("\n\n".join(_html_blocks(page.body)))


def _html_blocks(node: Any) -> Iterator[str]:
    for child in node:
        text = " ".join("".join(child.itertext()).split())
        if child.tag == "head":
            rank = re.sub(r"\D", "", child.get("rend") or "") or "2"
            yield "#" * min(int(rank), 6) + " " + text if text else ""
        elif child.tag == "list":
            items = [" ".join("".join(item.itertext()).split()) for item in child.iter("item")]
            yield "\n".join("- " + item for item in items if item)
        elif child.tag == "table":
            rows = [
                [" ".join("".join(cell.itertext()).split()) for cell in row.iter("cell")]
                for row in child.iter("row")
            ]
            yield _table(rows)
        elif child.tag in ("p", "quote", "hi", "code"):
            yield text
        else:
            yield from _html_blocks(child)


def pdf_to_text(path: Path) -> tuple[str, str]:
    """Title and text of a PDF; lines that head or foot most pages are left out."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(path, "is a PDF locked with a password")
        pages = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata and reader.metadata.title) or "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(path, f"is not a readable PDF ({type(error).__name__})") from error
    text = "\n\n".join(_without_running_lines(pages))
    text = re.sub(r"(\w)-\n([a-z])", r"\1\2", text)  # words cut at the end of a printed line
    return ("" if title.lower() in ("untitled", "(anonymous)") else title), _tidy(text)


def _without_running_lines(pages: list[str]) -> Iterator[str]:
    def shape(line: str) -> str:
        return re.sub(r"\d+", "#", line.strip())

    edges = [
        {shape(line) for line in (lines[:1] + lines[-1:])}
        for page in pages
        if (lines := [line for line in page.splitlines() if line.strip()])
    ]
    running = {s for s in set().union(*edges) if sum(s in e for e in edges) > len(edges) / 2}
    for page in pages:
        if len(pages) < 3:
            yield page
        else:
            yield "\n".join(line for line in page.splitlines() if shape(line) not in running)


def docx_to_text(path: Path) -> tuple[str, str]:
    """Title and text of a Word file: heading and list styles become marks, tables become rows."""
    import zipfile

    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile(path, "is not a readable Word file (.docx)") from error
    blocks: list[str] = []
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            blocks.append(_table([[cell.text for cell in row.cells] for row in part.rows]))
            continue
        text = " ".join(part.text.split())
        style = (part.style.name or "") if part.style is not None else ""
        numbered = part._p.pPr is not None and part._p.pPr.numPr is not None
        if style == "Title":
            blocks.append("# " + text)
        elif match := re.match(r"Heading (\d)", style):
            blocks.append("#" * min(int(match[1]) + 1, 6) + " " + text)
        elif text and (numbered or style.startswith("List")):
            together = bool(blocks) and blocks[-1].startswith("- ")
            blocks[-1:] = [blocks[-1] + "\n- " + text] if together else [*blocks[-1:], "- " + text]
        else:
            blocks.append(text)
    return word.core_properties.title or "", _tidy("\n\n".join(block for block in blocks if block))


def _table(rows: list[list[str]]) -> str:
    rows = [[" ".join(cell.split()).replace("|", "/") for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t\u00a0\u2007\u202f]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n" if text.strip() else ""
