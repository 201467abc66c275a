"""The articles as those see them who look after them: due for review, signed, quoted, judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corpus.checking import prose_of
from corpus.model import Document
from corpus.readability import measure
from qa.records.database import Database
from qa.records.verdicts import Verdicts
from qa.staff.judged import by_answer, judged_right
from qa.staff.signatures import Signature, Signatures
from qa.staff.statistics import Share

SOON_DAYS = 30
"""An article that is due within so many days is due soon."""


@dataclass(frozen=True, slots=True)
class ArticleState:
    """An article on a day.

    `grade` is Flesch-Kincaid's; `quoted` counts the answers kept now that quote it, `right` those
    of them that were judged.
    """

    document: Document
    grade: float
    overdue: bool
    due_soon: bool
    signature: Signature | None
    quoted: int
    right: Share


class Articles:
    """The documents of one loaded index with what the records say of them."""

    def __init__(
        self, documents: Mapping[str, Document], records: Database, signatures: Signatures
    ) -> None:
        """Nothing is read yet."""
        self.documents = documents
        self.signatures = signatures
        self._records = records
        self._verdicts = Verdicts(records)
        self._grades: dict[str, float] = {}

    def states(self, today: date) -> tuple[ArticleState, ...]:
        """Every article, the longest overdue first, those without a date last.

        Raises:
            RecordsError: records or signatures cannot be read.
        """
        self.signatures.read()
        quoted = self._quoted()
        judged = by_answer(self._verdicts.all_current())
        states = [
            ArticleState(
                document,
                self._grade(document),
                document.review_due is not None and document.review_due < today,
                document.review_due is not None
                and 0 <= (document.review_due - today).days <= SOON_DAYS,
                self.signatures.of(document),
                len(quoted.get(document.id, ())),
                judged_right(judged, quoted.get(document.id, frozenset())),
            )
            for document in self.documents.values()
        ]
        return tuple(sorted(states, key=_urgency))

    def _quoted(self) -> dict[str, frozenset[str]]:
        """The ids of the answers that quote each article."""
        sql = "SELECT document_id, answer_id FROM quoted JOIN answers USING (number)"
        found: dict[str, set[str]] = {}
        with self._records.read() as connection:
            for document_id, answer_id in connection.execute(sql):
                found.setdefault(document_id, set()).add(answer_id)
        return {document_id: frozenset(ids) for document_id, ids in found.items()}

    def _grade(self, document: Document) -> float:
        if document.sha256 not in self._grades:
            self._grades[document.sha256] = measure(prose_of(document)).grade
        return self._grades[document.sha256]


def _urgency(state: ArticleState) -> tuple[date, bool, str]:
    due = state.document.review_due or date.max
    return (due, state.signature is not None, state.document.title.casefold())
