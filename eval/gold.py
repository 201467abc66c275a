"""Gold cases: questions with the words of the articles that answer them."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from corpus.errors import QuotebackError
from corpus.loading import Corpus
from corpus.model import Document, Span, UnitKind

GOLD = Path(__file__).parent / "gold"
PRACTICE = Path(__file__).parent / "practice"
"""Questions like the gold ones, on any fact: `fit` learns from them, nothing else does."""

SPLITS = ("dev", "test")


class GoldError(QuotebackError):
    """A gold case is not what it should be; the message names it and the nearest text."""


class CaseKind(Enum):
    """Whether the articles answer it; near ones stand next door, far ones anywhere."""

    ANSWERABLE = "answerable"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Answer:
    """A place that would do alone. `whole_list` asks for the list, not only its lead-in."""

    document_id: str
    span: Span
    whole_list: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `full` is a follow-up asked in full.

    `reviewer` and `judged_on` are of cases that staff judged (eval/adopting.py).
    """

    id: str
    kind: CaseKind
    question: str
    topic: str
    style: str
    split: str
    fact: str
    document: str = ""
    answers: tuple[Answer, ...] = ()
    history: tuple[str, ...] = ()
    full: str = ""
    reviewer: str = ""
    judged_on: str = ""


def load_gold(
    corpus: Corpus, folder: Path = GOLD, *, split: str | None = None, without: str = ""
) -> list[Case]:
    """Every case of `folder` (or of one split), each answer found in the articles.

    `without` names a file that is not read.

    Raises:
        GoldError: a line that is no case, an answer that no article holds any more, an id or a
            question twice, a fact in both splits.
    """
    places = places_of(corpus)
    cases = [
        _case(f"{path.name}:{number}", line, corpus, places)
        for path in sorted(folder.glob("*.jsonl"))
        if path.name != without
        for number, line in numbered_lines(path)
    ]
    _check_apart(cases)
    return [case for case in cases if split is None or case.split == split]


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file of JSON lines with their numbers, without blank ones.

    Not `splitlines`: U+2028 and U+0085 may stand in a JSON string, and it breaks a line there.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            yield number, line


def places_of(corpus: Corpus) -> dict[str, list[Answer]]:
    """Every text that an answer may name, with all the places where it stands."""
    places: dict[str, dict[Answer, None]] = defaultdict(dict)
    for document in corpus.documents:
        for unit in document.units:
            start, end = unit.focus
            if unit.kind is not UnitKind.LIST:
                places[document.text[start:end]][Answer(document.id, unit.focus)] = None
            if len(unit.spans) > 1 and unit.kind is UnitKind.ITEM:
                lead = unit.spans[0]
                answer = Answer(document.id, lead, whole_list=True)
                places[document.text[slice(*lead)]][answer] = None
    return {text: list(found) for text, found in places.items()}


def _case(where: str, line: str, corpus: Corpus, places: dict[str, list[Answer]]) -> Case:
    try:
        data: dict[str, Any] = json.loads(line)
        case = Case(
            id=data["id"],
            kind=CaseKind(data["kind"]),
            question=data["question"],
            topic=data["topic"],
            style=data["style"],
            split=data["split"],
            fact=data["fact"],
            document=data.get("document", ""),
            answers=tuple(
                place
                for text in data.get("answers", ())
                for place in _find(where, data["id"], text, places)
            ),
            history=tuple(data.get("history", ())),
            full=data.get("full", ""),
            reviewer=data.get("reviewer", ""),
            judged_on=data.get("judged_on", ""),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{where} is not a case: {type(error).__name__} {error}") from error
    if case.split not in SPLITS:
        raise GoldError(f"{where} {case.id}: split {case.split!r}; expected dev or test")
    if (case.kind is CaseKind.ANSWERABLE) != bool(case.answers):
        raise GoldError(f"{where} {case.id}: {case.kind.value} with {len(case.answers)} answers")
    if case.document:
        corpus.get(case.document)
    return case


def _find(where: str, case_id: str, text: str, places: dict[str, list[Answer]]) -> list[Answer]:
    if text in places:
        return places[text]
    raise GoldError(
        f"{where} {case_id}: no article holds the answer {text!r}; the nearest is "
        f"{nearest_to(text, places)}. Correct the case, or the article; "
        "`python -m eval adopt` takes out adopted cases that no longer hold."
    )


def nearest_to(text: str, places: dict[str, list[Answer]]) -> str:
    """The text of `places` that is most like `text`, and the article that it stands in."""
    best = process.extractOne(text, places.keys(), scorer=fuzz.ratio)
    return f"{places[best[0]][0].document_id}: {best[0]!r}" if best else "(no text at all)"


def _check_apart(cases: list[Case]) -> None:
    ids: set[str] = set()
    questions: dict[str, str] = {}
    facts: dict[str, str] = {}
    for case in cases:
        if case.id in ids:
            raise GoldError(f"two cases have the id {case.id}")
        ids.add(case.id)
        key = " ".join((*case.history, case.question)).lower()
        if key in questions:
            raise GoldError(f"{case.id} asks what {questions[key]} asks")
        questions[key] = case.id
        if facts.setdefault(case.fact, case.split) != case.split:
            raise GoldError(f"{case.id}: the fact {case.fact!r} is in both splits")


def answers(document: Document, spans: tuple[Span, ...], case: Case) -> bool:
    """Whether a quote of `document` holds one of the case's answers whole."""
    for answer in case.answers:
        if answer.document_id != document.id:
            continue
        held = any(a <= answer.span[0] and answer.span[1] <= b for a, b in spans)
        if held and answer.whole_list:
            # The lead-in with a single item is not the list.
            held = sum(b - a for a, b in spans) > answer.span[1] - answer.span[0]
            held = held and any(a <= answer.span[0] and b > answer.span[1] for a, b in spans)
        if held:
            return True
    return False
