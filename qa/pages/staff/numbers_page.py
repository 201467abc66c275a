"""The staff's numbers at /staff/numbers."""

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter, Response

from qa.pages.escaping import html
from qa.pages.staff import report_words as words
from qa.pages.staff.figures import bar, columns, percent, table
from qa.pages.staff.frame import staff_page
from qa.pages.staff.judging_words import KINDS, VERDICTS
from qa.pages.staff.shown import seen
from qa.pages.staff.signed_in import SignedIn
from qa.records.database import Database
from qa.records.judgement import Verdict
from qa.records.stored import Kind, Thumb
from qa.staff.numbers import ENOUGH, Agreement, Numbers, numbers
from qa.staff.statistics import Share

ADDRESS = "/staff/numbers"


def numbers_routes(database: Database) -> APIRouter:
    """The page."""
    router = APIRouter()

    @router.api_route(ADDRESS, methods=["GET", "HEAD"])
    def page(session: SignedIn) -> Response:
        found = numbers(database, datetime.now(UTC).date())
        parts: tuple[Callable[[Numbers], str], ...] = (_outcomes, _right, _thumbs, _agreement)
        inside = "".join(part(found) for part in parts)
        return staff_page(session, words.NUMBERS, inside, here=ADDRESS)

    return router


def _outcomes(found: Numbers) -> str:
    total = sum(day.all for day in found.days)
    days = len(found.days)
    if not total:
        return f"<p>{html(words.NO_ANSWERS.format(days=days))}</p>"
    told = words.LAST_DAYS.format(days=days, answers=f"{total:,}")
    rows = [
        (_key(kind), f"{share.hits:,}", percent(share.value), bar(share))
        for kind, share in found.kinds.items()
    ]
    heads = (words.OUTCOME, words.ANSWERS, words.SHARE_OF, words.BAR)
    return (
        f'<p class="left">{html(told)}</p><h2>{html(words.OUTCOMES)}</h2>'
        f"{table(heads, rows, words.OUTCOMES, 'bars')}{_days(found)}"
    )


def _days(found: Numbers) -> str:
    stacks = [[(kind.value, day.kinds.get(kind, 0)) for kind in Kind] for day in found.days]
    most = max(day.all for day in found.days)
    first, last = found.days[0].on, found.days[-1].on
    rows = [
        (f'<time datetime="{day.on}">{day.on}</time>', f"{day.all:,}",
         *(f"{day.kinds.get(kind, 0):,}" for kind in Kind))
        for day in reversed(found.days)
    ]  # fmt: skip
    heads = (words.DAY, words.ALL, *KINDS.values())
    return (
        f'<h2>{html(words.A_DAY)}</h2><figure class="plot">'
        f'<p class="soft small">{html(words.MOST_A_DAY.format(most=f"{most:,}"))}</p>'
        f'{columns(stacks)}<p class="axis soft small"><span>{first}</span><span>{last}</span></p>'
        f'<p class="facts">{"".join(_key(kind) for kind in Kind)}</p></figure>'
        f"<details><summary>{html(words.FIGURES)}</summary>"
        f"{table(heads, rows, words.A_DAY, 'figures')}</details>"
    )


def _right(found: Numbers) -> str:
    head = f"<h2>{html(words.RIGHT_TITLE)}</h2>"
    right = found.right
    if not right.of:
        return f"{head}<p>{html(words.RIGHT_NONE)}</p>"
    low, high = right.interval
    told = words.RIGHT_TOLD.format(
        percent=percent(right.value), hits=f"{right.hits:,}", of=f"{right.of:,}",
        low=percent(low), high=percent(high),
    )  # fmt: skip
    given = sum(found.verdicts.values())
    rows = []
    for verdict in Verdict:
        share = Share(found.verdicts.get(verdict, 0), given)
        rows.append((html(VERDICTS[verdict]), f"{share.hits:,}", percent(share.value), bar(share)))
    heads = (words.VERDICT, words.TIMES, words.SHARE_OF, words.BAR)
    return (
        f"{head}<p>{html(told)}</p>{bar(right, interval=True)}"
        f'<p class="soft small">{html(words.RIGHT_TRAP)}</p>'
        f"{table(heads, rows, words.RIGHT_TITLE, 'bars')}"
    )


def _thumbs(found: Numbers) -> str:
    head = f"<h2>{html(words.THUMBS)}</h2>"
    pressed = sum(found.thumbs.values())
    if not pressed:
        return f"{head}<p>{html(words.NO_THUMBS)}</p>"
    rows = []
    for thumb, name in ((Thumb.UP, words.UP), (Thumb.DOWN, words.DOWN)):
        share = Share(found.thumbs[thumb], pressed)
        rows.append((html(name), f"{share.hits:,}", percent(share.value), bar(share)))
    heads = (words.THUMB, words.TIMES, words.SHARE_OF, words.BAR)
    return head + table(heads, rows, words.THUMBS, "bars")


def _agreement(found: Numbers) -> str:
    head = f"<h2>{html(words.AGREEMENT)}</h2>"
    if not found.agreements:
        return f"{head}<p>{html(words.NO_AGREEMENT)}</p>"
    rows = [_pair(agreement) for agreement in found.agreements]
    heads = (words.REVIEWERS, words.BOTH, words.SAME, words.KAPPA)
    return f'{head}<p class="soft small">{html(words.AGREEMENT_TOLD)}</p>' + table(
        heads, rows, words.AGREEMENT, "pairs"
    )


def _pair(agreement: Agreement) -> tuple[str, ...]:
    same = agreement.same
    names = " · ".join(seen(name) for name in agreement.reviewers)
    if not agreement.enough:
        few = html(words.TOO_FEW.format(count=same.of, enough=ENOUGH))
        return (names, f"{same.of:,}", f"{same.hits:,}", f'<span class="soft">{few}</span>')
    value = words.NO_KAPPA if agreement.kappa is None else f"{agreement.kappa:.2f}"
    told = f"{percent(same.value)} ({same.hits:,})"
    return (names, f"{same.of:,}", told, html(value))


def _key(kind: Kind) -> str:
    """The name of an outcome beside its colour."""
    return (
        '<span class="key"><svg viewBox="0 0 8 8" aria-hidden="true" focusable="false">'
        f'<rect class="{kind.value}" width="8" height="8"/></svg> {html(KINDS[kind])}</span>'
    )
