"""Pages that work without scripts: one article, the list of articles, and a page not found."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from corpus.model import Document, Span
from qa.pages import words
from qa.pages.article import article_html
from qa.pages.escaping import html
from qa.pages.facts import facts_html
from qa.pages.links import article_link, spans_text, words_hash

ASSETS = Path(__file__).parent


def source_page(
    document: Document, quote: Sequence[Span], also: Sequence[Span], *, stale: bool
) -> str:
    """The whole page of an article, the quoted words marked."""
    inside = "".join(
        (
            f"<article><h1>{html(document.title)}</h1>",
            f'<div class="facts">{facts_html(document)}</div>',
            f'<p class="stale" role="status">{html(words.STALE)}</p>' if stale else "",
            article_html(document, quote, also, top=2),
            "</article>",
        )
    )
    return page(document.title, inside)


def source_panel(
    document: Document, quote: Sequence[Span], also: Sequence[Span], *, stale: bool
) -> str:
    """The same article as a fragment, for the place beside the chat."""
    path = ""
    if quote:
        section = document.sections[document.section_at(quote[-1][0])]
        path = f'<p class="path">{html(" › ".join(section.heading_path))}</p>'
    link = _link(document, tuple(quote))
    return "".join(
        (
            f"<header><h2>{html(document.title)}</h2>{path}</header>",
            f'<div class="text" tabindex="0" role="region" aria-label="{html(document.title)}">',
            f'<p class="stale" role="status">{html(words.STALE)}</p>' if stale else "",
            article_html(document, quote, also, top=3),
            f'</div><footer><div class="facts">{facts_html(document)}</div>',
            f'<p class="actions"><a href="{html(link)}" target="_blank" rel="noopener">',
            f"{html(words.OWN_PAGE)}</a>",
            f'<button type="button" data-copy="{html(link)}" data-copied="{html(words.COPIED)}">',
            f"{html(words.COPY_LINK)}</button></p></footer>",
        )
    )


def articles_page(documents: Iterable[Document]) -> str:
    """The list of all articles."""
    intro = f"<h1>{html(words.ARTICLES_TITLE)}</h1><p>{html(words.ARTICLES_INTRO)}</p>"
    return page(words.ARTICLES_TITLE, intro + article_list(documents))


def unknown_page(documents: Iterable[Document]) -> str:
    """Said where no article has the name that a link gives."""
    intro = f"<h1>{html(words.UNKNOWN_TITLE)}</h1><p>{html(words.UNKNOWN)}</p>"
    return page(words.UNKNOWN_TITLE, intro + article_list(documents))


def article_list(documents: Iterable[Document]) -> str:
    """Links to articles, in the order of their titles."""
    ordered = sorted(documents, key=lambda d: d.title.casefold())
    items = (f'<li><a href="{html(article_link(d.id))}">{html(d.title)}</a></li>' for d in ordered)
    return f'<ul class="articles">{"".join(items)}</ul>'


def page(title: str, inside: str) -> str:
    """A whole page with its own small style."""
    back = f'<a class="back" href="/">← {html(words.BACK_TO_CHAT)}</a>'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{html(title)} – {words.NAME}</title><style>{style()}</style></head>"
        f"<body><nav>{back}</nav><main>{inside}</main><nav>{back}</nav></body></html>"
    )


@lru_cache(maxsize=1)
def style() -> str:
    """The style of these pages."""
    return (ASSETS / "plain.css").read_text(encoding="utf-8")


def policy() -> str:
    """Their Content-Security-Policy: nothing may be loaded, and only their own style applies."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def _link(document: Document, quote: tuple[Span, ...]) -> str:
    if not quote:
        return article_link(document.id)
    check = words_hash(document.slice(quote))
    return f"{article_link(document.id)}?quote={spans_text(quote)}&check={check}#quote"
