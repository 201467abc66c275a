"""`python -m eval`: check the promises, time the answers."""

import json
import statistics
import time
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands import run as run_command
from corpus.loading import ARTICLES, Corpus, load_corpus
from eval.adapting import gather, train_adapter
from eval.fitting import collect, without_phrasings, write_blend
from eval.fitting import fit as fit_blend
from eval.gold import Case, CaseKind, load_gold
from eval.measures import first_right, measure
from eval.naive import run_naive
from eval.promises import find_faults
from eval.public_data import read_pairs
from eval.questions import make_questions
from eval.runs import run_cases, source_cases
from qa.__main__ import open_assistant
from qa.door import as_json
from qa.features import RANK_FEATURES

app = typer.Typer(no_args_is_help=True, help="Measure Quoteback.", add_completion=False)
Folder = Annotated[Path, typer.Option("--corpus", help="Folder of documents.", show_default=False)]


@app.command()
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


@app.command()
def run(
    split: Annotated[str, typer.Option(help="dev or test.")] = "dev",
    sources: Annotated[
        Path | None,
        typer.Option(help="The raw source files as corpus, asked the same facts' questions."),
    ] = None,
    system: Annotated[
        str, typer.Option(help="quoteback, or naive: the tutorial's way.")
    ] = "quoteback",
    failures: Annotated[bool, typer.Option(help="List what went wrong.")] = False,
) -> None:
    """Ask the gold questions of one split and print what the answers are worth."""
    assistant = open_assistant(sources, None)
    if sources is None:
        cases = load_gold(load_corpus(), split=split)
    else:
        cases = _source_gold(assistant.index.corpus, split)
    if system == "naive":
        results = run_naive(assistant.index.corpus, assistant.index.encoder, cases)
    else:
        results = run_cases(assistant, cases)
    for found in measure(results):
        typer.echo(found.line())
    if failures:
        for result in results:
            wrong = result.case.kind is CaseKind.ANSWERABLE and not first_right(result)
            if wrong or (result.case.kind is not CaseKind.ANSWERABLE and result.shown):
                first = " / ".join(result.shown[0].text.split("\n"))[:200] if result.shown else "-"
                typer.echo(
                    f"{result.case.id} {result.confidence:.2f} {result.read_as}\n    {first}"
                )


@app.command()
def evidence() -> None:
    """For each kind of evidence: how often it alone puts a right unit first (development part)."""
    assistant = open_assistant(None, None)
    gold = load_gold(assistant.index.corpus, split="dev")
    examples = [e for e in collect(assistant, gold) if e.right.any()]
    for at, name in enumerate(RANK_FEATURES[:10]):
        first = [bool(e.right[int(e.features[:, at].argmax())]) for e in examples]
        typer.echo(f"{name:14} {sum(first) / len(first):.3f}")


@app.command()
def train(
    data: Annotated[Path, typer.Argument(help="Folder of the public data sets.")],
    seeds: Annotated[int, typer.Option(min=1, help="Runs that are averaged.")] = 3,
) -> None:
    """Train the adapter (index/weights) on the phrasings and on public data; then run `fit`."""
    index = open_assistant(None, None).index
    train_adapter(gather(index, read_pairs(data)), seeds=seeds, tell=typer.echo)


@app.command()
def fit(
    sources: Annotated[Path, typer.Argument(help="Folder of the raw source files.")],
) -> None:
    """Fit the blend on the development questions and write qa/blend.json.

    The set for corpora without phrasings learns from the articles with theirs left out and from
    the raw source files, asked the same facts.
    """
    shipped = open_assistant(None, None)
    examples = collect(shipped, load_gold(shipped.index.corpus, split="dev"))
    raw = open_assistant(sources, None)
    rough = collect(raw, _source_gold(raw.index.corpus, "dev"))
    sets = {
        "phrasings": fit_blend(examples),
        "bare": fit_blend(without_phrasings(examples) + rough),
    }
    write_blend(sets)
    for name, found in sets.items():
        typer.echo(f"{name}: first right {found['cross_validated_first_right']:.3f} (held out)")


def _source_gold(corpus: Corpus, split: str) -> list[Case]:
    """One split's questions with their answers in the raw source files."""
    places = json.loads((Path(__file__).parent / "sources.json").read_text())
    return [case for case in source_cases(corpus, load_corpus(), places) if case.split == split]


@app.command()
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


if __name__ == "__main__":
    run_command(app)
