"""A question in its conversation: slips mended, the topic of a follow-up carried over."""

import re
from dataclasses import dataclass

from corpus.loading import Corpus
from index.lexical import terms
from qa.vocabulary import Vocabulary, expand, topic_in

_POINTING = re.compile(
    r"\b(?:it|its|that|this|they|them|those|these|one|there|then|same|he|she)\b", re.IGNORECASE
)
_ELLIPTIC = re.compile(
    r"^\W*(?:and|but|or|so|what about|how about|what if|why|when|how long|how often|how many"
    r"|how much|how soon|is that|for how long|until when|ok|okay|also|what else|anything else)\b",
    re.IGNORECASE,
)
_FILLER = frozenset(
    """bad best better common danger dangerous exactly feel happen happens harmful hour hours day
    days week weeks month long last lasts lasting mean need normal often ok okay really right risk
    risky safe serious soon start stop sure thing time usual usually work works worri worry worse
    much many long time go away else kind sort option options possible risk""".split()
)
_QUESTION_WORDS = re.compile(
    r"^\W*(?:(?:is|are|was|were|do|does|did|can|could|will|would|should|may|how|what|when|why"
    r"|where|which|who|long|often|much|many|common|about|causes?|the|an?|it|i|my|there|have|has"
    r"|had|get|got|normal|to|for|if|after|be|been|they|you|u|use|used|that|this|as|of|same|so)\b\W*)+",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(r"\b(?:normal|common|ok|okay|safe|bad|last|work|happen)\s*$", re.IGNORECASE)
_ABOUT_WORDS = 12
_TURNS = 4
_SELF_MADE = 3  # words of its own past which a question that does not point back stands alone
_LEANING = 2  # words of its own up to which one that points back needs all that was said before


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """`text` is shown to the patient and encoded; `words` adds synonyms for searching by words."""

    text: str
    words: str


class Reader:
    """Reads questions against the words of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        """Learn the corpus's words."""
        self._vocabulary = Vocabulary(corpus)

    def read(self, question: str, history: tuple[str, ...] = ()) -> ReadQuestion:
        """How `question` is understood after the earlier ones, oldest first."""
        question = question.encode("utf-8", "replace").decode()  # lone surrogates become "?"
        text = ""
        for turn in (*history[-_TURNS:], question):
            mended = self._vocabulary.mend(" ".join(turn.split()))
            about = self._carried(mended, text)
            text = f"{mended} (about {about})" if about else mended
        return ReadQuestion(text, expand(text))

    def _carried(self, text: str, before: str) -> str:
        """What a follow-up is about, in words of the question `before` as it was read."""
        own = [stem for stem in terms(text) if stem not in _FILLER]
        leans = bool(_POINTING.search(text) or _ELLIPTIC.match(text))
        if not before or (topic_in(text) and len(own) > 1) or (not leans and len(own) > _SELF_MADE):
            return ""
        named = [] if self._vocabulary.names(text) else self._vocabulary.names(before)
        topic = topic_in(before)
        if leans and len(own) <= _LEANING:
            said = _noun_words(before)
            if self._vocabulary.names(text):  # it names another thing: "and chondroitin?"
                others = {word.lower() for word in self._vocabulary.names(before)}
                said = " ".join(w for w in said.split() if w.lower() not in others)
            return said or topic
        # It asks about something of its own: only what it does not name itself is missing.
        return " ".join([*named, topic]) if topic else _noun_words(before)


def _noun_words(turn: str) -> str:
    """An earlier question without its question words: "worse pain after acupuncture"."""
    carried = re.search(r"\(about (.*)\)$", turn)
    topic = topic_in(turn)
    if carried:
        own = [word for word in turn[: carried.start()].split() if terms(word)]
        turn = " ".join([*own, carried[1]] if len(own) > _LEANING else [carried[1], *own])
    text = _QUESTION_WORDS.sub("", re.sub(r"[?!.,]+", " ", turn.strip()))
    words = list(dict.fromkeys(_LAST_WORDS.sub("", text).split()))[:_ABOUT_WORDS]
    kept = " ".join(words)
    return kept if not topic or topic_in(kept) == topic else f"{kept} {topic}".strip()
