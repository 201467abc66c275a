"""The report's plots as SVG, so that the page needs no script. The one file that imports altair."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

from eval.abstention import risk_coverage
from eval.calibration import reliability
from eval.gold import CaseKind
from eval.intervals import mean
from eval.quoting import first_right
from eval.runs import CANDIDATES, Result

_INK = "#1b4b5a"
_WIDTH, _HEIGHT = 420, 240


def _svg(chart: Any) -> str:
    styled = chart.configure(font="sans-serif", background="white").configure_view(stroke=None)
    return str(vl_convert.vegalite_to_svg(styled.to_json(), vl_version=_VEGA_LITE))


_VEGA_LITE = "v" + "_".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # altair leaves it untyped


def by_group(results: Sequence[Result], field: str) -> str:
    """First quote right by `topic` or `style`, with intervals; answerable questions."""
    import numpy as np

    groups: dict[str, list[float]] = {}
    for result in results:
        groups.setdefault(getattr(result.case, field), []).append(float(first_right(result)))
    rows = []
    for name, values in sorted(groups.items()):
        found = mean(name, np.array(values))
        rows.append(
            {
                field: f"{name or '-'} ({len(values)})",
                "first quote right": found.value,
                "low": found.low,
                "high": found.high,
            }
        )
    base = alt.Chart(_data(rows)).encode(y=alt.Y(f"{field}:N", title=None))
    bars = base.mark_bar(color=_INK, height=12).encode(
        x=alt.X("first quote right:Q", scale=alt.Scale(domain=[0, 1]))
    )
    ends = base.mark_rule(color="black").encode(
        x=alt.X("low:Q", title="first quote right"), x2="high:Q"
    )
    return _svg((bars + ends).properties(width=_WIDTH, height=20 * max(4, len(rows))))


def risk(results: Sequence[Result], threshold: float) -> str:
    """Risk–coverage curve over all questions, the point of `threshold` marked."""
    points = [
        {"coverage": coverage, "risk": wrong, "threshold": at}
        for at, coverage, wrong in risk_coverage(results)
    ]
    above = [p for p in points if p["threshold"] >= threshold][-1:]
    line = (
        alt.Chart(_data(points))
        .mark_line(color=_INK)
        .encode(
            x=alt.X("coverage:Q", title="share of questions answered"),
            y=alt.Y("risk:Q", title="share of those that are wrong"),
        )
    )
    mark = alt.Chart(_data(above)).mark_point(color="#b3261e", size=80, filled=True)
    layers = line + mark.encode(
        x=alt.X("coverage:Q", title="share of questions answered"),
        y=alt.Y("risk:Q", title="share of those that are wrong"),
    )
    return _svg(layers.properties(width=_WIDTH, height=_HEIGHT))


def calibration(results: Sequence[Result]) -> str:
    """Reliability diagram: share right against mean confidence, a circle a bin."""
    rows = [
        {"confidence": b.confidence, "share right": b.right, "questions": b.cases}
        for b in reliability(results)
    ]
    scale = alt.Scale(domain=[0, 1])
    points = (
        alt.Chart(_data(rows))
        .mark_circle(color=_INK, opacity=1)
        .encode(
            x=alt.X("confidence:Q", scale=scale),
            y=alt.Y("share right:Q", scale=scale),
            size=alt.Size("questions:Q"),
        )
    )
    ends = _data([{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    ideal = (
        alt.Chart(ends)
        .mark_line(color="#999", strokeDash=[4, 4])
        .encode(x=alt.X("x:Q", title="confidence"), y=alt.Y("y:Q", title="share right"))
    )
    return _svg((ideal + points).properties(width=_WIDTH, height=_HEIGHT))


def ranks(results: Sequence[Result]) -> str:
    """At which rank the first right candidate stands, of answerable questions."""
    counts: dict[str, int] = {}
    for result in results:
        rights = [at for at, c in enumerate(result.candidates, start=1) if c.right]
        label = str(rights[0]) if rights else f"past {CANDIDATES}"
        counts[label] = counts.get(label, 0) + 1
    order = [*map(str, range(1, CANDIDATES + 1)), f"past {CANDIDATES}"]
    rows = [{"rank": label, "questions": counts.get(label, 0)} for label in order]
    bars = (
        alt.Chart(_data(rows))
        .mark_bar(color=_INK)
        .encode(
            x=alt.X("rank:N", sort=order, title="rank of the first right candidate"),
            y="questions:Q",
        )
    )
    return _svg(bars.properties(width=_WIDTH, height=_HEIGHT))


def confidences(results: Sequence[Result]) -> str:
    """How confident answers to answerable, near and far questions are."""
    rows = [
        {"confidence": r.confidence, "question": r.case.kind.value}
        for r in results
        if r.case.kind in CaseKind
    ]
    bars = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("confidence:Q", bin=alt.Bin(step=0.05)),
            y=alt.Y("count():Q", title="questions"),
            color=alt.Color("question:N", scale=alt.Scale(range=["#1b4b5a", "#999999", "#d98a00"])),
        )
    )
    return _svg(bars.properties(width=_WIDTH, height=_HEIGHT))


def latency(results: Sequence[Result]) -> str:
    """Seconds a question."""
    rows = [{"milliseconds": 1000 * r.seconds} for r in results]
    bars = (
        alt.Chart(_data(rows))
        .mark_bar(color=_INK)
        .encode(
            x=alt.X("milliseconds:Q", bin=alt.Bin(maxbins=40)),
            y=alt.Y("count():Q", title="questions"),
        )
    )
    return _svg(bars.properties(width=_WIDTH, height=_HEIGHT))
