"""What is known about an article: where its facts come from, when they were checked, by whom."""

from dataclasses import replace
from datetime import date

from corpus.model import NOT_STATED, Document, Source
from qa.pages import words
from qa.pages.escaping import html


def facts_html(document: Document) -> str:
    """Sources, the day of the last check and the state of clinical review, as HTML."""
    lines = [
        f"<p><strong>{html(review(document))}</strong></p>",
        f"<p>{html(checked(document))}</p>",
    ]
    if len(document.sources) == 1:
        lines.append(f"<p>{html(words.SOURCE)} {source_html(document.sources[0])}</p>")
    elif document.sources:
        items = "".join(f"<li>{source_html(source)}</li>" for source in document.sources)
        lines.append(f"<p>{html(words.SOURCE)}</p><ul>{items}</ul>")
    return " ".join(lines)


def review(document: Document) -> str:
    """Whether a clinician has reviewed it, in plain words."""
    if document.clinical_review.strip().lower() in ("none", ""):
        return words.REVIEW_NONE
    return words.REVIEWED.format(review=document.clinical_review)


def with_review(document: Document, by: str, on: date) -> Document:
    """`document` as reviewed by somebody, "R. Example, anaesthetist", on a day."""
    return replace(document, clinical_review=f"{by}, {day(on)}")


def checked(document: Document) -> str:
    """When its facts were last checked."""
    if document.checked_on is None:
        return words.NOT_CHECKED
    return words.CHECKED.format(date=day(document.checked_on))


def source_html(source: Source) -> str:
    """One source; a field that is not stated is said to be so rather than left out."""
    known = [html(value) for value in (source.author, source.publisher, source.date)
             if value != NOT_STATED]  # fmt: skip
    missing = [
        name
        for name, value in (("author", source.author), ("publisher", source.publisher),
                            ("date", source.date))
        if value == NOT_STATED
    ]  # fmt: skip
    tail = ", ".join(known)
    if missing:
        field = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
        tail += ("; " if tail else "") + words.NOT_STATED.format(field=field)
    return f"<cite>{html(source.title)}</cite> ({tail})"


def day(value: date) -> str:
    """“20 November 2026”, which no reader takes for another day."""
    return f"{value.day} {value:%B %Y}"
