"""What is known of a candidate and of a question's best candidate, as numbers."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.model import UnitKind
from index.evidence import UnitEvidence
from index.lexical import terms
from qa.conversation import ReadQuestion
from qa.vocabulary import topics_in

Floats = NDArray[np.float64]

RANK_FEATURES = (
    "passage",  # fused score of its passage
    "plain",  # cosine with the unit
    "context",  # cosine with the unit under its title and headings
    "heading",  # cosine with its heading
    "lexical",  # BM25 over the question's best
    "asked",  # cosine with the nearest phrasing that it is asked under
    "trained",  # cosine through the adapter
    "trained_asked",  # the nearest phrasing, through the adapter
    "share",  # how near the best of all units the adapter puts it
    "both",  # trained × trained_asked
    "vote",  # its share of the votes of questions whose answers are known
    "pointed",  # the votes of those that point at it
    "pointed_log",  # the same as a logarithm
    "expected",  # cosine with the answer that those votes expect
    "expected_share",  # how near the best candidate in that
    "covered",  # share of the question's words that it or its headings hold, half with synonyms
    "duration",  # "how long" is asked and a duration is given
    "amount",  # "how many" is asked and a figure is given
    "list_wanted",  # a list, where several things are asked for
    "list_unasked",  # a list, where they are not
    "row",
    "item",
    "verdict",  # a yes/no question and a sentence that begins with yes or no
    "short",  # under six words
    "other_topic",  # the question names a procedure, the candidate only others
)

CROSS_FEATURES = (
    "cross",  # the cross-encoder's logit
    "cross_share",  # how near the best candidate in that
)

CONFIDENCE_FEATURES = (
    "rank",  # its rank score
    "gap",  # by how much it beats the next best place
    "trained",
    "trained_asked",
    "asked",
    "plain",
    "context",
    "covered",
    "unknown_share",  # words of the question that the corpus does not know
    "unknown_words",
    "unanswered",  # the nearest question known to have no answer, through the adapter
    "unanswered_vote",  # the share of the votes that questions without an answer have
    "known",  # the nearest question with a known answer, or known to have none
    "stranger",  # by how much that lies under what patients' questions have
    "vote",
    "pointed",
    "expected",
    "margin",  # trained_asked less that
    "other_topic",  # the question names one procedure, the candidate another
    "length",  # words of the question, up to eight
)

CROSS_CONFIDENCE_FEATURES = (
    "cross",  # the cross-encoder's logit
    "cross_likely",  # the same as a probability
    "cross_best",  # the best logit of any candidate less that
)

SHARE_WIDTH = 0.05
FAMILIAR = 0.6
LEAST = 0.001

_HOW_LONG = re.compile(
    r"\bhow (?:long|soon|fast|quick|many (?:days|weeks|hours))|\bwhen (?:will|do|does|can)"
)
_HOW_MANY = re.compile(r"\bhow (?:many|much|often|common|likely)|\bpercent|\bchances?\b|\bodds\b")
_WHICH = re.compile(
    r"\b(?:what|which|list|any)\b.*\b(?:symptoms|signs|causes|treatments|options|effects"
    r"|medicines|tests|things|risks|ways|exercises|reasons|kinds|types)\b"
)
_YES_NO = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|can|could|will|would|should|may|am|has|have)\b"
)
_VERDICT = re.compile(r"(?:Yes|No)\b")
_DURATION = re.compile(
    r"\d+[^.]{0,12}\b(?:hour|day|week|month|year|minute)s?|\b(?:same day|within)\b"
)
_NUMBER = re.compile(r"\d")


def rank_features(read: ReadQuestion, found: Sequence[UnitEvidence]) -> Floats:
    """Matrix of shape (len(found), len(RANK_FEATURES))."""
    question = read.text.lower()
    asked, wider = set(terms(read.text)), set(terms(read.words))
    long, many, which = (bool(p.search(question)) for p in (_HOW_LONG, _HOW_MANY, _WHICH))
    topics = topics_in(read.text)
    yes_no = bool(_YES_NO.match(question))
    rows = np.zeros((len(found), len(RANK_FEATURES)))
    for at, e in enumerate(found):
        own = e.document.text[slice(*e.unit.focus)]
        kind = e.unit.kind
        rows[at] = (
            e.passage,
            e.plain,
            e.context,
            e.heading,
            e.lexical,
            e.asked,
            e.trained,
            e.trained_asked,
            e.share,
            e.trained * e.trained_asked,
            e.vote,
            e.pointed,
            np.log(e.pointed + LEAST),
            e.expected,
            0.0,
            _covered(asked, wider, e),
            long and bool(_DURATION.search(own)),
            many and bool(_NUMBER.search(own)),
            kind is UnitKind.LIST and which,
            kind is UnitKind.LIST and not which,
            kind is UnitKind.ROW,
            kind is UnitKind.ITEM,
            yes_no and bool(_VERDICT.match(own)),
            len(own.split()) < 6,
            other_topic(topics, e),
        )
    expected = rows[:, RANK_FEATURES.index("expected")]
    best = expected.max(initial=-1.0)
    rows[:, RANK_FEATURES.index("expected_share")] = np.exp((expected - best) / SHARE_WIDTH)
    return rows


def confidence_features(read: ReadQuestion, best: UnitEvidence, rank: float, gap: float) -> Floats:
    """Vector of shape (len(CONFIDENCE_FEATURES),) for a question's best candidate."""
    asked, wider = set(terms(read.text)), set(terms(read.words))
    return np.array(
        [
            rank,
            gap,
            best.trained,
            best.trained_asked,
            best.asked,
            best.plain,
            best.context,
            _covered(asked, wider, best),
            len(read.unknown) / max(len(asked), 1),
            min(len(read.unknown), 3),
            best.unanswered,
            best.unanswered_vote,
            best.known,
            max(0.0, FAMILIAR - best.known),
            best.vote,
            best.pointed,
            best.expected,
            best.trained_asked - best.unanswered,
            other_topic(topics_in(read.text), best),
            min(len(asked), 8) / 8,
        ],
        dtype=np.float64,
    )


def cross_features(logits: Floats) -> Floats:
    """Matrix of shape (n, len(CROSS_FEATURES)) for the logits (n,) of a question's candidates."""
    return np.column_stack([logits, np.exp(logits - logits.max(initial=-np.inf))])


def cross_confidence_features(logits: Floats, best: int) -> Floats:
    """Vector of shape (len(CROSS_CONFIDENCE_FEATURES),) for the candidate in row `best`."""
    own = float(logits[best])
    return np.array([own, 1 / (1 + np.exp(-own)), float(logits.max()) - own])


def other_topic(asked: frozenset[str], e: UnitEvidence) -> bool:
    """Whether a procedure is asked about, and the candidate names others but none of those."""
    heading = e.document.sections[e.unit.section].heading
    own = topics_in(f"{e.document.title} {heading} {e.document.slice(e.unit.spans)}")
    return bool(asked and own and not asked & own)


def _covered(asked: set[str], wider: set[str], e: UnitEvidence) -> float:
    if not asked:
        return 0.0
    heading = e.document.sections[e.unit.section].heading
    around = set(terms(f"{e.document.title} {heading} {e.document.slice(e.unit.spans)}"))
    loose = min(1.0, len((asked | wider) & around) / len(asked))
    return 0.5 * len(asked & around) / len(asked) + 0.5 * loose
