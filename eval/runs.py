"""One run: every gold case asked of one system, with what it showed."""

import time
from dataclasses import dataclass, replace

from corpus.loading import Corpus
from corpus.model import Span
from eval.gold import Answer, Case, CaseKind, answers, load_gold
from qa.assistant import Assistant
from qa.outcome import quotes_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote that a system showed, and whether it answers the case."""

    document_id: str
    spans: tuple[Span, ...]
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One case with what was shown; `best_right`: the best candidate answers, shown or not."""

    case: Case
    read_as: str
    shown: tuple[Shown, ...]
    best_right: bool
    confidence: float
    seconds: float
    in_full: bool = False


def run_cases(assistant: Assistant, cases: list[Case]) -> list[Result]:
    """Ask each case; a conversation's last turn is asked in its conversation and in full."""
    results = []
    for case in cases:
        results.append(_ask(assistant, case, case.question, case.history, in_full=False))
        if case.full:
            results.append(_ask(assistant, case, case.full, (), in_full=True))
    return results


def _ask(
    assistant: Assistant, case: Case, question: str, history: tuple[str, ...], *, in_full: bool
) -> Result:
    start = time.perf_counter()
    outcome = assistant.ask(question, history)
    seconds = time.perf_counter() - start
    best = assistant.consider(question, history)[1][:1]
    shown = tuple(
        Shown(
            quote.document_id,
            quote.spans,
            quote.text,
            answers(assistant.index.corpus.get(quote.document_id), quote.spans, case),
        )
        for quote in quotes_of(outcome)
    )
    best_right = any(answers(s.evidence.document, s.evidence.unit.spans, case) for s in best)
    return Result(case, outcome.read_as, shown, best_right, outcome.confidence, seconds, in_full)


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
