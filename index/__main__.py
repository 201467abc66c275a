"""`python -m index`: build the index, say what is built from what, search it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands import run
from corpus.loading import ARTICLES, load_corpus
from index.build import build_index
from index.encoder import DEFAULT_ENCODER
from index.errors import IndexMissing
from index.evidence import Hit
from index.home import index_root, load_encoder, open_index
from index.lines import AskedLine, BadLine, read_lines
from index.search import SearchIndex
from index.store import fingerprints, read_current, verify_files

app = typer.Typer(no_args_is_help=True, help="Build and search the index.", add_completion=False)
Folder = Annotated[Path, typer.Option("--corpus", help="Folder of documents.", show_default=False)]
Encoder = Annotated[str, typer.Option(help="sentence-transformers name or path, or `hashing`.")]


@app.command()
def build(corpus: Folder = ARTICLES, encoder: Encoder = DEFAULT_ENCODER) -> None:
    """Build the index of a folder; documents that did not change are not encoded again."""
    loaded = load_corpus(corpus)
    for error in loaded.skipped:
        typer.echo(f"skipped {error}", err=True)
    root = index_root(corpus, encoder)
    report = build_index(
        loaded, load_encoder(encoder), root, name=corpus.name, progress=sys.stderr.isatty()
    )
    counts = report.manifest.counts
    typer.echo(
        f"built {counts['passages']} passages and {counts['units']} quotable units from "
        f"{counts['documents']} documents; {report.encoded} texts encoded, {report.reused} reused"
    )


@app.command()
def status(corpus: Folder = ARTICLES, encoder: Encoder = DEFAULT_ENCODER) -> None:
    """Say in plain words what is built from what, and whether it is whole and up to date."""
    try:
        folder, manifest = read_current(index_root(corpus, encoder))
    except IndexMissing as error:
        typer.echo(str(error))
        raise typer.Exit(1) from None
    verify_files(folder, manifest)
    counts = manifest.counts
    typer.echo(
        f"The index of {corpus} was built on {manifest.created} by the encoder "
        f"{manifest.encoder} ({manifest.dimension} numbers a vector).\n"
        f"It holds {counts['passages']} passages and {counts['units']} quotable units "
        f"of {counts['documents']} documents. Every file is whole."
    )
    now = fingerprints(load_corpus(corpus))
    built = manifest.documents
    changed = sorted(k for k in now.keys() & built.keys() if now[k] != built[k])
    for label, ids in (
        ("changed", changed),
        ("new", sorted(now.keys() - built.keys())),
        ("gone", sorted(built.keys() - now.keys())),
    ):
        if ids:
            typer.echo(f"Since then {label}: {', '.join(ids)}.")
    if now == built:
        typer.echo("It is up to date with the documents.")
    else:
        typer.echo("Run `python -m index build` to bring it up to date.")
        raise typer.Exit(1)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Passages a question.")] = 10,
    corpus: Folder = ARTICLES,
    encoder: Encoder = DEFAULT_ENCODER,
) -> None:
    """Search passages for QUESTION, or for each JSON line of standard input."""
    found = open_index(corpus, load_encoder(encoder), progress=sys.stderr.isatty())
    lines = read_lines(sys.stdin) if question is None else iter([AskedLine(None, question)])
    bad = False
    for line in lines:
        if isinstance(line, BadLine):
            bad = True
            typer.echo(json.dumps({"id": line.id, "error": line.reason}))
            continue
        hits = found.search(line.question, limit)
        if as_json or question is None:
            shown = {"id": line.id, "hits": [_as_json(found, hit) for hit in hits]}
            typer.echo(json.dumps(shown, ensure_ascii=True))
        else:
            for hit in hits:
                document = found.corpus.get(hit.passage.document_id)
                text = " ".join(document.text[hit.passage.start : hit.passage.end].split())
                typer.echo(f"{hit.score:.3f} {document.id}: {text[:160]}")
        sys.stdout.flush()
    if bad:
        raise typer.Exit(1)


def _as_json(index: SearchIndex, hit: Hit) -> dict[str, object]:
    document = index.corpus.get(hit.passage.document_id)
    return {
        "document": document.id,
        "section": list(document.sections[hit.passage.section].heading_path),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "score": round(hit.score, 6),
    }


if __name__ == "__main__":
    run(app)
