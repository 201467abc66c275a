"""What could be asked next: the headings that stand around the first quote."""

import re

from corpus.model import Document
from corpus.noise import is_noise_heading
from qa.outcome import Quote

MOST = 3
LONGEST = 90


def next_questions(
    quote: Quote, document: Document, shown: tuple[Quote, ...], asked: tuple[str, ...]
) -> tuple[str, ...]:
    """Up to three headings, nearest first, questions before others, none that was just answered."""
    here = document.section_at(quote.spans[-1][0])
    numbers = sorted(range(len(document.sections)), key=lambda n: (abs(n - here), -n))
    known = {_key(text) for text in asked}
    known |= {_key(heading) for other in shown for heading in other.section[-1:]}
    known.add(_key(document.title))
    found: list[str] = []
    for number in numbers:
        heading = document.sections[number].heading.strip()
        if not heading or len(heading) > LONGEST or _key(heading) in known:
            continue
        if any(is_noise_heading(part) for part in document.sections[number].heading_path):
            continue
        known.add(_key(heading))
        found.append(heading)
    # sorted() keeps the order of nearness within questions and within the others.
    return tuple(sorted(found, key=lambda heading: not heading.endswith("?"))[:MOST])


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
