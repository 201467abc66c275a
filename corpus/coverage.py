"""Which figures and medicines of the source articles no article of ours carries."""

import re
from dataclasses import dataclass

from corpus.drugs import is_drug
from corpus.loading import Corpus
from corpus.model import Document, UnitKind
from corpus.noise import is_noise, is_noise_heading

_FIGURE = re.compile(r"(?<![\w.])(?:[A-Za-z]{1,5}-?)?\d+(?:\.\d+)?(?:-[A-Z]{2,4})?(?![\w.]*\d)")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure or a name that stands in a source and in no article."""

    source_id: str
    what: str
    where: str


def find_missing(articles: Corpus, sources: Corpus) -> list[Missing]:
    """Everything countable in `sources`, outside adverts and contact details, not in `articles`.

    Figures are compared with the letters that belong to them ("L5", "COX-2", "24"); names are the
    first cells of tables and words that end as medicines do. Lines whose table cells ran together
    cannot be taken apart by a rule and are left out.
    """
    ours = "\n".join(document.text for document in articles.documents)
    figures = {f.lower() for f in _FIGURE.findall(_plain(ours))}
    words = {w.lower() for w in _WORD.findall(ours)}
    missing = []
    for source in sources.documents:
        for line in _teaching_lines(source):
            wanted = [f for f in _FIGURE.findall(_plain(line)) if f.lower() not in figures]
            wanted += [w for w in _WORD.findall(line) if is_drug(w) and w.lower() not in words]
            missing += [Missing(source.id, what, line) for what in wanted]
        for unit in source.units:
            if unit.kind is UnitKind.ROW:
                row = source.text[slice(*unit.focus)]
                name = row.strip("| ").split("|")[0].strip()
                if not all(w.lower() in words for w in _WORD.findall(name)):
                    missing.append(Missing(source.id, name, row))
    return missing


def _teaching_lines(document: Document) -> list[str]:
    lines = []
    for section in document.sections:
        if not any(is_noise_heading(heading) for heading in section.heading_path):
            text = document.text[section.start : section.end]
            lines += [line.strip() for line in text.splitlines() if line.strip()]
    return [line for line in lines if not is_noise(line)]


def _plain(text: str) -> str:
    return re.sub(r"[–—−]", " - ", text).replace("%", " ").replace("hr", " hr").replace("×", " ")
