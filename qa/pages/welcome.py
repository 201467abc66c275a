"""The fixed parts of the page as HTML inside Markdown components.

Not `gr.HTML`: it compiles its value as a script template, which would need `unsafe-eval`.
"""

from collections.abc import Iterable

from corpus.model import Document
from qa.pages import words
from qa.pages.escaping import html
from qa.pages.plain import article_list

MOST_LISTED = 20


def header(country: str) -> str:
    """Name, one line on what this is, and the number to call."""
    danger = html(words.DANGER.format(number=words.NUMBER[country]))
    return (
        f'<a class="skip" href="#question-box">{html(words.SKIP)}</a>'
        f'<div class="brand"><h1>{html(words.NAME)}</h1><p>{html(words.TAGLINE)}</p></div>'
        f'<p class="danger">{danger}</p>'
    )


def abilities() -> str:
    """What it can and cannot do."""
    return (
        f'<div class="abilities"><div><h2>{html(words.CAN_TITLE)}</h2>{_list(words.CAN)}</div>'
        f"<div><h2>{html(words.CANNOT_TITLE)}</h2>{_list(words.CANNOT)}</div></div>"
    )


def panel(documents: Iterable[Document]) -> str:
    """The place beside the chat that an article opens in; `page.js` fills it. First, a choice."""
    shown = sorted(documents, key=lambda d: d.title.casefold())[:MOST_LISTED]
    return (
        f'<p class="back"><a href="#question-box">← {html(words.BACK_TO_CHAT)}</a></p>'
        f'<div id="source" role="region" aria-label="{html(words.ARTICLE_LABEL)}" '
        f'data-failed="{html(words.NOT_OPENED)}">'
        f'<h2>{html(words.ARTICLE_LABEL)}</h2><p class="hint">{html(words.ARTICLE_HINT)}</p>'
        f"{article_list(shown)}"
        f'<p><a href="/articles">{html(words.ALL_ARTICLES)}</a></p></div>'
    )


def notice(text: str) -> str:
    """Something that went otherwise than asked, spoken at once by a screen reader."""
    return f'<p class="notice" role="alert">{html(text)}</p>' if text else ""


def said(text: str) -> str:
    """A quiet word after a vote."""
    return f'<p role="status">{html(text)}</p>' if text else ""


def _list(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{html(line)}</li>' for line in lines)}</ul>"
