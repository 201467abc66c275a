"""The whole way of a question, from the raw message to an outcome."""

from collections.abc import Sequence

from corpus.model import Document, Unit
from index.search import SearchIndex
from qa.candidates import list_candidates
from qa.choice import choose, needed
from qa.conversation import Reader, ReadQuestion
from qa.cross_encoder import load_pair_scorer
from qa.doses import deciding_unit, lacks_who_decides, tells_a_dose
from qa.outcome import Abstained, Alert, AlertLevel, Answered, Escalated, Outcome, Quote
from qa.safety.reader import Safety
from qa.scorer import Scored, Scorer
from qa.settings import Settings
from qa.urging import urges


class Assistant:
    """Answers questions from one loaded index. Immutable; safe to share between threads."""

    def __init__(self, index: SearchIndex, settings: Settings | None = None) -> None:
        """Read the rules and prepare the vocabulary; the index is already loaded."""
        self.index = index
        self.settings = settings or Settings()
        self.safety = Safety.load()
        self._reader = Reader(index.corpus)
        with_phrasings = any(document.asked for document in index.corpus.documents)
        pair_scorer = load_pair_scorer(self.settings.scorer)
        self._scorer = Scorer(pair_scorer, with_phrasings=with_phrasings)

    def ask(self, question: str, history: tuple[str, ...] = ()) -> Outcome:
        """The outcome for `question`; `history` holds the earlier questions, oldest first.

        Any text is accepted; what lies past the length limit is read for danger, not answered.
        """
        alerts = self.safety.read(question, history)
        question = question[: self.settings.max_question_characters]
        return self.conclude(question, *self.consider(question, history), alerts)

    def conclude(
        self,
        question: str,
        read: ReadQuestion,
        scored: list[Scored],
        alerts: tuple[Alert, ...],
    ) -> Outcome:
        """What the message comes to, its candidates (best first) once scored."""
        chosen = choose(read.text, scored, self.settings)
        confidence = scored[0].probability if scored else 0.0
        quotes = self._who_decides(tuple(q for c in chosen if (q := _quote(c)) is not None))
        if any(alert.level is not AlertLevel.DOSE for alert in alerts):
            crisis = any(alert.level is AlertLevel.CRISIS for alert in alerts)
            urging = () if crisis else tuple(quote for quote in quotes if urges(quote.text))
            return Escalated(question, read.text, alerts, urging, confidence)
        if quotes:
            return Answered(question, read.text, quotes, confidence, alerts)
        return Abstained(question, read.text, self._nearest(scored), confidence, alerts)

    def consider(
        self, question: str, history: tuple[str, ...] = ()
    ) -> tuple[ReadQuestion, list[Scored]]:
        """The reading of a question that is answered best, and its candidates, best first."""
        readings = self._reader.read(question, history)
        tried = [(read, self.score(read)) for read in readings]
        read, scored = max(tried, key=lambda pair: pair[1][0].probability if pair[1] else 0.0)
        return read, self._scorer.read_again(read, scored)

    def score(self, read: ReadQuestion) -> list[Scored]:
        """Every candidate for a question as read, best first, not yet read again."""
        return self._scorer.score(read, list_candidates(self.index, read))

    def needed(self, scored: Sequence[Scored]) -> float | None:
        """The probability that the first of `scored` had to reach; None where there is none."""
        return needed(scored[0].answer_at, self.settings) if scored else None

    @property
    def answer_at(self) -> float:
        """What most questions over this corpus have to reach."""
        return needed(self._scorer.answer_at, self.settings)

    def _who_decides(self, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """`quotes`, and where they tell a dose without saying who decides, what says so."""
        if not lacks_who_decides(quotes):
            return quotes
        dose = next(quote for quote in quotes if tells_a_dose(quote.text))
        document = self.index.corpus.get(dose.document_id)
        unit = deciding_unit(document, dose.spans[-1])
        said = None if unit is None else quote_of(document, unit, dose.score)
        room = (dose, *(quote for quote in quotes if quote is not dose))[
            : self.settings.max_quotes - 1
        ]
        kept = tuple(quote for quote in quotes if quote in room)
        return quotes if said is None else (*kept, said)

    def _nearest(self, scored: list[Scored]) -> tuple[Document, ...]:
        """Up to three documents that come nearest, where anything comes near at all."""
        near = [s.evidence.document for s in scored if s.probability >= self.settings.nearest_at]
        return tuple({document.id: document for document in near}.values())[:3]


def _quote(scored: Scored) -> Quote | None:
    return quote_of(scored.evidence.document, scored.evidence.unit, scored.probability)


def quote_of(document: Document, unit: Unit, score: float) -> Quote | None:
    """A quote of a unit; dropped, never repaired, where it is not what the document says."""
    quote = Quote(
        document_id=document.id,
        title=document.title,
        section=document.sections[unit.section].heading_path,
        spans=unit.spans,
        text=document.slice(unit.spans),
        score=score,
    )
    return quote if quote.stands_in(document) else None
