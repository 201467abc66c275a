"""Commands that check the promises and time the answers."""

import statistics
import time
from pathlib import Path
from typing import Annotated

import typer

from corpus.loading import ARTICLES, load_corpus
from eval.promises import find_faults
from eval.questions import make_questions
from qa.__main__ import open_assistant
from qa.door import as_json

Folder = Annotated[Path, typer.Option("--corpus", help="Folder of documents.", show_default=False)]


def promises(
    corpus: Folder = ARTICLES,
    questions_from: Annotated[
        Path | None, typer.Option(help="Folder whose sentences become questions.")
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="Questions to ask.")] = 1000,
    seed: int = 0,
) -> None:
    """Ask questions of every kind; every quote must be whole and byte for byte. Exit 1 if not."""
    assistant = open_assistant(corpus, None)
    texts = {document.id: document.text for document in load_corpus(corpus).documents}
    asked = make_questions(load_corpus(questions_from or corpus), count, seed)
    kinds: dict[str, int] = {}
    quotes = 0
    faults = []
    for question in asked:
        answer = as_json(assistant.ask(question), line_id=None, seconds=0.0)
        kinds[answer["kind"]] = kinds.get(answer["kind"], 0) + 1
        quotes += len(answer["quotes"])
        faults += find_faults(answer, texts)
    for fault in faults[:50]:
        typer.echo(f"FAULT {fault.question!r}: {fault.what}")
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    typer.echo(f"{count} questions ({told}), {quotes} quotes, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


def speed(
    corpus: Folder = ARTICLES,
    count: Annotated[int, typer.Option(min=1, help="Questions to time.")] = 200,
) -> None:
    """Time questions one by one, after loading and ten to warm up."""
    assistant = open_assistant(corpus, None)
    asked = [q for q in make_questions(load_corpus(corpus), count + 50, seed=1) if q.strip()]
    for question in asked[-10:]:
        assistant.ask(question)
    seconds = []
    for question in asked[:count]:
        start = time.perf_counter()
        assistant.ask(question)
        seconds.append(time.perf_counter() - start)
    cuts = statistics.quantiles(seconds, n=20)
    typer.echo(
        f"{len(seconds)} questions: median {statistics.median(seconds) * 1000:.0f} ms, "
        f"95th percentile {cuts[18] * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms"
    )
