"""The articles as those see them who look after them: due for review, signed, quoted, judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from corpus.checking import prose_of
from corpus.model import Document
from corpus.readability import measure
from qa.records.database import Database
from qa.records.judgement import Judgement
from qa.records.verdicts import Verdicts
from qa.staff.judged import by_answer, judged_right
from qa.staff.signatures import Signature, Signatures
from qa.staff.statistics import Share

SOON_DAYS = 30
"""An article that is due within so many days is due soon."""


@dataclass(frozen=True, slots=True)
class ArticleState:
    """An article on a day.

    `grade` is Flesch-Kincaid's; `quoted` counts the answers kept now that quote it. `right` is of
    all answers ever judged that quoted it, in whichever text it had: verdicts outlive answers.
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
        judgements = self._verdicts.all_current()
        judged, of_article = by_answer(judgements), _judged_ids(judgements)
        states = [
            ArticleState(
                document,
                self._grade(document),
                document.review_due is not None and document.review_due < today,
                document.review_due is not None
                and 0 <= (document.review_due - today).days <= SOON_DAYS,
                self.signatures.of(document),
                quoted.get(document.id, 0),
                judged_right(judged, of_article.get(document.id, frozenset())),
            )
            for document in self.documents.values()
        ]
        return tuple(sorted(states, key=_urgency))

    def _quoted(self) -> dict[str, int]:
        """How many of the answers that are kept quote each article."""
        sql = "SELECT document_id, count(*) FROM quoted GROUP BY document_id"
        with self._records.read() as connection:
            return dict(connection.execute(sql).fetchall())

    def _grade(self, document: Document) -> float:
        if document.sha256 not in self._grades:
            self._grades[document.sha256] = measure(prose_of(document)).grade
        return self._grades[document.sha256]


def _judged_ids(judgements: Iterable[Judgement]) -> dict[str, set[str]]:
    """The ids of the judged answers that quoted each article."""
    found: dict[str, set[str]] = {}
    for judgement in judgements:
        for document_id, _ in judgement.quoted:
            found.setdefault(document_id, set()).add(judgement.answer_id)
    return found


def _urgency(state: ArticleState) -> tuple[date, bool, str]:
    due = state.document.review_due or date.max
    return (due, state.signature is not None, state.document.title.casefold())
