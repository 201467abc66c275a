"""Small figures: percentages, bars as inline SVG, tables that a narrow screen can hold.

The bars have no words in them and no style of their own: what they show stands beside them as text,
and staff.css gives the classes their colours. So they are hidden from screen readers.
"""

from collections.abc import Sequence

from qa.pages.escaping import html
from qa.staff.statistics import Share

Cells = Sequence[str]
"""The cells of a row, each HTML."""


def percent(value: float) -> str:
    """A share between 0 and 1 for reading."""
    return f"{100 * value:.0f}%"


def bar(share: Share, *, interval: bool = False) -> str:
    """A bar from 0 to 1; with `interval`, a line where Wilson's interval reaches."""
    over = ""
    if interval and share.of:
        low, high = share.interval
        over = _rect("range", 100 * low, 3, 100 * (high - low), 2)
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{_rect("all", 0, 0, 100, 8)}{_rect("part", 0, 0, 100 * share.value, 8)}'
        f"{over}</svg>"
    )


def columns(stacks: Sequence[Sequence[tuple[str, int]]]) -> str:
    """A column for each stack of (class, count), all to one scale."""
    most = max((sum(count for _, count in stack) for stack in stacks), default=0)
    if not most:
        return ""
    parts = []
    for at, stack in enumerate(stacks):
        top = 100.0
        for name, count in stack:
            height = 100 * count / most
            top -= height
            if count:
                parts.append(_rect(name, at * 10 + 1, top, 8, height))
    return (
        f'<svg class="columns" viewBox="0 0 {10 * len(stacks)} 100" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def table(heads: Sequence[str], rows: Sequence[Cells], name: str, kind: str = "") -> str:
    """A table whose first cells are heads of rows; on a narrow screen each row becomes a block.

    The roles are said, because a table that is laid out otherwise loses them.
    """
    top = "".join(f'<th scope="col" role="columnheader">{html(head)}</th>' for head in heads)
    inside = "".join(_row(heads, row) for row in rows)
    return (
        f'<table class="rows{" " * bool(kind)}{kind}" role="table" aria-label="{html(name)}">'
        f'<thead role="rowgroup"><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{inside}</tbody></table>'
    )


def _row(heads: Sequence[str], row: Cells) -> str:
    cells = "".join(
        f'<td role="cell" data-label="{html(head)}">{cell}</td>'
        for head, cell in zip(heads[1:], row[1:], strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{row[0]}</th>{cells}</tr>'


def _rect(name: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="{name}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'
    )
