"""A judged answer as a line of the gold set or of the alarms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from eval.expected import Expected, MustAbstain, MustAlarm, MustAnswer, Unusable
from eval.gold import SPLITS
from qa.records.judgement import Judgement
from qa.records.stored import AnswerRecord

Line = dict[str, Any]
DEV = SPLITS[0]
_NAME = "adopted-"


def lines_of(
    record: AnswerRecord,
    expected: Expected,
    said: Sequence[Judgement],
    history: tuple[str, ...],
) -> tuple[Line, Line]:
    """The gold case and the alarm message; empty where there is none to be made."""
    shared: Line = {"id": name_of(record.answer_id), "split": DEV, "style": "patient"}
    signed = {**signed_by(said), "asked_on": record.at[:10]}
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


def signed_by(said: Sequence[Judgement]) -> dict[str, str]:
    """Who judged, and on which day last."""
    return {
        "reviewer": ", ".join(sorted({judgement.reviewer for judgement in said})),
        "judged_on": max((judgement.at for judgement in said), default="")[:10],
    }


def name_of(answer_id: str) -> str:
    """The id of the line that an answer becomes."""
    return _NAME + answer_id


def answer_of(name: str) -> str:
    """The id of the answer that the line of that id was made of."""
    return name.removeprefix(_NAME)


def turns_of(line: Line) -> tuple[str, ...]:
    """What a patient typed, oldest first."""
    return tuple(line.get("messages") or (*line.get("history", ()), line["question"]))


def asked_on(line: Line) -> date:
    """The day (UTC) on which it was typed; `date.min` in a line that does not say."""
    return date.fromisoformat(line["asked_on"]) if "asked_on" in line else date.min


def told(line: Line) -> str:
    """A line in words."""
    if "messages" in line:
        means = ("must alarm: " + (", ".join(line["rules"]) or "any rule")
                 if line.get("urgent") else "must not alarm")  # fmt: skip
    else:
        means = "; ".join(line.get("answers", ())) or "must abstain"
    return f"“{' / '.join(turns_of(line))}” → {means} ({line['reviewer']}, {line['judged_on']})"
