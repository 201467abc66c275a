"""A judged answer as a line of the gold set or of the alarms."""

from collections.abc import Sequence
from typing import Any

from eval.expected import Expected, MustAbstain, MustAlarm, MustAnswer, Unusable
from eval.gold import SPLITS
from qa.records.judgement import Judgement
from qa.records.stored import AnswerRecord

Line = dict[str, Any]
DEV = SPLITS[0]


def lines_of(
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


def told(line: Line) -> str:
    """A line in words."""
    asked = " / ".join(line.get("messages") or [*line.get("history", ()), line["question"]])
    if "messages" in line:
        means = ("must alarm: " + (", ".join(line["rules"]) or "any rule")
                 if line.get("urgent") else "must not alarm")  # fmt: skip
    else:
        means = "; ".join(line.get("answers", ())) or "must abstain"
    return f"“{asked}” → {means} ({line['reviewer']}, {line['judged_on']})"
