"""Reading a message for danger, before anything else is done with it.

A rule fires where the model is sure of it, or where one of the rule's phrases says that the sign is
there now and the model does not speak against it. What was said before is read with the message:
a sign may be split over two. A rule that the earlier messages fired by themselves does not fire
again for a harmless one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.outcome import Alert
from qa.safety.model import WINDOW, AlarmModel, windows
from qa.safety.phrases import Phrase, words_of
from qa.safety.plain import plain, sentences
from qa.safety.rules import Rule, load_rules
from qa.safety.slips import Slips
from qa.safety.status import Status, status_of

SURE = 0.32
"""The model alone; chosen on the development messages (`python -m eval alarms`)."""

AGREES = 0.1
"""The model beside a phrase that says the sign is there now; chosen likewise."""

CERTAIN = 0.95
"""The model alone, where a phrase speaks against the rule ("this pain is killing me")."""

_EARLIER = 2  # messages before this one that are read with it
_SHOWN_WORDS = 14
_TOLD_FROM = 30  # pieces that are looked at for the words to show
_SHORT = 400  # characters that the model surely reads at once


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one rule in one text: the model's probability, the words of a phrase.

    `against` where a phrase of the rule's `unless` is found.
    """

    probability: float
    phrase: str
    against: bool = False

    @property
    def fires(self) -> bool:
        """Whether both together make the rule fire."""
        alone = CERTAIN if self.against else SURE
        return self.probability >= (AGREES if self.phrase else alone)


class Safety:
    """All rules, ready to read. Safe to share between threads."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Load the model for `rules`.

        Raises:
            EncoderError: its weights are missing or were trained for other rules.
        """
        self.rules = tuple(rules)
        self._model = AlarmModel([rule.id for rule in self.rules])
        self._slips = slips_of(self.rules)

    @classmethod
    def load(cls) -> "Safety":
        """With the rules that are shipped.

        Raises:
            SettingsError, EncoderError: rules or weights cannot be used.
        """
        return cls(load_rules())

    def read(self, message: str, history: tuple[str, ...] = ()) -> tuple[Alert, ...]:
        """Each rule that fires, in the order of the file, with the words that fired it.

        `history` holds the earlier messages, oldest first. Any text is accepted.
        """
        texts = [self.mended(message)]
        earlier = [text for turn in history[-_EARLIER:] if (text := self.mended(turn))]
        if earlier and texts[0]:
            before = ". ".join(earlier)
            texts += [before, f"{before}. {texts[0]}"]
        found = self.findings(texts)
        alerts = []
        for at, rule in enumerate(self.rules):
            if found[0][at].fires:
                alerts.append(self._alert(rule, at, texts[0], found[0][at]))
            elif len(found) > 1 and found[2][at].fires and adds(found[0][at], found[1][at]):
                alerts.append(self._alert(rule, at, texts[2], found[2][at]))
        return tuple(alerts)

    def mended(self, message: str) -> str:
        """A message as it is read: plain, slips put right."""
        return self._slips.mend(plain(message))

    def findings(self, texts: Sequence[str]) -> list[list[Finding]]:
        """What each plain text holds of each rule."""
        phrases = [[phrase_in(rule, text) for rule in self.rules] for text in texts]
        pieces = [pieces_of(text, own) for text, own in zip(texts, phrases, strict=True)]
        likely = self._model.probabilities([piece for own in pieces for piece in own])
        found, at = [], 0
        for text, own_phrases, own in zip(texts, phrases, pieces, strict=True):
            best = likely[at : at + len(own)].max(axis=0, initial=0.0)
            at += len(own)
            found.append(
                [
                    Finding(float(p), words, any(any(u.matches(text)) for u in rule.unless))
                    for rule, p, words in zip(self.rules, best, own_phrases, strict=True)
                ]
            )
        return found

    def _alert(self, rule: Rule, at: int, text: str, finding: Finding) -> Alert:
        words = finding.phrase or self._telling(text, at)
        return Alert(rule.id, rule.level, words, rule.say)

    def _telling(self, text: str, at: int) -> str:
        """The sentence that alone makes the model surest of a rule, cut to its tellingest words."""
        parts = [text[a:b].strip(" .,?") for a, b in sentences(text)]
        pieces = [
            " ".join(words[start : start + _SHOWN_WORDS])
            for part in parts
            for words in [part.split()]
            for start in range(0, max(1, len(words) - _SHOWN_WORDS // 2), _SHOWN_WORDS // 2)
        ][:_TOLD_FROM]
        return pieces[int(self._model.probabilities(pieces)[:, at].argmax())]


def adds(message: Finding, before: Finding) -> bool:
    """Whether a message adds to what was said before it, of one rule.

    It does where that did not fire the rule, or where it speaks of the same danger itself.
    """
    return not before.fires or message.probability >= AGREES


def pieces_of(text: str, phrases: Sequence[str]) -> list[str]:
    """What the model reads of a text: it whole, or windows, and each sentence that holds a phrase.

    Those by themselves, so that nothing around a sign can drown it; of a sentence that never ends
    as much around the phrase as the model reads at once.
    """
    if not text:
        return []
    pieces = windows(text)
    if len(pieces) == 1 and len(text) < _SHORT:
        return pieces
    parts = [text[a:b].strip() for a, b in sentences(text)]
    held = (_holding(parts, phrase) for phrase in phrases if phrase)
    return [*pieces, *dict.fromkeys(part for part in held if part)]


def _holding(parts: Sequence[str], phrase: str) -> str:
    """The first of `parts` with `phrase` in it, cut to WINDOW words with the phrase amid them."""
    part = next((part for part in parts if phrase in part), "")
    before, own, after = part.partition(phrase)
    left, right = before.split(), (own + after).split()
    if len(left) + len(right) <= WINDOW:
        return part
    kept = left[-(WINDOW // 2) :]
    return " ".join([*kept, *right[: WINDOW - len(kept)]])


def phrase_in(rule: Rule, text: str) -> str:
    """The words of the first phrase that says in a plain `text` that the sign is there now."""
    return next((words for phrase in rule.patterns if (words := found(rule, phrase, text))), "")


def found(rule: Rule, phrase: Phrase, text: str) -> str:
    """As `phrase_in`, for one of the rule's patterns."""
    counting = {Status.PRESENT, Status.ASKED} if rule.asking_counts else {Status.PRESENT}
    for match in phrase.matches(text):
        if status_of(text, *match.span()) in counting:
            return match.group()
    return ""


def slips_of(rules: Sequence[Rule]) -> Slips:
    """What mends slips against the words of `rules`."""
    return Slips(
        word for rule in rules for phrase in rule.patterns for word in words_of(phrase.text)
    )
