"""Sentences as character spans, by syntok, mended where medical prose trips it."""

import re
from itertools import pairwise

from syntok import segmenter
from syntok.tokenizer import Tokenizer

from corpus.model import Span

_TOKENIZER = Tokenizer(emit_hyphen_or_underscore_sep=True, replace_not_contraction=False)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|Fig|Inc|Jr|Sr|min|max|hr|hrs)"
    r"|\b[A-Z]|\b[ap]\.m)\.$"
)
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")

_BACKWARD = re.compile(
    r"(?:This|That|These|Those|They|He|She|However|Also|But|Then|Such|Therefore|Instead|Otherwise)\b"
    r"|It (?!is (?:best|better|safe|common|normal|likely|important|rare|wise|helpful|not|worth)\b"
    r"|can help to|may help to|helps to|takes)"
)


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, white space outside them left out.

    Line breaks inside are read as spaces, so that hard-wrapped prose keeps its sentences.
    """
    if not text[start:end].strip():
        return []
    # One character for one character: offsets stay those of `text`.
    flat = text[start:end].replace("\n", " ").replace("\r", " ")
    tokens = _TOKENIZER.tokenize(flat)
    starts = sorted({sentence[0].offset for sentence in segmenter.split(tokens) if sentence})
    cuts = [0, *(at for at in starts if at), len(flat)]
    spans: list[Span] = []
    for left, right in pairwise(cuts):
        piece = flat[left:right]
        at = start + left + len(piece) - len(piece.lstrip())
        stop = start + left + len(piece.rstrip())
        if at >= stop:
            continue
        if spans and not _is_break(text[spans[-1][0] : spans[-1][1]], text[at:stop]):
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((at, stop))
    return spans


def _is_break(left: str, right: str) -> bool:
    """Whether a sentence may end between `left` and `right`."""
    if not _ENDS.search(left):
        return False  # cut without a full stop: headings run in, "7.|4", odd colons
    if right[0].islower() or right[0] in ",;:)":
        return False
    return not (_ABBREVIATION.search(left) and not _is_sure_start(left, right))


def _is_sure_start(left: str, right: str) -> bool:
    """After "etc." or "hr." a capitalised function word begins a sentence; after "Dr." never."""
    if re.search(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|e\.g|i\.e|vs|cf|No|Fig)\.$|\b[A-Z]\.$", left):
        return False
    return bool(
        re.match(r"(?:The|A|An|In|If|You|Your|It|This|These|Some|Most|For|When|Do|Call)\b", right)
    )


def is_complete(sentence: str) -> bool:
    """Whether it ends as a sentence does."""
    return bool(_ENDS.search(sentence))


def points_back(sentence: str) -> bool:
    """Whether a sentence begins by pointing at the one before it ("This pain ...", "However, ...").

    "It is common to ..." points forward and does not count.
    """
    return _BACKWARD.match(sentence) is not None
