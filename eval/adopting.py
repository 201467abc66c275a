"""Verdicts into the gold set: files of their own, always in the development part.

What `adopt` wrote before follows its reviewers: a case changes where they judge anew, and goes
where they withdraw. A case stays when the answer is no longer kept.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.loading import Corpus
from eval.adopted_lines import Line, lines_of, told
from eval.alarms import adopted_beside
from eval.asked_already import Places, asked_already, keys_of
from eval.expected import MustAlarm, Unusable, expected_of
from eval.gold import GoldError
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.stored import AnswerRecord
from qa.records.verdicts import Verdicts
from qa.staff.judged import by_answer

ADOPTED = "adopted.jsonl"
MOST_HISTORY = 6
"""Earlier questions that are kept with a follow-up, as many as the chat reads."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line that was added, changed or removed, or an answer left out with the reason."""

    what: str
    id: str
    told: str


def adopt(
    database: Database,
    corpus: Corpus,
    rules: Sequence[str],
    places: Places | None = None,
    *,
    write: bool = True,
) -> tuple[Change, ...]:
    """Take over every verdict that counts; what was done, or with `write` off would be.

    Args:
        database: of the records.
        corpus: the articles that the gold cases are about.
        rules: the ids of the safety rules.
        places: the gold set; by default the shipped one.
        write: whether to write.

    Raises:
        RecordsError: the records cannot be read.
        GoldError: the gold set as it is cannot be read, or would not be with these lines; then
            nothing is written.
    """
    places = places or Places()
    into = (places.gold / ADOPTED, adopted_beside(places.alarms))
    before = [_read(path) for path in into]
    asked = asked_already(corpus, rules, places)
    said = by_answer(Verdicts(database).all_current())
    judged = dict.fromkeys(judgement.answer_id for judgement in Verdicts(database).all())
    after: list[dict[str, Line]] = [dict(lines) for lines in before]
    changes = []
    for record in _kept(database, judged):
        own = said.get(record.answer_id, ())
        expected = expected_of(record, own, corpus)
        history = _history(database, record)
        (key,) = keys_of((*history, record.question))
        if {key, *keys_of((record.read_as,))} & asked.test:
            expected = Unusable("the test part asks the same")
        if isinstance(expected, MustAlarm):  # a rule may have another name since
            expected = MustAlarm(tuple(rule for rule in expected.rules if rule in rules))
        name = f"adopted-{record.answer_id}"
        if isinstance(expected, Unusable) and own:
            changes.append(Change("left out", name, expected.reason))
        lines = lines_of(record, expected, own, history)
        for known, taken, line in zip(after, asked.taken, lines, strict=True):
            first = taken.setdefault(key, name) if line else name
            if first != name:
                changes.append(Change("left out", name, f"{first} asks the same"))
            changes += _put(known, name, line if first == name else {})
    if write and after != before:
        _write(dict(zip(into, after, strict=True)), corpus, rules, places)
    return tuple(changes)


def _put(known: dict[str, Line], name: str, line: Line) -> list[Change]:
    """Bring `known` up to date with what is said now."""
    old = known.get(name)
    if line:
        known[name] = line
        return [] if old == line else [Change("changed" if old else "added", name, told(line))]
    if old:
        del known[name]
        return [Change("removed", name, told(old))]
    return []


def _kept(database: Database, ids: Iterable[str]) -> list[AnswerRecord]:
    among = frozenset(ids)
    found = Answers(database).everything(Filter(among=among))
    return sorted(found, key=lambda record: (record.at, record.answer_id))


def _history(database: Database, record: AnswerRecord) -> tuple[str, ...]:
    """The questions before that of `record`, oldest first, as far as they are kept."""
    if not record.conversation_id:
        return ()
    talk = Answers(database).everything(Filter(conversation=record.conversation_id))
    earlier = sorted((r for r in talk if r.turn < record.turn), key=lambda r: r.turn)
    return tuple(r.question for r in earlier)[-MOST_HISTORY:]


def _read(path: Path) -> dict[str, Line]:
    if not path.is_file():
        return {}
    try:
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return {line["id"]: line for line in lines}
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(
            f"{path.name} is damaged ({error}); correct the line or remove it"
        ) from None


def _write(files: Mapping[Path, Mapping[str, Line]], corpus: Corpus, rules: Sequence[str],
           places: Places) -> None:  # fmt: skip
    """Write both files; as they were, where the gold set could not be read with them."""
    old = {path: path.read_bytes() if path.is_file() else b"" for path in files}
    try:
        for path, lines in files.items():
            _replace(
                path,
                "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines.values()).encode(),
            )
        asked_already(corpus, rules, places)
    except BaseException:
        for path, content in old.items():
            _replace(path, content)
        raise


def _replace(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step; no file where there is none."""
    if not content:
        path.unlink(missing_ok=True)
        return
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)
