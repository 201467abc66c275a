"""The queue as HTML: how much is left, the reasons, the filter, the answers."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeVar

from corpus.model import Document
from qa.pages.escaping import html
from qa.pages.staff import judging_words as words
from qa.pages.staff import shown
from qa.pages.staff.addresses import answer_address, queue_address
from qa.pages.staff.frame import csrf_field
from qa.records.judgement import Judgement
from qa.staff.context import share
from qa.staff.queue import PAGE, Item, Page
from qa.staff.sessions import Session
from qa.staff.view import View, Why

_E = TypeVar("_E", bound=Enum)


def queue_html(
    page: Page, view: View, session: Session, articles: Iterable[Document], find: str
) -> str:
    """All of it, below the title; `find` are the words that are searched for."""
    parts = [_left(page, view), _reasons(page, view), filter_form(view, session, articles, find)]
    if page.forgotten:
        parts.append(f'<p class="notice" role="status">{html(words.FORGOTTEN_SEARCH)}</p>')
    if page.items:
        rows = "".join(_item(item, view, session) for item in page.items)
        parts += [f'<ol class="queue">{rows}</ol>', _turning(page, view)]
    else:
        parts.append(f"<p>{html(words.NOTHING_FITS if page.kept else words.NOTHING_KEPT)}</p>")
    return "".join(parts)


def chips(whys: Iterable[Why]) -> str:
    """The reasons of an answer that its outcome does not tell already, each as a small label."""
    return "".join(
        f'<span class="chip {why.value}">{html(words.WHYS[why])}</span>'
        for why in whys
        if why not in (Why.ABSTAINED, Why.ESCALATED)
    )


def verdict_chips(judgements: Iterable[Judgement], reviewer: str) -> str:
    """What counts of an answer, each with who said it; how many alone, until `reviewer` judged it.

    Whoever reads what others said before judging agrees with them too often.
    """
    said = {j.reviewer: words.VERDICTS[j.verdict] for j in judgements if j.verdict is not None}
    if said and reviewer not in said:
        count = words.JUDGED_COUNT.format(count=len(said))
        return f'<span class="chip judged">{html(count)}</span>'
    return "".join(
        f'<span class="chip judged">{html(verdict)} <span class="by">{html(name)}</span></span>'
        for name, verdict in said.items()
    )


def minute(at: str) -> str:
    """A time as it is kept, to the minute, for reading."""
    return f'<time datetime="{html(at)}">{html(at[:16].replace("T", " "))}</time>'


def _left(page: Page, view: View) -> str:
    if not page.kept:
        return ""
    said = words.LEFT if page.left else words.ALL_DONE
    told = f'<p class="left">{html(said.format(left=f"{page.left:,}", kept=f"{page.kept:,}"))}</p>'
    if not page.items:
        return told
    first = answer_address(page.items[0].record.answer_id, view)
    return (
        f'<div class="lead">{told}<a class="button" href="{html(first)}" data-key="Enter">'
        f"{html(words.START_JUDGING)}</a></div>"
    )


def _reasons(page: Page, view: View) -> str:
    if not page.kept:
        return ""
    fields = view.fields()
    links = [_reason(None, page.whole, view, fields)]
    links += [
        _reason(why, page.counts[why], view, fields)
        for why in Why
        if page.counts[why] or view.why is why
    ]
    return (
        f'<nav class="reasons" aria-label="{html(words.REASONS)}"><ul>{"".join(links)}</ul></nav>'
    )


def _reason(why: Why | None, count: int, view: View, fields: Mapping[str, str]) -> str:
    there = queue_address(View.read({**fields, "why": why.value if why else ""}))
    current = ' aria-current="true"' if view.why is why else ""
    name = words.WHYS[why] if why else words.EVERYTHING
    return f'<li><a href="{html(there)}"{current}>{html(name)} <b>{count:,}</b></a></li>'


def filter_form(view: View, session: Session, articles: Iterable[Document], find: str) -> str:
    """The filter. It is posted, because words to search for belong in no address."""
    titles = sorted(articles, key=lambda document: document.title.casefold())
    judged = {one.value: name for one, name in words.JUDGED_BY.items()}
    judged |= {one.value: name for one, name in words.VERDICTS.items()}
    open_ = bool(set(view.fields()) - {"why", "order"})
    why = html(view.why.value if view.why else "")
    chosen = view.verdict.value if view.verdict else view.judged.value
    return (
        f'<details class="filter"{" open" if open_ else ""}><summary>{html(words.FILTER)}</summary>'
        f'<form method="post" action="/staff">{csrf_field(session)}'
        f'<input type="hidden" name="why" value="{why}">'
        + _select("order", words.ORDER, _named(words.ORDERS), view.order.value)
        + _select("judged", words.JUDGED, judged, chosen)
        + _select(
            "kind",
            words.KIND,
            {"": words.ANY_KIND, **_named(words.KINDS)},
            view.kind.value if view.kind else "",
        )
        + _select(
            "article",
            words.ARTICLE,
            {"": words.ANY_ARTICLE, **{d.id: d.title for d in titles}},
            view.document,
        )
        + _day("since", words.SINCE, view.since.isoformat() if view.since else "")
        + _day("until", words.UNTIL, view.until.isoformat() if view.until else "")
        + f'<div class="field"><label for="words">{html(words.FIND)}</label>'
        f'<input id="words" name="words" type="search" maxlength="200" autocomplete="off" '
        f'value="{html(find)}"></div>'
        f'<div class="field act"><button>{html(words.SHOW)}</button>'
        f'<a class="way" href="/staff">{html(words.RESET)}</a></div>'
        f'</form><p class="soft">{html(words.DAYS)}</p></details>'
    )


def _item(item: Item, view: View, session: Session) -> str:
    record = item.record
    there = answer_address(record.answer_id, view)
    sure = words.CONFIDENCE.format(share=share(record.confidence))
    kind = f'<span class="kind {record.kind.value}">{html(words.KINDS[record.kind])}</span>'
    judged = verdict_chips(item.judgements, session.name)
    return (
        f'<li><a class="q" href="{html(there)}" data-row>{shown.words(record.question)}</a>'
        f'<p class="facts">{kind}<span>{html(sure)}</span>'
        f"{minute(record.at)}{chips(item.whys)}{judged}</p></li>"
    )


def _turning(page: Page, view: View) -> str:
    last = page.start + len(page.items)
    place = words.PLACE.format(first=page.start + 1, last=last, total=f"{page.total:,}")
    newer = older = ""
    if page.start:
        there = queue_address(view, start=str(page.start - PAGE))
        newer = f'<a class="way" rel="prev" href="{html(there)}">{html(words.NEWER)}</a>'
    if last < page.total:
        there = queue_address(view, start=str(page.start + PAGE))
        older = f'<a class="way" rel="next" href="{html(there)}">{html(words.OLDER)}</a>'
    return f'<p class="turning"><span class="soft">{html(place)}</span> {newer} {older}</p>'


def _named(names: Mapping[_E, str]) -> dict[str, str]:
    return {member.value: name for member, name in names.items()}


def _select(name: str, label: str, options: Mapping[str, str], chosen: str) -> str:
    inside = "".join(
        f'<option value="{html(value)}"{" selected" if value == chosen else ""}>'
        f"{html(shown.seen_plainly(text))}</option>"
        for value, text in options.items()
    )
    return (
        f'<div class="field"><label for="by-{name}">{html(label)}</label>'
        f'<select id="by-{name}" name="{name}">{inside}</select></div>'
    )


def _day(name: str, label: str, value: str) -> str:
    return (
        f'<div class="field"><label for="by-{name}">{html(label)}</label>'
        f'<input id="by-{name}" name="{name}" type="date" value="{html(value)}"></div>'
    )
