"""A conversation on the server: what was asked, what was shown, and the limits on asking.

The page sends a question and nothing else. Earlier questions and answers are this server's own, so
a browser cannot put words into them.
"""

import logging
from dataclasses import dataclass, replace

from corpus.model import Document
from qa.assistant import Assistant
from qa.outcome import Abstained, Alert, Answered, Escalated, Outcome, quotes_of
from qa.pages import words
from qa.pages.answer import answer_markdown, standing
from qa.pages.care import is_urgent
from qa.pages.chips import next_questions
from qa.pages.limits import RateLimit
from qa.records import Records, Thumb
from qa.safety import MOST_CHARACTERS, Safety
from qa.settings import Settings

log = logging.getLogger("quoteback.page")

MOST_TURNS = 30
MOST_HISTORY = 6
_OVERLAP = 200  # of the windows in which an overlong message is read for danger


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the Markdown that answered it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one visitor has asked so far; frozen, so that no two requests can mix."""

    turns: tuple[Turn, ...] = ()
    chips: tuple[str, ...] = ()
    answer_id: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The conversation after a question; a notice where it was not answered as asked."""

    conversation: Conversation
    notice: str = ""
    keep_text: bool = False


class Chat:
    """Takes questions and votes for the page. Safe to share between threads."""

    def __init__(self, assistant: Assistant, settings: Settings, records: Records) -> None:
        """Nothing is loaded here; the assistant already is."""
        self._assistant = assistant
        self._settings = settings
        self._records = records
        self._safety = Safety.load()
        self._questions = RateLimit(settings.questions_per_minute)
        self._votes = RateLimit(settings.questions_per_minute)
        self.documents: dict[str, Document] = {d.id: d for d in assistant.index.corpus.documents}

    def ask(self, question: str, conversation: Conversation, client: str) -> Asked:
        """Answer, or say why not. Signs of danger are met whatever limit the message breaks."""
        try:
            return self._ask(question.strip(), conversation, client)
        except Exception as error:  # the type alone: a message may hold the question
            log.error("a question could not be answered: %s", type(error).__name__)
            return Asked(conversation, words.TROUBLE, keep_text=True)

    def vote(self, conversation: Conversation, thumb: Thumb, reason: str, client: str) -> str:
        """What to say after a vote on the latest answer."""
        kept = self._votes.allows(client) and self._records.vote(
            conversation.answer_id, thumb, reason
        )
        return words.THANKS if kept else words.NOT_SAVED

    def _ask(self, question: str, conversation: Conversation, client: str) -> Asked:
        if not question:
            return Asked(conversation, words.EMPTY)
        limit = self._settings.max_question_characters
        refusal = ""
        if len(question) > limit:
            refusal = words.TOO_LONG.format(found=f"{len(question):,}", limit=f"{limit:,}")
        elif not self._questions.allows(client):
            refusal = words.TOO_MANY
        if refusal:
            alerts = self._danger(question)
            if is_urgent(alerts):
                outcome = Escalated(question[:limit], question[:limit], alerts, (), 0.0)
                return self._shown(outcome, conversation)
            return Asked(conversation, refusal, keep_text=True)
        history = tuple(turn.question for turn in conversation.turns[-MOST_HISTORY:])
        return self._shown(self._assistant.ask(question, history), conversation)

    def _danger(self, message: str) -> tuple[Alert, ...]:
        starts = range(0, max(len(message), 1), MOST_CHARACTERS - _OVERLAP)
        found = [a for at in starts for a in self._safety.read(message[at : at + MOST_CHARACTERS])]
        return tuple({alert.rule: alert for alert in found}.values())

    def _shown(self, outcome: Outcome, conversation: Conversation) -> Asked:
        answer = answer_markdown(outcome, self.documents.get, self._settings.country)
        shown = standing(quotes_of(outcome), self.documents.get)
        turn = Turn(outcome.question, answer)
        following = Conversation((*conversation.turns, turn)[-MOST_TURNS:])
        match outcome:
            case Escalated():
                return Asked(following)
            case Answered() if shown:
                kind = "answered"
                asked = tuple(turn.question for turn in following.turns)
                quotes = tuple(quote for quote, _ in shown)
                chips = next_questions(quotes[0], shown[0][1], quotes, asked)
                following = replace(following, chips=chips)
            case Answered() | Abstained():
                kind = "abstained"
        return Asked(replace(following, answer_id=self._records.remember(kind, shown)))
