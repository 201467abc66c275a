"""`python -m corpus`: check the articles, list and show documents, add files."""

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from corpus.checking import check_folder
from corpus.commands import run
from corpus.coverage import find_missing
from corpus.errors import UnreadableFile
from corpus.loading import ARTICLES, load_corpus, load_document

app = typer.Typer(no_args_is_help=True, help="Documents that may be quoted.", add_completion=False)
Folder = Annotated[Path, typer.Option("--corpus", help="Folder of documents.", show_default=False)]


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of articles.")] = ARTICLES,
    against: Annotated[
        Path | None, typer.Option(help="Folder of texts no sentence may be copied from.")
    ] = None,
) -> None:
    """Check every article: fields, dates, reading grade, repeats, copies. Exit 1 on a breach."""
    report = check_folder(folder, against=against, today=date.today())
    width = max(len(document.id) for document in report.documents)
    typer.echo(f"{'article':{width}}  words  grade  words/sentence  review due  sources")
    for document in report.documents:
        found = report.readability[document.id]
        names = "; ".join(source.title for source in document.sources) or "-"
        typer.echo(
            f"{document.id:{width}}  {found.words:5}  {found.grade:5.1f}  "
            f"{found.words_per_sentence:14.1f}  {document.review_due or '-'!s:10}  {names}"
        )
    for breach in report.breaches:
        typer.echo(f"BREACH {breach.document_id}: {breach.message}")
    typer.echo(f"{len(report.documents)} articles, {len(report.breaches)} breaches")
    if report.breaches:
        raise typer.Exit(1)


@app.command("list")
def list_documents(corpus: Folder = ARTICLES) -> None:
    """Print id, title and size of every document, and each file that was skipped."""
    loaded = load_corpus(corpus)
    for document in loaded.documents:
        typer.echo(f"{document.id}\t{document.title}\t{len(document.units)} quotable units")
    for error in loaded.skipped:
        typer.echo(f"skipped {error}", err=True)


@app.command()
def show(
    document_id: Annotated[str, typer.Argument(metavar="ID")],
    text: Annotated[bool, typer.Option("--text", help="Only the canonical text.")] = False,
    corpus: Folder = ARTICLES,
) -> None:
    """Print a document: its canonical text byte for byte with --text, else also what is known."""
    document = load_corpus(corpus).get(document_id)
    if not text:
        typer.echo(f"{document.title}\nid {document.id}, topic {document.topic or '-'}")
        typer.echo(f"checked {document.checked_on or '-'}, review due {document.review_due or '-'}")
        for source in document.sources:
            typer.echo(f"from {source.title} ({source.publisher}; {source.author}; {source.date})")
        typer.echo("")
    sys.stdout.flush()
    sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


@app.command()
def facts(
    sources: Annotated[Path, typer.Argument(help="Folder of the source articles.")],
    corpus: Folder = ARTICLES,
) -> None:
    """List figures and medicines that stand in SOURCES and in no article. Exit 1 if any."""
    loaded = load_corpus(sources)
    missing = find_missing(load_corpus(corpus), loaded)
    for entry in missing:
        typer.echo(f"MISSING {entry.what!r} of {entry.source_id}: {entry.where[:120]}")
    typer.echo(f"{len(loaded.documents)} sources, {len(missing)} figures or names missing")
    if missing:
        raise typer.Exit(1)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    corpus: Annotated[Path, typer.Option("--corpus", help="Folder to add to.")] = ARTICLES,
) -> None:
    """Copy files into a corpus folder, after reading each; report what was skipped and why."""
    corpus.mkdir(parents=True, exist_ok=True)
    known = {path.stem for path in corpus.rglob("*") if path.is_file()}
    failed = 0
    for path in files:
        try:
            document = load_document(path)
            if path.stem in known:
                raise UnreadableFile(path, f"{corpus} already holds a document of that name")
            if not document.units:
                raise UnreadableFile(path, "holds nothing that could be quoted")
            shutil.copyfile(path, corpus / path.name)
            known.add(path.stem)
            typer.echo(f"added {path.name}: {document.title!r}, {len(document.units)} units")
        except UnreadableFile as error:
            failed += 1
            typer.echo(f"skipped {error}", err=True)
    typer.echo(f"{len(files) - failed} added, {failed} skipped; now run `python -m index build`")
    if failed:
        raise typer.Exit(1)


if __name__ == "__main__":
    run(app)
