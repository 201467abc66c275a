"""An article for staff: what patients read of its review, the forms that change it, the text."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from corpus.model import Document, Source
from qa.pages.article import Marker, blocks_html
from qa.pages.escaping import html
from qa.pages.facts import review, source_html, with_review
from qa.pages.layout import blocks_of
from qa.pages.staff import report_words as words
from qa.pages.staff.frame import csrf_field
from qa.pages.staff.shown import seen, seen_plainly
from qa.staff.sessions import Session
from qa.staff.signatures import MOST_CHARACTERS, Signature, Signatures

ADDRESS = "/staff/articles"


def article_address(document_id: str, deed: str = "", done: str = "") -> str:
    """An article; `deed` is sign or withdraw, for what is posted."""
    path = f"{ADDRESS}/{quote(document_id, safe='')}" + (f"/{deed}" if deed else "")
    return f"{path}?done={done}" if done else path


def article_inside(
    document: Document,
    signatures: Signatures,
    session: Session,
    typed: Mapping[str, str],
    *,
    said: str,
    error: str,
) -> str:
    """All below the title; `typed` is what a form that was refused held."""
    signature = signatures.of(document)
    notice = f'<p class="notice" role="status">{html(said)}</p>' if said else ""
    if error:
        notice = f'<p class="error" role="alert" id="error">{seen(error)}</p>'
    history = signatures.history(document.id)
    marker = Marker(document.text, (), (), escape=seen)
    return (
        f'<p><a class="way" href="{ADDRESS}">{html(words.BACK)}</a></p>{notice}'
        f'<div class="signing"><div class="first"><h2>{html(words.STATE)}</h2>'
        f"{_state(document, signature, session)}{_history(history, document, signature)}</div>"
        f'<aside class="signature">{_form(document, signature, session, typed)}</aside>'
        f'<article class="then"><h2>{html(words.TEXT)}</h2>'
        f"{blocks_html(document.text, blocks_of(document), marker, top=3)}{_sources(document)}"
        "</article></div>"
    )


def _state(document: Document, signature: Signature | None, session: Session) -> str:
    if signature is None:
        return f"<p>{html(words.PATIENTS_READ)} “{seen(review(document))}”</p>"
    told = review(with_review(document, signature.shown, signature.on))
    there = html(article_address(document.id, "withdraw"))
    withdraw = (
        f'<form class="inline" method="post" action="{there}">'
        f'{csrf_field(session)}<input type="hidden" name="signature" value="{signature.id:d}">'
        f'<button class="quiet" aria-describedby="withdrawing">{html(words.WITHDRAW)}</button> '
        f'<span class="soft small" id="withdrawing">{html(words.WITHDRAW_INTRO)}</span></form>'
    )
    return f"<p>{html(words.PATIENTS_READ)} “{seen(told)}”</p>{withdraw}"


def _form(
    document: Document, signature: Signature | None, session: Session, typed: Mapping[str, str]
) -> str:
    button = words.SIGN_BUTTON if signature is None else words.SIGN_AGAIN
    return (
        f"<h2>{html(words.SIGN)}</h2>"
        f'<form method="post" action="{html(article_address(document.id, "sign"))}">'
        f'{csrf_field(session)}<input type="hidden" name="sha256" value="{html(document.sha256)}">'
        f'<p class="soft small">{html(words.SIGN_INTRO)}</p>'
        + _field("name", words.NAME, words.NAME_HINT, "name", typed)
        + _field("role", words.ROLE, words.ROLE_HINT, "organization-title", typed)
        + '<p><label class="tick"><input type="checkbox" name="read" value="yes" required> '
        f"<span>{html(words.HAVE_READ)}</span></label></p><button>{html(button)}</button></form>"
    )


def _field(name: str, label: str, hint: str, fills: str, typed: Mapping[str, str]) -> str:
    value = html(seen_plainly(typed.get(name, "")))
    return (
        f'<label for="{name}">{html(label)} <span class="soft small">({html(hint)})</span></label>'
        f'<input id="{name}" name="{name}" value="{value}" autocomplete="{fills}" required '
        f'maxlength="{MOST_CHARACTERS}">'
    )


def _history(rows: tuple[Signature, ...], document: Document, counting: Signature | None) -> str:
    if not rows:
        return f'<p class="soft">{html(words.NO_HISTORY)}</p>'
    inside = "".join(_told(row, document, counting) for row in rows)
    return (
        f'<details class="told"><summary>{html(words.HISTORY)} ({len(rows)})</summary>'
        f"<ol>{inside}</ol></details>"
    )


def _told(row: Signature, document: Document, counting: Signature | None) -> str:
    what, state = words.WITHDREW_ROW, ""
    if row.shown:
        what = words.SIGNED_ROW.format(shown=row.shown)
        state = words.FOR_OTHER if row.sha256 != document.sha256 else words.ENDED
        if counting is not None and counting.id == row.id:
            state = words.FOR_THIS
        state = f' <span class="chip">{html(state)}</span>'
    at = f'<time datetime="{html(row.at)}">{html(row.at[:16].replace("T", " "))}</time>'
    return f'<li><p><b>{seen(row.account)}</b> {seen(what)}{state}</p><p class="soft">{at}</p></li>'


def _sources(document: Document) -> str:
    items = "".join(f"<li>{source_html(_plainly(source))}</li>" for source in document.sources)
    return f"<h3>{html(words.SOURCES)}</h3><ul>{items}</ul>" if items else ""


def _plainly(source: Source) -> Source:
    fields = ("title", "author", "publisher", "date")
    return replace(source, **{field: seen_plainly(getattr(source, field)) for field in fields})
