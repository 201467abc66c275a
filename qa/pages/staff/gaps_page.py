"""What patients asked and got no answer to, at /staff/gaps."""

from fastapi import APIRouter, Request, Response

from qa.pages.escaping import html
from qa.pages.staff import report_words as words
from qa.pages.staff import shown
from qa.pages.staff.addresses import answer_address
from qa.pages.staff.frame import staff_page
from qa.pages.staff.signed_in import SignedIn
from qa.staff.gaps import Asked, FoundGaps, Gap, Gaps
from qa.staff.view import View

ADDRESS = "/staff/gaps"
PAGE = 50
MOST_WORDINGS = 20
MOST_CHARACTERS = 300


def gaps_routes(gaps: Gaps) -> APIRouter:
    """The page."""
    router = APIRouter()

    @router.api_route(ADDRESS, methods=["GET", "HEAD"])
    def page(request: Request, session: SignedIn) -> Response:
        given = request.query_params.get("page", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
        return staff_page(session, words.GAPS, _inside(gaps.find(), number), here=ADDRESS)

    return router


def _inside(found: FoundGaps, number: int) -> str:
    intro = f'<p class="soft">{html(words.GAPS_INTRO)}</p>'
    if not found.gaps:
        return f"{intro}<p>{html(words.GAPS_NONE)}</p>"
    pages = -(-len(found.gaps) // PAGE)
    start = (min(max(number, 1), pages) - 1) * PAGE
    told = [words.GAPS_READ.format(questions=f"{found.questions:,}", gaps=f"{len(found.gaps):,}")]
    told += [words.GAPS_WAITING.format(waiting=f"{found.waiting:,}")] if found.waiting else []
    told += [words.GAPS_CUT] if found.cut else []
    rows = "".join(_gap(gap) for gap in found.gaps[start : start + PAGE])
    return (
        f'{intro}<p class="left">{html(" ".join(told))}</p><ol class="gaps" start="{start + 1}">'
        f"{rows}</ol>{_turning(start, len(found.gaps))}"
    )


def _gap(gap: Gap) -> str:
    times = words.ASKED_ONCE if gap.count == 1 else words.ASKED_TIMES.format(count=gap.count)
    facts = [f"<b>{html(times)}</b>", f"{html(words.LAST_ASKED)} {_day(gap.last)}"]
    if gap.answerable:
        text = words.ANSWERABLE.format(count=gap.answerable)
        facts.append(f'<span class="chip judged">{html(text)}</span>')
    others = ""
    if gap.asked[1:]:
        summary = words.OTHER_WORDINGS.format(count=len(gap.asked) - 1)
        rows = "".join(f"<li>{_question(one)}</li>" for one in gap.asked[1 : MOST_WORDINGS + 1])
        more = len(gap.asked) - 1 - MOST_WORDINGS
        if more > 0:
            rows += f'<li class="soft">{html(words.MORE_WORDINGS.format(count=more))}</li>'
        others = f"<details><summary>{html(summary)}</summary><ul>{rows}</ul></details>"
    head = _question(gap.asked[0])
    return f'<li><p class="head">{head}</p><p class="facts">{" ".join(facts)}</p>{others}</li>'


def _question(asked: Asked) -> str:
    """A question as asked, and how it was read where that differs; it opens its answer."""
    there = html(answer_address(asked.answer_ids[0], View()))
    link = f'<a href="{there}">{shown.words(_short(asked.question))}</a>'
    if " ".join(asked.question.split()) == " ".join(asked.read_as.split()):
        return link
    read = f"{html(words.READ_AS)} {shown.words(_short(asked.read_as))}"
    return f'{link} <span class="soft small">{read}</span>'


def _short(text: str) -> str:
    """One line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARACTERS else line[:MOST_CHARACTERS] + " …"


def _day(at: str) -> str:
    return f'<time datetime="{html(at)}">{html(at[:10])}</time>'


def _turning(start: int, total: int) -> str:
    if total <= PAGE:
        return ""
    last, number = min(start + PAGE, total), start // PAGE + 1
    place = words.PLACE.format(first=start + 1, last=last, total=f"{total:,}")
    links = f'<span class="soft">{html(place)}</span>'
    if start:
        there = f"{ADDRESS}?page={number - 1}"
        links += f' <a class="way" rel="prev" href="{there}">{html(words.NEWER)}</a>'
    if last < total:
        there = f"{ADDRESS}?page={number + 1}"
        links += f' <a class="way" rel="next" href="{there}">{html(words.OLDER)}</a>'
    return f'<nav class="turning" aria-label="{html(words.PAGES)}">{links}</nav>'
