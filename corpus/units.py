"""Blocks to sections and units: what may be quoted, and under which heading it stands.

Never a unit: a lead-in alone ("Call your doctor if:"), a question, an advert or anything else that
`corpus.noise` names, a fragment without a full stop that is neither item nor row.
"""

from collections.abc import Iterator

from corpus.blocks import Block, BlockKind
from corpus.model import Section, Span, Unit, UnitKind
from corpus.noise import is_caption, is_noise, is_noise_heading
from corpus.sentences import is_complete, points_back, split_sentences

WINDOW_ITEMS = 9
WINDOW_WORDS = 90
"""A patient reads a quote on a phone: no list is longer, its lead-in counted."""

_PAIR_WORDS = 60
_LONG = 60  # an unfinished sentence this long is prose that lost its full stop


def read_sections(text: str, blocks: list[Block]) -> tuple[Section, ...]:
    """Sections of `text`; the first one, without a heading, holds what stands before any."""
    sections = []
    path: list[tuple[int, str]] = []
    start = 0
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            line = text.rfind("\n", 0, block.start) + 1  # "## " belongs to the heading
            sections.append(Section(tuple(name for _, name in path), start, max(line, start)))
            path = [(level, name) for level, name in path if level < block.level]
            path.append((block.level, text[block.start : block.end]))
            start = block.end
    sections.append(Section(tuple(name for _, name in path), start, len(text)))
    return tuple(s for s in sections if s.heading_path or text[s.start : s.end].strip())


def read_units(text: str, blocks: list[Block], sections: tuple[Section, ...]) -> tuple[Unit, ...]:
    """Everything in `text` that may be quoted, in text order."""
    units: list[Unit] = []
    for number, section in enumerate(sections):
        if any(is_noise_heading(heading) for heading in section.heading_path):
            continue
        inside = [
            block
            for block in blocks
            if section.start <= block.start < section.end and block.kind is not BlockKind.HEADING
        ]
        units.extend(_section_units(text, inside, number))
    return tuple(units)


def _section_units(text: str, blocks: list[Block], section: int) -> Iterator[Unit]:
    at = 0
    lead_in: Span | None = None
    while at < len(blocks):
        block = blocks[at]
        if block.kind is BlockKind.PARAGRAPH:
            sentences = split_sentences(text, block.start, block.end)
            yield from _sentence_units(text, sentences, section)
            last = sentences[-1] if sentences else None
            is_lead = last is not None and text[slice(*last)].endswith((":", ":—"))
            lead_in = last if is_lead else None
            at += 1
        elif block.kind is BlockKind.ITEM:
            run = [block]
            while at + len(run) < len(blocks) and blocks[at + len(run)].kind is BlockKind.ITEM:
                run.append(blocks[at + len(run)])
            yield from _list_units(text, run, lead_in, section)
            at += len(run)
            lead_in = None
        else:
            own = (block.start, block.end)
            if block.header != own and not is_noise(text[slice(*own)]):
                yield Unit(
                    UnitKind.ROW, ((block.header,) if block.header else ()) + (own,), section
                )
            at += 1
            lead_in = None


def _sentence_units(text: str, sentences: list[Span], section: int) -> Iterator[Unit]:
    """Each sentence that may be quoted; one that points backwards goes with the one before it."""
    before: Span | None = None
    for number, (start, end) in enumerate(sentences):
        sentence = text[start:end]
        last = number == len(sentences) - 1
        finished = is_complete(sentence) or (last and len(sentence) >= _LONG)
        if sentence.endswith((":", "?", "?”", '?"', ",", "—")) or not finished:
            before = None
            continue
        if len(sentence.split()) >= 3 and not is_noise(sentence) and not is_caption(sentence):
            spans: tuple[Span, ...] = ((start, end),)
            if before and points_back(sentence):
                short = len(text[before[0] : end].split()) <= _PAIR_WORDS
                spans = (before, *spans) if short else spans
            yield Unit(UnitKind.SENTENCE, spans, section)
            before = (start, end)
        else:
            before = None


def _list_units(
    text: str, items: list[Block], lead_in: Span | None, section: int
) -> Iterator[Unit]:
    clean = [item for item in items if not is_noise(text[item.start : item.end])]
    clean = [item for item in clean if not text[item.start : item.end].endswith((":", "?"))]
    head: tuple[Span, ...] = (lead_in,) if lead_in else ()
    for item in clean:
        words = len(text[item.start : item.end].split())
        if lead_in or words >= 2:
            yield Unit(UnitKind.ITEM, (*head, (item.start, item.end)), section)
    room = WINDOW_WORDS - (len(text[slice(*lead_in)].split()) if lead_in else 0)
    for window in _windows(text, clean, room) if len(clean) == len(items) else ():
        span = (window[0].start, window[-1].end)
        if lead_in and window[0] is items[0]:
            yield Unit(UnitKind.LIST, ((lead_in[0], span[1]),), section)
        else:
            yield Unit(UnitKind.LIST, (*head, span), section)


def _windows(text: str, items: list[Block], room: int) -> Iterator[list[Block]]:
    """Runs of items of at most `room` words; a list that fits is one window."""
    window: list[Block] = []
    words = 0
    for item in items:
        size = len(text[item.start : item.end].split())
        if window and (len(window) == WINDOW_ITEMS or words + size > room):
            if len(window) > 1:
                yield window
            window, words = [], 0
        window.append(item)
        words += size
    if len(window) > 1:
        yield window
