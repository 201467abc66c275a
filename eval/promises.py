"""Is every quote what it promises to be? Checked from the JSON door and the bare text alone.

Deliberately knows nothing of `corpus.units`: a whole sentence, item or row is judged by what stands
before and after a span in the canonical text.
"""

import re
from dataclasses import dataclass
from typing import Any

_BULLET = re.compile(r"(?:[-*•·◦▪‣–]|\d{1,2}[.)]|\(?[a-z]\)|(?:A|Answer)\s*\d*\s*[.:)])[ \t]*$")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_ADVERT = re.compile(
    r"\(\d{3}\)\s*\d{3}|book online|leave a reply|e-?mail address|all rights reserved|call us"
    r"|schedule (?:a|your) consultation|find my doctor|\bour (?:team|experts)|click here|cookie",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<![A-Za-z])[a-z]{3,}[A-Z][a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A promise broken by one answer."""

    question: str
    what: str


def find_faults(answer: dict[str, Any], texts: dict[str, str]) -> list[Fault]:
    """Everything wrong with one answer of the door, given each document's canonical text."""
    question = str(answer["question"])[:80]
    faults = []
    quotes = answer["quotes"]
    if answer["kind"] == "abstained" and quotes:
        faults.append(Fault(question, "abstained, but with quotes"))
    if answer["kind"] == "answered" and not quotes:
        faults.append(Fault(question, "answered without a quote"))
    if len(quotes) > 3:
        faults.append(Fault(question, f"{len(quotes)} quotes"))
    for quote in quotes:
        text = texts[quote["document"]]
        slices = [text[start:end] for start, end in quote["spans"]]
        if "\n".join(slices) != quote["text"]:
            faults.append(Fault(question, f"not its spans: {quote['text'][:80]!r}"))
        for start, end in quote["spans"]:
            if not 0 <= start < end <= len(text):
                faults.append(Fault(question, f"span {start}-{end} outside the text"))
            elif not is_whole(text, start, end):
                faults.append(Fault(question, f"not whole: {text[start:end][:80]!r}"))
        if _ADVERT.search(quote["text"]) or _GLUED.search(quote["text"]):
            faults.append(Fault(question, f"an advert or a broken line: {quote['text'][:80]!r}"))
    return faults


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a sentence, an item or a row of `text` begins at `start` and one ends at `end`."""
    piece = text[start:end]
    if piece != piece.strip() or not piece:
        return False
    line_before = text[:start].rsplit("\n", 1)[-1]
    before = line_before.strip()
    begins = not before or bool(_BULLET.search(line_before)) or bool(_SENTENCE_END.search(before))
    after = text[end:].split("\n", 1)[0]
    ends = not after.strip() or (bool(_SENTENCE_END.search(piece)) and after[0].isspace())
    return begins and ends
