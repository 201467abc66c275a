"""The queue and the verdicts as CSV for spreadsheets and as JSON lines, made row by row.

Words of patients are as they are kept: redacted. A cell that a spreadsheet could take for a formula
gets a ' before it (https://owasp.org/www-community/attacks/CSV_Injection); JSON lines hold
everything as it is.
"""

import csv
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Final

from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Judgement
from qa.records.stored import AnswerRecord
from qa.records.verdicts import Verdicts

Cell = str | int | float | bool | None | Sequence["Cell"] | Mapping[str, "Cell"]
Row = Mapping[str, Cell]

BOM: Final = "\ufeff"
"""Without it, spreadsheets take UTF-8 for something else."""

_FORMULA = frozenset("=+-@＝＋－＠")
QUEUE_FIELDS = tuple(
    "answer_id conversation_id turn at question read_as kind rules confidence quotes thumb reason "
    "verdicts index_build seconds".split()
)
VERDICT_FIELDS = tuple(
    "id answer_id at reviewer verdict note document_id spans supersedes counts question "
    "kind".split()
)


def queue_rows(database: Database) -> Iterator[Row]:
    """Every answer that is kept, newest first, with what counts of its verdicts.

    Raises:
        RecordsError: the records cannot be read, at the start or further on.
    """
    said: dict[str, list[Judgement]] = {}
    for judgement in Verdicts(database).all_current():
        said.setdefault(judgement.answer_id, []).append(judgement)
    for record in Answers(database).everything(Filter()):
        yield _queue_row(record, said.get(record.answer_id, ()))


def verdict_rows(database: Database) -> Iterator[Row]:
    """Every verdict ever given, oldest first; `counts` tells those that count now.

    One without a `verdict` withdraws the one that it supersedes. Question and kind are empty once
    the answer is no longer kept.

    Raises:
        RecordsError: as `queue_rows`.
    """
    verdicts = Verdicts(database)
    counting = {judgement.id for judgement in verdicts.all_current()}
    every = verdicts.all()
    for start in range(0, len(every), 500):
        some = every[start : start + 500]
        among = frozenset(judgement.answer_id for judgement in some)
        found = Answers(database).search(Filter(among=among, limit=len(among)))
        records = {record.answer_id: record for record in found}
        for judgement in some:
            counts = judgement.id in counting
            yield _verdict_row(judgement, counts, records.get(judgement.answer_id))


def as_csv(fields: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    """Lines of a CSV file (RFC 4180), its header first."""
    yield BOM + _line(fields)
    for row in rows:
        yield _line([cell_text(row[field]) for field in fields])


def as_json_lines(rows: Iterator[Row]) -> Iterator[str]:
    """A JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def cell_text(value: Cell) -> str:
    """`value` for a cell of a spreadsheet, never a formula; lists of anything but text are JSON."""
    match value:
        case None:
            return ""
        case bool():
            text = "yes" if value else "no"
        case str():
            text = value
        case int() | float():
            return str(value)
        case Mapping():
            text = json.dumps(value, ensure_ascii=False)
        case _:
            plain = all(isinstance(part, str) for part in value)
            text = "; ".join(map(str, value)) if plain else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if _is_like_a_formula(text) else text


def _is_like_a_formula(text: str) -> bool:
    """Whether a formula's sign comes first, or first after what nobody sees.

    Spreadsheets and what cleans files for them drop spaces, control and format characters.
    """
    seen = (sign for sign in text if not sign.isspace() and unicodedata.category(sign)[0] != "C")
    return text.startswith(("\t", "\r", "\n")) or next(seen, "") in _FORMULA


def _line(cells: Sequence[str]) -> str:
    into = StringIO(newline="")
    csv.writer(into).writerow(cells)
    return into.getvalue()


def _queue_row(record: AnswerRecord, said: Sequence[Judgement]) -> Row:
    return {
        "answer_id": record.answer_id,
        "conversation_id": record.conversation_id,
        "turn": record.turn,
        "at": record.at,
        "question": record.question,
        "read_as": record.read_as,
        "kind": record.kind.value,
        "rules": record.rules,
        "confidence": record.confidence,
        "quotes": [
            {
                "document_id": quote.document_id,
                "sha256": quote.sha256,
                "spans": quote.spans,
                "text": quote.text,
                "score": quote.score,
            }
            for quote in record.quotes
        ],
        "thumb": record.thumb and record.thumb.value,
        "reason": record.reason,
        "verdicts": [f"{one.reviewer}: {one.verdict.value}" for one in said if one.verdict],
        "index_build": record.index_build,
        "seconds": record.seconds,
    }


def _verdict_row(judgement: Judgement, counts: bool, record: AnswerRecord | None) -> Row:
    return {
        "id": judgement.id,
        "answer_id": judgement.answer_id,
        "at": judgement.at,
        "reviewer": judgement.reviewer,
        "verdict": judgement.verdict and judgement.verdict.value,
        "note": judgement.note,
        "document_id": judgement.document_id,
        "spans": judgement.spans,
        "supersedes": judgement.supersedes,
        "counts": counts,
        "question": record.question if record else None,
        "kind": record.kind.value if record else None,
    }
