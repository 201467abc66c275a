"""A question asked by staff to see what would come of it: answered as a patient's, kept nowhere."""

import time
from dataclasses import replace
from datetime import UTC, datetime

from qa.assistant import Assistant
from qa.records.making import Given, record_of
from qa.records.stored import AnswerRecord
from qa.showing import as_shown


def try_question(assistant: Assistant, question: str, earlier: tuple[str, ...]) -> AnswerRecord:
    """The record that would be kept of `question`, but with its words as they are, and no id.

    `earlier` holds the questions before it, oldest first. Any text is accepted.
    """
    begun = time.perf_counter()
    alerts = assistant.safety.read(question, earlier)
    question = question[: assistant.settings.max_question_characters]
    read, scored = assistant.consider(question, earlier)
    documents = {d.id: d for d in assistant.index.corpus.documents}
    outcome = as_shown(assistant.conclude(question, read, scored, alerts), documents)
    given = Given(
        outcome=outcome,
        scored=scored,
        conversation_id="",
        turn=len(earlier),
        history=earlier,
        seconds=time.perf_counter() - begun,
        index_build="",
        documents=documents,
        answer_at=assistant.needed(scored),
    )
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record = record_of(given, "", at)
    return replace(record, question=question, read_as=outcome.read_as)
