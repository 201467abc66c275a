"""What an article must be before it may be shipped; docs/writing.md says why.

Each breach is one line: the article, what was found, what was expected.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import frontmatter

from corpus.loading import FIELDS, Corpus, load_corpus
from corpus.model import Document, UnitKind
from corpus.readability import Readability, measure, words_of
from corpus.sentences import points_back

TOPICS = frozenset({"epidural", "injection", "blood-patch", "acupuncture", "surgery"})
MOST_WORDS_PER_SENTENCE = 16.0
HIGHEST_GRADE = 8.0
COPIED_WORDS = 8


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule broken in one article."""

    document_id: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All articles with their readability, and everything that is wrong with them."""

    documents: tuple[Document, ...]
    readability: dict[str, Readability]
    breaches: tuple[Breach, ...]


def check_folder(folder: Path, *, against: Path | None = None, today: date) -> CheckReport:
    """Check every article of `folder`, and that none repeats a sentence of a file in `against`.

    Raises:
        CorpusError: either folder is missing or holds nothing readable.
    """
    corpus = load_corpus(folder)
    readability = {d.id: measure(prose_of(d)) for d in corpus.documents}
    breaches = [Breach(error.path.stem, error.reason) for error in corpus.skipped]
    for document in corpus.documents:
        breaches += _check_fields(folder, document, today)
        breaches += _check_prose(document, readability[document.id])
    breaches += _check_repeats(corpus)
    if against is not None:
        breaches += _check_copies(corpus, load_corpus(against))
    return CheckReport(corpus.documents, readability, tuple(breaches))


def prose_of(document: Document) -> list[str]:
    """Sentences and list items of a document, outside its tables, in order, each once."""
    spans = {
        unit.focus: None
        for unit in document.units
        if unit.kind in (UnitKind.SENTENCE, UnitKind.ITEM)
    }
    return [document.text[start:end] for start, end in spans]


def _check_fields(folder: Path, document: Document, today: date) -> Iterator[Breach]:
    def breach(message: str) -> Breach:
        return Breach(document.id, message)

    path = next((p for p in folder.rglob("*.md") if p.stem == document.id), None)
    if path is None:
        yield breach("the id is not the name of its file; expected `<id>.md`")
        return
    fields = set(frontmatter.load(str(path)).metadata)
    if unknown := sorted(fields - FIELDS):
        yield breach(f"unknown field {', '.join(unknown)}; known are {', '.join(sorted(FIELDS))}")
    if missing := sorted(FIELDS - fields):
        yield breach(f"missing field {', '.join(missing)}")
    if not document.sources or any(s.title == "not stated" for s in document.sources):
        yield breach("no source, or a source without a title; every fact needs one behind it")
    if document.topic not in TOPICS:
        yield breach(f"topic {document.topic!r}; expected one of {', '.join(sorted(TOPICS))}")
    dates = (document.written_on, document.checked_on, document.review_due)
    if any(day is None for day in dates):
        yield breach("written_on, checked_on and review_due must be dates like 2026-11-20")
    if document.review_due and document.review_due < today:
        yield breach(f"review was due on {document.review_due}; read it again and set new dates")
    if document.written_on and document.checked_on and document.checked_on < document.written_on:
        yield breach("checked_on lies before written_on")


def _check_prose(document: Document, found: Readability) -> Iterator[Breach]:
    if found.words_per_sentence > MOST_WORDS_PER_SENTENCE:
        yield Breach(
            document.id,
            f"sentences average {found.words_per_sentence:.1f} words; "
            f"at most {MOST_WORDS_PER_SENTENCE:.0f}",
        )
    if found.grade > HIGHEST_GRADE:
        yield Breach(document.id, f"reading grade {found.grade:.1f}; at most {HIGHEST_GRADE:.0f}")
    for sentence in prose_of(document):
        if points_back(sentence):
            yield Breach(document.id, f"points backwards when quoted alone: {sentence!r}")
    for number, section in enumerate(document.sections):
        if not section.heading_path:
            yield Breach(document.id, "text before the first heading; begin with a ## heading")
        elif not any(unit.section == number for unit in document.units):
            below = any(
                other.heading_path[: len(section.heading_path)] == section.heading_path
                for other in document.sections[number + 1 :]
            )
            if not below:
                yield Breach(document.id, f"nothing under the heading {section.heading!r}")


def _check_repeats(corpus: Corpus) -> Iterator[Breach]:
    seen: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for document in corpus.documents:
        for sentence in prose_of(document):
            key = tuple(word.lower() for word in words_of(sentence))
            if len(key) >= 4:
                seen[key].append((document.id, sentence))
    for places in seen.values():
        if len(places) > 1:
            others = ", ".join(sorted({document_id for document_id, _ in places[1:]}))
            yield Breach(places[0][0], f"stands again in {others}: {places[0][1]!r}")


def _check_copies(corpus: Corpus, sources: Corpus) -> Iterator[Breach]:
    texts = {
        source.id: " " + " ".join(w.lower() for w in words_of(source.text)) + " "
        for source in sources.documents
    }
    for document in corpus.documents:
        for sentence in prose_of(document):
            words = [word.lower() for word in words_of(sentence)]
            if len(words) < COPIED_WORDS:
                continue
            needle = " " + " ".join(words) + " "
            for source_id, text in texts.items():
                if needle in text:
                    yield Breach(document.id, f"copied from {source_id}: {sentence!r}")
