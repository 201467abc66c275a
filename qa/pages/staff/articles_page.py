"""The articles at /staff/articles, and each of them to be read and signed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from corpus.model import Document
from qa.errors import SignOffError
from qa.pages.escaping import html
from qa.pages.staff import report_words as words
from qa.pages.staff import shown
from qa.pages.staff.article_html import ADDRESS, article_address, article_inside
from qa.pages.staff.figures import percent, table
from qa.pages.staff.forms import SentForm
from qa.pages.staff.frame import staff_page
from qa.pages.staff.signed_in import SignedIn
from qa.staff.articles import Articles, ArticleState
from qa.staff.sessions import Session
from qa.staff.statistics import Share

DONE = {"signed": words.SIGNED_NOW, "withdrawn": words.WITHDRAWN_NOW}
HEADS = (
    words.ARTICLE, words.DUE, words.SIGNED, words.GRADE, words.QUOTED, words.RIGHT, words.CHECKED,
    words.WRITTEN,
)  # fmt: skip


def articles_routes(articles: Articles) -> APIRouter:
    """The list, an article, and what its forms post."""
    router = APIRouter()
    signatures = articles.signatures

    @router.api_route(ADDRESS, methods=["GET", "HEAD"])
    def listed(session: SignedIn) -> Response:
        states = articles.states(_today())
        return staff_page(session, words.ARTICLES, _inside(states), here=ADDRESS)

    @router.api_route(ADDRESS + "/{article:path}", methods=["GET", "HEAD"])
    def one(article: str, request: Request, session: SignedIn) -> Response:
        done = request.query_params.get("done", "")
        document = articles.documents.get(article)
        signed = document is not None and signatures.of(document) is not None
        true = signed == (done == "signed")  # an old address must not tell of another's deed
        return article_page(article, session, said=DONE.get(done, "") if true else "")

    @router.post(ADDRESS + "/{article:path}/sign")
    def sign(article: str, session: SignedIn, form: SentForm) -> Response:
        document = articles.documents.get(article)
        if document is None:
            return article_page(article, session)
        try:
            if form.get("read") != "yes":
                raise SignOffError(words.NOT_TICKED)
            name, role = form.get("name", ""), form.get("role", "")
            signatures.sign(document, form.get("sha256", ""), session.name, name, role)
        except SignOffError as error:
            return article_page(article, session, error=str(error), typed=form)
        return RedirectResponse(article_address(article, done="signed"), 303)

    @router.post(ADDRESS + "/{article:path}/withdraw")
    def withdraw(article: str, session: SignedIn, form: SentForm) -> Response:
        document = articles.documents.get(article)
        if document is None:
            return article_page(article, session)
        given = form.get("signature", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
        try:
            signatures.withdraw(document, number, session.name)
        except SignOffError as error:
            return article_page(article, session, error=str(error))
        return RedirectResponse(article_address(article, done="withdrawn"), 303)

    def article_page(
        article: str,
        session: Session,
        said: str = "",
        error: str = "",
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        document = articles.documents.get(article)
        if document is None:
            back = f'<p><a class="way" href="{ADDRESS}">{html(words.BACK)}</a></p>'
            return staff_page(session, words.NO_ARTICLE, back, here=ADDRESS, status=404)
        typed = typed or dict(zip(("name", "role"), signatures.last_by(session.name), strict=True))
        inside = article_inside(document, signatures, session, typed, said=said, error=error)
        status = 400 if error else 200
        return staff_page(session, document.title, inside, here=ADDRESS, status=status)

    return router


def _today() -> date:
    return datetime.now(UTC).date()


def _inside(states: tuple[ArticleState, ...]) -> str:
    overdue = sum(state.overdue for state in states)
    unsigned = sum(state.signature is None for state in states)
    counts = (
        f'<p class="facts counts">{_chip(words.OVERDUE_COUNT.format(count=overdue), overdue > 0)}'
        f"{_chip(words.UNSIGNED_COUNT.format(count=unsigned), False)}</p>"
    )
    rows = table(HEADS, [_cells(state) for state in states], words.ARTICLES, "articles")
    return (
        f'<p class="soft">{html(words.ARTICLES_INTRO)}</p>{counts}{rows}'
        f'<p class="soft small">{html(words.COUNTS_WHAT)}</p>'
    )


def _cells(state: ArticleState) -> tuple[str, ...]:
    document, signature = state.document, state.signature
    due = _day(document.review_due)
    if state.overdue:
        due += f" {_chip(words.OVERDUE, True)}"
    elif state.due_soon:
        due += f" {_chip(words.SOON, False)}"
    signed = f'<span class="soft">{html(words.NOBODY)}</span>'
    if signature is not None:
        signed = f"{shown.words(signature.shown)}, {_day(signature.on)}"
    return (
        _title(document),
        due,
        signed,
        f"{state.grade:.1f}",
        f"{state.quoted:,}",
        right(state.right),
        _day(document.checked_on),
        _day(document.written_on),
    )


def _title(document: Document) -> str:
    return f'<a href="{html(article_address(document.id))}">{shown.words(document.title)}</a>'


def right(share: Share) -> str:
    """A share with how many it is of and its interval; words where nothing was judged."""
    if not share.of:
        return f'<span class="soft">{html(words.NOT_JUDGED)}</span>'
    low, high = (percent(end) for end in share.interval)
    told = words.SHARE.format(percent=percent(share.value), of=share.of)
    return (
        f'{html(told)} <span class="soft">{html(words.INTERVAL.format(low=low, high=high))}</span>'
    )


def _day(value: date | None) -> str:
    return f'<time datetime="{value}">{value}</time>' if value else html(words.NO_DATE)


def _chip(text: str, alarming: bool) -> str:
    return f'<span class="chip{" down" if alarming else ""}">{html(text)}</span>'
