"""Verdicts into the gold set: files of their own, always in the development part.

What `adopt` wrote before follows its reviewers: a case changes where they judge anew, and goes
where they withdraw. A case stays when the answer is no longer kept.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.loading import Corpus
from eval.alarms import ALARMS, adopted_beside, load_messages
from eval.expected import Expected, MustAbstain, MustAlarm, MustAnswer, Unusable, expected_of
from eval.gold import GOLD, SPLITS, GoldError, load_gold
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Judgement
from qa.records.stored import AnswerRecord
from qa.records.verdicts import Verdicts

ADOPTED = "adopted.jsonl"
DEV, TEST = SPLITS
MOST_HISTORY = 6
"""Earlier questions that are kept with a follow-up, as many as the chat reads."""

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A line that was added, changed or removed, or an answer left out with the reason."""

    what: str
    id: str
    told: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where gold cases and alarms are."""

    gold: Path = GOLD
    alarms: Path = ALARMS


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
    asked = _asked(corpus, rules, places)
    said = _by_answer(Verdicts(database).all_current())
    judged = dict.fromkeys(judgement.answer_id for judgement in Verdicts(database).all())
    after: list[dict[str, Line]] = [dict(lines) for lines in before]
    changes = []
    for record in _kept(database, judged):
        own = said.get(record.answer_id, ())
        expected = expected_of(record, own, corpus)
        history = _history(database, record)
        (key,) = _keys((*history, record.question))
        if {key, *_keys((record.read_as,))} & asked.test:
            expected = Unusable("the test part asks the same")
        if isinstance(expected, MustAlarm):  # a rule may have another name since
            expected = MustAlarm(tuple(rule for rule in expected.rules if rule in rules))
        name = f"adopted-{record.answer_id}"
        if isinstance(expected, Unusable) and own:
            changes.append(Change("left out", name, expected.reason))
        lines = _lines(record, expected, own, history)
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
        return [] if old == line else [Change("changed" if old else "added", name, _told(line))]
    if old:
        del known[name]
        return [Change("removed", name, _told(old))]
    return []


def _lines(
    record: AnswerRecord,
    expected: Expected,
    said: Sequence[Judgement],
    history: tuple[str, ...],
) -> tuple[Line, Line]:
    """The gold case and the alarm message; empty where there is none to be made."""
    shared: Line = {"id": f"adopted-{record.answer_id}", "split": DEV, "style": "patient"}
    signed = {
        "reviewer": ", ".join(sorted({judgement.reviewer for judgement in said})),
        "judged_on": max((judgement.at for judgement in said), default="")[:10],
    }
    asked: Line = {**shared, "question": record.question}
    asked |= {"fact": shared["id"]} | ({"history": list(history)} if history else {})
    heard: Line = {**shared, "messages": [*history, record.question]}
    match expected:
        case MustAnswer(document, topic, answers):
            case = {"kind": "answerable", "document": document, "answers": list(answers)}
            return {**asked, **case, "topic": topic, **signed}, {}
        case MustAbstain(topic, no_alarm):
            quiet = {**heard, "rules": [], **signed} if no_alarm else {}
            return {**asked, "kind": "near", "topic": topic or "other", **signed}, quiet
        case MustAlarm(rules):
            return {}, {**heard, "rules": list(rules), "urgent": True, **signed}
        case Unusable():
            return {}, {}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which case and which message asks a question already, and all that the test part asks."""

    taken: tuple[dict[str, str], dict[str, str]]
    test: frozenset[str]


def _asked(corpus: Corpus, rules: Sequence[str], places: Places) -> _Asked:
    cases: dict[str, str] = {}
    messages: dict[str, str] = {}
    test: set[str] = set()
    for case in load_gold(corpus, places.gold):
        keys = _keys((*case.history, case.question), *filter(None, (case.full,)))
        cases |= dict.fromkeys(keys, case.id)
        test |= set(keys) if case.split == TEST else set()
    for split in SPLITS:
        for message in load_messages(rules, split, places.alarms):
            (key,) = _keys(message.messages)
            messages[key] = message.id
            test |= {key} if split == TEST else set()
    return _Asked((cases, messages), frozenset(test))


def _keys(turns: Iterable[str], *others: str) -> tuple[str, ...]:
    """Questions without capitals, signs and spaces: what differs in these alone is the same."""
    texts = (" ".join(turns), *others)
    return tuple(" ".join(re.findall(r"\w+", text.casefold())) or text for text in texts)


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


def _by_answer(judgements: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        found.setdefault(judgement.answer_id, []).append(judgement)
    return found


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
        _asked(corpus, rules, places)
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


def _told(line: Line) -> str:
    asked = " / ".join(line.get("messages") or [*line.get("history", ()), line["question"]])
    if "messages" in line:
        means = ("must alarm: " + (", ".join(line["rules"]) or "any rule")
                 if line.get("urgent") else "must not alarm")  # fmt: skip
    else:
        means = "; ".join(line.get("answers", ())) or "must abstain"
    return f"“{asked}” → {means} ({line['reviewer']}, {line['judged_on']})"
