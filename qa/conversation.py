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
_LAST_WORDS = re.compile(
    r"\b(?:normal|common|ok|okay|safe|bad|last|work|happen)\s*$", re.IGNORECASE
)
_ABOUT_WORDS = 12
_TURNS = 4
_SELF_MADE = 3  # words of its own past which a question that does not point back stands alone
_LEANING = 2  # words of its own up to which one that points back needs all that was said before


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """`text` is shown to the patient and encoded; `words` adds synonyms for searching by words.

    `unknown` are stems of the question that neither the corpus nor the synonyms hold.
    """

    text: str
    words: str
    unknown: tuple[str, ...] = ()


class Reader:
    """Reads questions against the words of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        """Learn the corpus's words."""
        self._vocabulary = Vocabulary(corpus)

    def read(self, question: str, history: tuple[str, ...] = ()) -> tuple[ReadQuestion, ...]:
        """The ways in which `question` may be meant after the earlier ones, oldest first.

        A question that stands alone has one. A follow-up may lean on all that was said before, or
        only on its procedure: whoever answers keeps the reading that is answered best.
        """
        turns = [self._tidy(turn) for turn in history[-_TURNS:]]
        read = [""]
        for turn in turns:
            read.append(self._readings(turn, read[-1])[0])
        text = self._tidy(question)
        texts = self._readings(text, read[-1])
        alone = topic_in(text) or self._vocabulary.names(text)
        if texts == [text] and read[-1] and not alone:
            # It may lean on what was said all the same, or stand alone.
            texts = [*self._about(text, self._said_before(text, read[-1])), text]
        elif texts != [text] and len(read) > 2 and topic_in(read[-1]) == topic_in(read[-2]):
            # "It" may also be what the turn before was about, where the procedure is the same.
            texts = list(dict.fromkeys([*texts, self._readings(text, read[-2])[0]]))
        if texts != [text]:
            # A turn that names nothing ("awake till 3 since") hides what the one before it named.
            texts = list(dict.fromkeys([*texts, *self._about(text, self._across(turns))]))
        return tuple(
            ReadQuestion(text, expand(text), self._vocabulary.unknown(text)) for text in texts
        )

    def _tidy(self, turn: str) -> str:
        turn = turn.encode("utf-8", "replace").decode()  # lone surrogates become "?"
        return self._vocabulary.mend(" ".join(turn.split()))

    def _readings(self, text: str, before: str) -> list[str]:
        return self._about(text, self._carried(text, before)) or [text]

    def _about(self, text: str, abouts: list[str]) -> list[str]:
        own = set(terms(text))
        told = (about for about in abouts if set(terms(about)) - own)
        return [f"{text} (about {about})" for about in dict.fromkeys(told)]

    def _across(self, turns: list[str]) -> list[str]:
        """The last turn with what those before it name; all that any of them names."""
        named = [
            list(dict.fromkeys(filter(None, [*self._vocabulary.names(turn), topic_in(turn)])))
            for turn in turns
        ]
        last = _noun_words(turns[-1])
        before = [name for names in named[:-1] for name in names if name not in last]
        every = list(dict.fromkeys(name for names in named for name in names))
        return [" ".join([last, *dict.fromkeys(before)]).strip(), " ".join(every)]

    def _carried(self, text: str, before: str) -> list[str]:
        """What a follow-up is about, likeliest first; empty where it stands alone."""
        own = [stem for stem in terms(text) if stem not in _FILLER]
        leans = bool(_POINTING.search(text) or _ELLIPTIC.match(text))
        if not before or (topic_in(text) and len(own) > 1) or (not leans and len(own) > _SELF_MADE):
            return []
        if self._vocabulary.names(text) and not leans:
            return []  # "gabapentin side effects" is a new question
        said, thing, topic = self._said_before(text, before)
        if leans and len(own) <= _LEANING:
            return [said, thing, topic]
        return [thing, said, topic] if topic else [said, thing]

    def _said_before(self, text: str, before: str) -> list[str]:
        """All of `before`, as it was read; the things that it names; its procedure."""
        topic = topic_in(before)
        said = _noun_words(before)
        names = self._vocabulary.names(before)
        if self._vocabulary.names(text):  # it names another thing: "and chondroitin?"
            said = " ".join(word for word in said.split() if word not in names)
            names = []
        return [said, " ".join([*names, topic]).strip(), topic]


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
