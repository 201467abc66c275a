"""Files to Documents. A bad file is skipped with its reason; the rest is loaded."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from corpus.asked import ASKED_SUFFIX, UNANSWERED, read_unanswered, with_asked
from corpus.blocks import BlockKind, read_blocks
from corpus.errors import CorpusError, UnknownDocument, UnreadableFile
from corpus.model import Document, Source
from corpus.readers import SUFFIXES, RawText, read_raw
from corpus.units import read_sections, read_units

ARTICLES = Path(__file__).parent / "articles"
FIELDS = frozenset(
    "id title topic sources written_on checked_on review_due clinical_review".split()
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of one folder in order of their ids, and the files that were skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[UnreadableFile, ...] = ()
    unanswered: tuple[str, ...] = ()

    def get(self, document_id: str) -> Document:
        """The document of that id. Raises UnknownDocument."""
        for document in self.documents:
            if document.id == document_id:
                return document
        raise UnknownDocument(document_id, [document.id for document in self.documents])


def load_corpus(folder: Path = ARTICLES) -> Corpus:
    """Every readable file in or below `folder`; README files and hidden ones are no documents.

    Raises:
        CorpusError: no such folder, or not one readable document in it.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder} is not a folder; name one that holds {', '.join(SUFFIXES)}")
    loaded: dict[str, Document] = {}
    skipped: list[UnreadableFile] = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        hidden = hidden or path.name == UNANSWERED or path.name.endswith(ASKED_SUFFIX)
        if hidden or not path.is_file() or path.stem.upper() in ("README", "LICENSE", "LICENCE"):
            continue
        try:
            document = load_document(path)
            if document.id in loaded:
                raise UnreadableFile(path, f"has the id {document.id!r} of another document")
            loaded[document.id] = document
            asked = path.with_name(path.stem + ASKED_SUFFIX)
            if asked.is_file():
                loaded[document.id] = with_asked(document, asked)
        except UnreadableFile as error:
            skipped.append(error)
    if not loaded:
        reasons = "; ".join(str(error) for error in skipped) or "the folder is empty"
        raise CorpusError(f"no document could be read from {folder}: {reasons}")
    unanswered: tuple[str, ...] = ()
    if (folder / UNANSWERED).is_file():
        try:
            unanswered = read_unanswered(folder / UNANSWERED)
        except UnreadableFile as error:
            skipped.append(error)
    documents = tuple(loaded[key] for key in sorted(loaded))
    return Corpus(documents, tuple(skipped), unanswered)


def load_document(path: Path) -> Document:
    """The document in the file at `path`. Raises UnreadableFile."""
    raw = read_raw(path)
    fields: dict[str, Any] = {}
    if path.suffix.lower() == ".md" and raw.text.startswith("---\n"):
        fields, raw = _split_front_matter(path, raw)
    return build_document(raw, fields, fallback_id=_slug(path.stem))


def document_from_text(document_id: str, title: str, text: str) -> Document:
    """A document from plain text that came from no file."""
    return build_document(RawText(text, markdown=False), {"title": title}, document_id)


def build_document(raw: RawText, fields: dict[str, Any], fallback_id: str) -> Document:
    """A document from canonical text and whatever front matter is known."""
    text = raw.text
    blocks = read_blocks(text, markdown=raw.markdown)
    title = str(fields.get("title") or "")
    first = blocks[0] if blocks else None
    if first is not None and first.kind is BlockKind.HEADING and first.level == 1:
        title = title or text[first.start : first.end]
        blocks = [b for b in blocks if b is not first]
    sections = read_sections(text, blocks)
    return Document(
        id=str(fields.get("id") or fallback_id),
        title=title or raw.title or _defined_term(text) or fallback_id.replace("-", " "),
        topic=str(fields.get("topic") or ""),
        text=text,
        sections=sections,
        units=read_units(text, blocks, sections),
        sources=tuple(_source(entry) for entry in fields.get("sources") or ()),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        written_on=_date(fields.get("written_on")),
        checked_on=_date(fields.get("checked_on")),
        review_due=_date(fields.get("review_due")),
        clinical_review=str(fields.get("clinical_review") or "none"),
    )


def _split_front_matter(path: Path, raw: RawText) -> tuple[dict[str, Any], RawText]:
    try:
        fields, body = frontmatter.parse(raw.text, handler=YAMLHandler())
    except yaml.YAMLError as error:
        where = getattr(getattr(error, "problem_mark", None), "line", None)
        line = f" near line {where + 1}" if isinstance(where, int) else ""
        raise UnreadableFile(path, f"has front matter that is not YAML{line}") from error
    sources = fields.get("sources")
    if sources is not None and not (
        isinstance(sources, list) and all(isinstance(entry, dict) for entry in sources)
    ):
        raise UnreadableFile(
            path, "has `sources` that is not a list of title/publisher/author/date"
        )
    return fields, RawText(body + "\n" if body else "", markdown=True)


def _source(entry: dict[str, Any]) -> Source:
    known = {
        key: str(entry[key])
        for key in ("title", "publisher", "author", "date")
        if entry.get(key) is not None
    }
    return Source(**{"title": "not stated", **known})


def _date(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _slug(stem: str) -> str:
    """The file's own name, made fit for an address."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "document"


def _defined_term(text: str) -> str:
    """What the first sentence defines ("Sciatica is …"), for a text that has no title."""
    match = re.match(r"\s*([A-Z][^.,;:()\n—–]{3,60}?)\s*(?:[—–(]|\b(?:is|are|refers to)\b)", text)
    return match[1].strip() if match and len(match[1].split()) <= 7 else ""
