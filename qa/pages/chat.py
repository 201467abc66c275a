"""Asking, voting and forgetting on the server, and the limits on them.

The page sends a question and nothing else. Earlier questions and answers are this server's own, so
a browser cannot put words into them.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document
from qa.assistant import Assistant
from qa.outcome import Abstained, Answered, Escalated, Outcome
from qa.pages import words
from qa.pages.answer import answer_markdown
from qa.pages.care import is_urgent
from qa.pages.chips import next_questions
from qa.pages.limits import RateLimit
from qa.pages.talk import Asked, Conversation, Turn
from qa.records.making import Given
from qa.records.recorder import MOST_CLAIMED, Keeping, Recorder, conversations_in
from qa.records.stored import Thumb
from qa.scorer import Scored
from qa.settings import Settings
from qa.showing import as_shown

log = logging.getLogger("quoteback.page")

MOST_TURNS = 30
MOST_HISTORY = 6


class Chat:
    """Takes questions, votes and wishes to forget for the page. Safe to share between threads."""

    def __init__(self, assistant: Assistant, settings: Settings, recorder: Recorder) -> None:
        """Nothing is loaded here; the assistant already is."""
        self._assistant = assistant
        self._settings = settings
        self._recorder = recorder
        self._questions = RateLimit(settings.questions_per_minute)
        self._votes = RateLimit(settings.questions_per_minute)
        self._wishes = RateLimit(settings.questions_per_minute)
        self._build = assistant.index.manifest.created
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
        kept = self._votes.allows(client) and self._recorder.vote(
            conversation.answer_id, thumb, reason, conversation_id=conversation.id
        )
        return words.THANKS if kept else words.NOT_SAVED

    @property
    def can_forget(self) -> bool:
        """Whether there is anything of a conversation to be forgotten."""
        return self._recorder.keeping is Keeping.REDACTED

    def kept_line(self) -> str:
        """What is kept of a question, in one line."""
        days = self._settings.records_days
        return words.KEPT_OF[self._recorder.keeping.value].format(days=days)

    def returned(self, conversation: Conversation, claim: str) -> Conversation:
        """The conversation of somebody whose tab holds the ids in `claim`, from before.

        They are for forgetting and nothing else; what is no id is left out.
        """
        ids = [one for one in conversations_in(claim) if one not in conversation.kept]
        earlier = (*ids, *conversation.earlier)[-MOST_CLAIMED:]
        return replace(conversation, earlier=earlier)

    def forget(
        self, conversation: Conversation, client: str, claim: str = ""
    ) -> tuple[Conversation, str]:
        """The conversation after it was forgotten, with all in `claim`, and what to say.

        What could not be deleted yet can be asked for again.
        """
        conversation = self.returned(conversation, claim)
        kept = conversation.kept
        if not self._wishes.allows(client):
            return conversation, words.TOO_MANY
        if not kept:
            unknown = words.FORGET_UNKNOWN.format(days=self._settings.records_days)
            return Conversation(), unknown
        if self._recorder.forget(kept):
            return Conversation(), words.FORGOTTEN
        return Conversation(earlier=kept), words.FORGOTTEN_LATER

    def _ask(self, question: str, conversation: Conversation, client: str) -> Asked:
        if not question:
            return Asked(conversation, words.EMPTY)
        start = time.perf_counter()
        limit = self._settings.max_question_characters
        refusal = ""
        if len(question) > limit:
            refusal = words.TOO_LONG.format(found=f"{len(question):,}", limit=f"{limit:,}")
        elif not self._questions.allows(client):
            refusal = words.TOO_MANY
        history = tuple(turn.question for turn in conversation.turns[-MOST_HISTORY:])
        alerts = self._assistant.safety.read(question, history)
        help_alone = Escalated(question[:limit], question[:limit], alerts, (), 0.0)
        if refusal:
            if is_urgent(alerts):
                return self._shown(help_alone, (), conversation, start)
            return Asked(conversation, refusal, keep_text=True)
        try:
            read, scored = self._assistant.consider(question, history)
            outcome = self._assistant.conclude(question, read, scored, alerts)
        except Exception as error:
            if not is_urgent(alerts):
                raise
            log.error("help is shown alone: %s", type(error).__name__)
            return self._shown(help_alone, (), conversation, start)
        return self._shown(outcome, scored, conversation, start)

    def _shown(
        self, outcome: Outcome, scored: Sequence[Scored], before: Conversation, start: float
    ) -> Asked:
        answer = answer_markdown(outcome, self.documents.get, self._settings.country)
        outcome = as_shown(outcome, self.documents)
        urgent = outcome.alerts if isinstance(outcome, Escalated) else ()
        turn = Turn(outcome.question, answer, frozenset(alert.level for alert in urgent))
        talk = replace(
            before,
            turns=(*before.turns, turn)[-MOST_TURNS:],
            chips=(),
            answer_id="",
            id=before.id or self._recorder.new_conversation(),
            asked=before.asked + 1,
        )
        answer_id = self._recorder.remember(
            Given(
                outcome=outcome,
                scored=scored,
                conversation_id=talk.id,
                turn=talk.asked,
                history=tuple(turn.question for turn in before.turns),
                seconds=time.perf_counter() - start,
                index_build=self._build,
                documents=self.documents,
                answer_at=self._assistant.needed(scored),
            )
        )
        match outcome:
            case Answered(quotes=quotes):
                asked = tuple(turn.question for turn in talk.turns)
                first = self.documents[quotes[0].document_id]
                chips = next_questions(quotes[0], first, quotes, asked)
                return Asked(replace(talk, chips=chips, answer_id=answer_id))
            case Abstained():
                return Asked(replace(talk, answer_id=answer_id))
            case Escalated():
                return Asked(talk)  # nobody is asked to judge a call for help
