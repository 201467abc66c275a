"""What one visitor has asked so far, and what was shown."""

from dataclasses import dataclass

from qa.outcome import AlertLevel


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, the Markdown that answered it, and the levels at which help came first."""

    question: str
    answer: str
    urgent: frozenset[AlertLevel] = frozenset()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one visitor has asked so far; frozen, so that no two requests can mix.

    `id` names it in the records, `asked` counts its questions, `earlier` are the ids of those that
    the visitor has started again from: what is forgotten is forgotten with them.
    """

    turns: tuple[Turn, ...] = ()
    chips: tuple[str, ...] = ()
    answer_id: str = ""
    id: str = ""
    asked: int = 0
    earlier: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """The ids under which answers were kept for this visitor."""
        return (*self.earlier, self.id) if self.id else self.earlier

    def again(self) -> "Conversation":
        """Nothing asked yet; what was kept before is still known."""
        return Conversation(earlier=self.kept)


@dataclass(frozen=True, slots=True)
class Asked:
    """The conversation after a question; a notice where it was not answered as asked."""

    conversation: Conversation
    notice: str = ""
    keep_text: bool = False
