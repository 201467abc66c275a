"""One run: every gold case asked of one system, with all that it found and showed."""

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.loading import Corpus, load_corpus
from corpus.model import Document, Passage, Span
from eval.gold import Answer, Case, CaseKind, answers, load_gold
from index.search import SearchIndex
from qa.assistant import Assistant
from qa.door import kind_of
from qa.outcome import quotes_of

SOURCES = Path(__file__).parent / "sources.json"
CANDIDATES = 10
PASSAGES = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote that a system showed, or could have shown, and whether it answers the case."""

    document_id: str
    spans: tuple[Span, ...]
    text: str
    right: bool
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """One case with what became of it.

    `shown` is what the patient sees; `candidates` the best ten, shown or not; `passages` names and
    scores of what retrieval found, best first; `relevant` the passages that hold an answer; `gold`
    the texts that answer. A case that raised has its message in `error` and nothing shown.
    """

    case: Case
    outcome: str
    read_as: str
    shown: tuple[Shown, ...]
    candidates: tuple[Shown, ...]
    confidence: float
    seconds: float
    in_full: bool = False
    passages: tuple[tuple[str, float], ...] = ()
    relevant: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    error: str = ""

    @property
    def key(self) -> str:
        """The case's id; a follow-up asked in full is a case of its own."""
        return self.case.id + ("/full" if self.in_full else "")

    @property
    def best_right(self) -> bool:
        """Whether the best candidate answers, shown or not."""
        return bool(self.candidates) and self.candidates[0].right


def run_cases(assistant: Assistant, cases: list[Case]) -> list[Result]:
    """Ask each case; a conversation's last turn is asked in its conversation and in full."""
    results = []
    for case in cases:
        results.append(_ask(assistant, case))
        if case.full:
            alone = replace(case, question=case.full, history=())
            results.append(replace(_ask(assistant, alone), case=case, in_full=True))
    return results


def _ask(assistant: Assistant, case: Case) -> Result:
    start = time.perf_counter()
    try:
        read, scored = assistant.consider(case.question, case.history)
        alerts = assistant.safety.read(case.question, case.history)
        outcome = assistant.conclude(case.question, read, scored, alerts)
    except Exception as error:  # a case that fails is a wrong answer, never a missing one
        told = f"{type(error).__name__}: {error}"
        return Result(case, "error", case.question, (), (), 0.0, 0.0, error=told)
    seconds = time.perf_counter() - start
    corpus = assistant.index.corpus

    def judged(document: Document, spans: tuple[Span, ...], probability: float) -> Shown:
        right = answers(document, spans, case)
        return Shown(document.id, spans, document.slice(spans), right, probability)

    return Result(
        case,
        kind_of(outcome),
        outcome.read_as,
        tuple(judged(corpus.get(q.document_id), q.spans, q.score) for q in quotes_of(outcome)),
        tuple(
            judged(s.evidence.document, s.evidence.unit.spans, s.probability)
            for s in scored[:CANDIDATES]
        ),
        outcome.confidence,
        seconds,
        passages=tuple(
            (passage_name(hit.passage), hit.score)
            for hit in assistant.index.search(read.text, PASSAGES)
        ),
        relevant=relevant_passages(assistant.index, case),
        gold=tuple(corpus.get(a.document_id).text[slice(*a.span)] for a in case.answers),
    )


def passage_name(passage: Passage) -> str:
    """Document and offsets, for TREC files: `acupuncture-soreness:120-480`."""
    return f"{passage.document_id}:{passage.start}-{passage.end}"


def relevant_passages(index: SearchIndex, case: Case) -> tuple[str, ...]:
    """Names of the passages in which an answer of the case begins."""
    return tuple(
        passage_name(passage)
        for passage in index.passages
        if any(
            passage.document_id == a.document_id and passage.start <= a.span[0] < passage.end
            for a in case.answers
        )
    )


def source_cases(
    corpus: Corpus, articles: Corpus, places: dict[str, list[tuple[str, list[tuple[int, int]]]]]
) -> list[Case]:
    """The gold questions with their answers in the raw source files instead of the articles."""
    cases = []
    for case in load_gold(articles):
        if case.kind is not CaseKind.ANSWERABLE:
            cases.append(case)
            continue
        if case.history or not places.get(case.fact):
            continue
        found = []
        for document_id, spans in places[case.fact]:
            last = spans[-1]
            found.append(Answer(str(document_id), (int(last[0]), int(last[1]))))
        cases.append(replace(case, document=found[0].document_id, answers=tuple(found)))
    known = {document.id for document in corpus.documents}
    return [case for case in cases if all(a.document_id in known for a in case.answers)]


def source_gold(corpus: Corpus, split: str) -> list[Case]:
    """One split's questions with their answers in the raw source files (eval/sources.json)."""
    places = json.loads(SOURCES.read_text())
    return [case for case in source_cases(corpus, load_corpus(), places) if case.split == split]
