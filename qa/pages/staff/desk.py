"""What the handlers of the queue and of answers share."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.model import Document
from qa.assistant import Assistant
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.verdicts import Verdicts
from qa.staff.context import Contexts
from qa.staff.queue import Queue


@dataclass(frozen=True, slots=True)
class Desk:
    """The records of one database, and the assistant whose articles they quote."""

    assistant: Assistant
    documents: Mapping[str, Document]
    answers: Answers
    verdicts: Verdicts
    queue: Queue
    contexts: Contexts

    @classmethod
    def open(cls, database: Database, assistant: Assistant) -> "Desk":
        """Over a database, which need not exist yet."""
        documents = {d.id: d for d in assistant.index.corpus.documents}
        settings = assistant.settings
        return cls(
            assistant=assistant,
            documents=documents,
            answers=Answers(database),
            verdicts=Verdicts(database),
            queue=Queue(database, documents, settings),
            contexts=Contexts(database, documents, assistant.safety.rules, settings),
        )
