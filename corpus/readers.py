"""One file of any supported kind to its canonical text.

Markdown and plain text are taken as they are. HTML, PDF and Word become Markdown-like plain text
("## heading", "- item", "| cell | cell |"); that text is then canonical, and quotes count in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class RawText:
    """Canonical text, whether its headings are marked, and a title if the file itself names one."""

    text: str
    markdown: bool
    title: str = ""


def read_raw(path: Path) -> RawText:
    """Canonical text of the file at `path`.

    Raises:
        UnreadableFile: wrong kind, too large, binary, encrypted, broken or empty.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(path, f"cannot read {path.suffix or 'a file without suffix'}; "
                                   f"use one of {', '.join(SUFFIXES)}")  # fmt: skip
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(path, f"is {size:,} bytes; at most {MAX_BYTES:,} are read")
        raw = reader(path)
    except OSError as error:
        raise UnreadableFile(path, f"cannot be opened ({error.strerror or error})") from error
    if not raw.text.strip():
        raise UnreadableFile(path, "holds no text (a scanned PDF needs text recognition first)")
    return raw


def decode(path: Path, data: bytes) -> str:
    """Text of `data`: UTF-8, else UTF-16 by its mark, else what charset-normalizer finds likely."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="strict" if len(data) % 2 == 0 else "ignore")
    elif b"\0" in data:
        raise UnreadableFile(path, "is not text (it holds zero bytes)")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            from charset_normalizer import from_bytes

            matches = list(from_bytes(data))
            if not matches:
                raise UnreadableFile(path, "is not text in any known encoding") from None
            # Among equally likely code pages (short texts) Western European is the safer guess.
            alike = [m for m in matches if m.chaos <= matches[0].chaos]
            western = [m for m in alike if m.encoding in ("cp1252", "latin_1")]
            text = data.decode("cp1252", "replace") if western else str(matches[0])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_markdown(path: Path) -> RawText:
    return RawText(decode(path, path.read_bytes()), markdown=True)


def _read_plain(path: Path) -> RawText:
    return RawText(decode(path, path.read_bytes()), markdown=False)


def _read_html(path: Path) -> RawText:
    from corpus.formats import html_to_text

    title, text = html_to_text(path, decode(path, path.read_bytes()))
    return RawText(text, markdown=True, title=title)


def _read_pdf(path: Path) -> RawText:
    from corpus.formats import pdf_to_text

    title, text = pdf_to_text(path)
    return RawText(text, markdown=False, title=title)


def _read_docx(path: Path) -> RawText:
    from corpus.formats import docx_to_text

    title, text = docx_to_text(path)
    return RawText(text, markdown=True, title=title)


_READERS: dict[str, Callable[[Path], RawText]] = {
    ".md": _read_markdown,
    ".txt": _read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}
SUFFIXES = tuple(sorted(_READERS))
