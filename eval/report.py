"""A run as one HTML page that needs nothing else: measures, plots, and what went wrong."""

from collections.abc import Callable, Sequence
from html import escape

from eval import plots
from eval.calibration import reliability
from eval.compare import is_right
from eval.folder import Run
from eval.gold import CaseKind
from eval.measures import measure
from eval.runs import Result, Shown

_STYLE = """
body { font: 16px/1.5 sans-serif; color: #1a1a1a; max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.5rem }
table { border-collapse: collapse } td, th { padding: .2rem .8rem .2rem 0; text-align: left }
td.n { text-align: right; font-variant-numeric: tabular-nums }
figure { margin: 1.5rem 0 } figcaption { color: #555 } svg { max-width: 100%; height: auto }
details { border-top: 1px solid #ddd; padding: .6rem 0 } summary { cursor: pointer }
.right { color: #176b37 } .wrong { color: #a3261b } q { quotes: none }
blockquote { margin: .3rem 0 .3rem 1rem; white-space: pre-line }
"""


def write_report(run: Run) -> str:
    """The page of `run`."""
    single = [r for r in run.results if not r.case.history]
    answerable = [r for r in single if r.case.kind is CaseKind.ANSWERABLE]
    threshold = float(run.settings.get("answer_at", 0.0))
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width, initial-scale=1'>",
        f"<title>{escape(run.name)}</title><style>{_STYLE}</style>",
        f"<h1>Run {escape(run.name)}</h1>",
        _table(["setting", "value"], [[k, str(v)] for k, v in run.settings.items()]),
        "<h2>Measures</h2>",
        _table(
            ["measure", "value", "95% interval", "cases"],
            [
                [m.name, f"{m.value:.3f}", f"{m.low:.3f} to {m.high:.3f}", str(m.cases)]
                for m in measure(run.results)
            ],
        ),
        "<h2>Plots</h2>",
    ]
    drawn: tuple[tuple[str, Callable[[], str]], ...] = (
        ("First quote right by topic", lambda: plots.by_group(answerable, "topic")),
        ("First quote right by style", lambda: plots.by_group(answerable, "style")),
        (
            "Risk and coverage over all questions; the point is today's threshold",
            lambda: plots.risk(single, threshold),
        ),
        ("Reliability: on the line, confidence is honest", lambda: plots.calibration(single)),
        ("Confidence by kind of question", lambda: plots.confidences(single)),
        ("Rank of the first right candidate", lambda: plots.ranks(answerable)),
        ("Time a question", lambda: plots.latency(run.results)),
    )
    parts += [f"<figure>{draw()}<figcaption>{told}</figcaption></figure>" for told, draw in drawn]
    rows = [
        [f"{b.low:.1f} to {b.high:.1f}", f"{b.confidence:.3f}", f"{b.right:.3f}", str(b.cases)]
        for b in reliability(single)
    ]
    parts.append(_table(["confidence", "mean", "share right", "questions"], rows))
    wrong = [r for r in run.results if not is_right(r)]
    parts.append(f"<h2>What went wrong: {len(wrong)} of {len(run.results)}</h2>")
    parts += [_failure(result) for result in wrong]
    return "\n".join(parts)


def _failure(result: Result) -> str:
    case = result.case
    asked = case.full if result.in_full else case.question
    what = (
        "shown, though nothing answers"
        if case.kind is not CaseKind.ANSWERABLE
        else "first quote wrong"
        if result.shown
        else f"nothing shown ({result.outcome})"
    )
    before = "".join(f"<p>Before: <q>{escape(turn)}</q></p>" for turn in case.history)
    read = f"<p>Read as: {escape(result.read_as)}</p>" if result.read_as != asked else ""
    error = f"<p class=wrong>{escape(result.error)}</p>" if result.error else ""
    gold = "".join(f"<blockquote>{escape(text)}</blockquote>" for text in result.gold)
    return (
        f"<details><summary><b>{escape(result.key)}</b> {escape(asked)} "
        f"<i>{what}, {result.confidence:.2f}</i></summary>{before}{read}{error}"
        f"{_quotes('Shown', result.shown)}{_quotes('Best candidates', result.candidates[:5])}"
        + (f"<p>Would answer:</p>{gold}" if gold else "")
        + "</details>"
    )


def _quotes(title: str, quotes: Sequence[Shown]) -> str:
    if not quotes:
        return ""
    told = "".join(
        f"<blockquote class={'right' if q.right else 'wrong'}>{q.probability:.2f} "
        f"{escape(q.document_id)}: {escape(q.text)}</blockquote>"
        for q in quotes
    )
    return f"<p>{title}:</p>{told}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th scope=col>{escape(cell)}" for cell in head)
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if at else ''}>{escape(cell)}" for at, cell in enumerate(row))
        for row in rows
    )
    return f"<table><tr>{top}{body}</table>"
