"""Text of articles and patients made fit for Markdown and for HTML, so that it stays plain text."""

import re
from html import escape

_ALWAYS = re.compile(r"[\\`*_\[\]<>|~$&]")
# What Markdown would turn into a link by itself: a scheme, "www.", an e-mail address.
_LINKS = re.compile(r":(?=/)|(?<=www)\.|@", re.IGNORECASE)
_LINE_START = re.compile(r"^(\s*)(?:([#+=-])|(\d{1,9})([.)]))")


def html(text: str) -> str:
    """`text` for an HTML element or a quoted attribute."""
    return escape(text, quote=True)


def markdown(text: str) -> str:
    """`text` as one line of Markdown that reads exactly as it stands, white space folded.

    A backslash before each sign that Markdown could read as its own; the words are not changed.
    """
    line = " ".join(text.split())
    line = _ALWAYS.sub(lambda found: "\\" + found.group(), line)
    line = _LINKS.sub(lambda found: "\\" + found.group(), line)
    return _LINE_START.sub(_stop, line)


def markdown_lines(text: str) -> str:
    """`text` with its line breaks kept, each line escaped."""
    return "\\\n".join(markdown(line) for line in text.splitlines() if line.strip())


def _stop(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"
