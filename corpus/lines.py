"""The lines of a text, and which of them are headings though nothing marks them so."""

import re
from dataclasses import dataclass

from corpus.noise import is_caption, is_navigation

_SMALL = frozenset("a an and as at by for from in is it of on or the to vs with your my".split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    text: str
    blank_before: bool
    blank_after: bool


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that hold something, in order."""
    raw = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text)]
    kept = [(at + len(s) - len(s.lstrip()), s.strip()) for at, s in raw if s.strip()]
    ends = [start + len(content) for start, content in kept]
    gaps = [text[end : kept[n + 1][0]].count("\n") > 1 for n, end in enumerate(ends[:-1])]
    return [
        Line(start, content, before, after)
        for (start, content), before, after in zip(kept, [True, *gaps], [*gaps, True], strict=False)
    ]


def looks_like_heading(line: Line, following: Line | None, *, first: bool) -> bool:
    """Guess from form alone: short, capitalised, no full stop, something below it."""
    content = line.text
    words = content.split()
    if following is None or len(content) > 100 or len(words) > 16:
        return False
    if is_caption(content) or is_navigation(content):
        return False
    if following.text[0].islower() and not is_caption(following.text):
        return False  # prose broken over two lines
    if not re.match(r"[A-Z0-9“\"'‘(]", content) or re.search(r"[.!,;:—–-]$|https?:|@", content):
        return False
    titled = _share_of_capitals(content) > 0.6
    if content[0] in "“\"'‘":
        return titled
    if first or content.endswith("?"):
        return True
    isolated = line.blank_before and line.blank_after
    return (titled and len(words) <= 12) or (isolated and len(words) <= 8)


def is_plain_question(content: str) -> bool:
    """True for a question in sentence case: an entry of a list of questions, not a new topic."""
    return content.endswith("?") and _share_of_capitals(content, skip=1) < 0.5


def _share_of_capitals(content: str, skip: int = 0) -> float:
    words = [w for w in re.findall(r"[^\W\d_]+", content)[skip:] if w.lower() not in _SMALL]
    return sum(w[0].isupper() for w in words) / len(words) if words else 0.0
