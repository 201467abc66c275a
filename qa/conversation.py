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
_ABOUT_WORDS = 8


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
        self._title_stems = {stem for d in corpus.documents for stem in terms(d.title)}

    def read(self, question: str, history: tuple[str, ...] = ()) -> ReadQuestion:
        """How `question` is understood after the earlier ones, oldest first."""
        question = question.encode("utf-8", "replace").decode()  # lone surrogates become "?"
        text = self._vocabulary.mend(" ".join(question.split()))
        about = self._carried(text, [self._vocabulary.mend(turn) for turn in history[-4:]])
        if about:
            text = f"{text} (about {about})"
        return ReadQuestion(text, expand(text))

    def _carried(self, text: str, history: list[str]) -> str:
        """What a follow-up is about, in the words of the question that said it; else empty."""
        if not history or topic_in(text):
            return ""
        own = [stem for stem in terms(text) if stem not in _FILLER]
        leans = bool(_POINTING.search(text) or _ELLIPTIC.match(text))
        if not leans and len(own) > 3:
            return ""
        topics = (turn for turn in reversed(history) if topic_in(turn))
        turn = next(topics, history[-1])
        topic = topic_in(turn)
        if own or not leans:
            # It asks about something of its own: only the procedure is missing.
            return topic or _noun_words(turn)
        return _noun_words(turn) or topic


def _noun_words(turn: str) -> str:
    """An earlier question without its question words: "worse pain after acupuncture"."""
    text = re.sub(r"[?!.]+", " ", turn.strip())
    text = re.sub(r"\(about .*\)$", "", text)
    text = re.sub(
        r"^\W*(?:(?:is|are|was|were|do|does|did|can|could|will|would|should|may|how|what|when|why"
        r"|where|which|who|long|often|much|many|common|about|causes?|the|an?|it|i|my|there|have|has"
        r"|had|get|got|normal|to|for|if|after)\b\W*)+",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\b(?:normal|common|ok|okay|safe|bad|last|work|happen)\s*$", "", text).strip()
    words = text.split()
    topic = topic_in(turn)
    kept = " ".join(words[:_ABOUT_WORDS])
    return kept if not topic or topic_in(kept) else f"{kept} {topic}".strip()
