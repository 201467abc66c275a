"""What patients ask and the articles do not answer, put together by meaning."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from index.encoder import Encoder, Vectors
from qa.records.answers import Answers
from qa.records.database import Database
from qa.records.filter import Filter
from qa.records.judgement import Verdict
from qa.records.stored import AnswerRecord, Kind
from qa.staff.statistics import groups_of, nearest_the_middle

MOST_QUESTIONS = 2000
"""The newest so many are put together; the distances between 2,000 take 32 MB."""

MOST_NEW = 300
"""Wordings encoded for one call, for a page must not take minutes; the next call goes on."""

_AT_ONCE = 16
_PAUSE = 0.005


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one wording: how often it was asked, and the answers that it got."""

    question: str
    read_as: str
    answer_ids: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions of one meaning, the one nearest their middle first.

    `last` is when one was last asked (ISO 8601, UTC); `answerable` says how many of them a
    reviewer holds that the articles do answer: there the finding has to be mended, not the text.
    """

    asked: tuple[Asked, ...]
    last: str
    answerable: int

    @property
    def count(self) -> int:
        """How often it was asked, in whichever words."""
        return sum(len(one.answer_ids) for one in self.asked)


@dataclass(frozen=True, slots=True)
class FoundGaps:
    """Gaps, the most asked first; `questions` were put together.

    `waiting` more will be at the next calls; `cut` says that there are older ones beside.
    """

    gaps: tuple[Gap, ...]
    questions: int
    waiting: int
    cut: bool


class Gaps:
    """Puts questions together. Safe to share between threads.

    Vectors are kept in memory, under hashes of the words, while those are in the records.
    """

    def __init__(
        self,
        database: Database,
        encoder: Encoder,
        *,
        most: int = MOST_QUESTIONS,
        most_new: int = MOST_NEW,
    ) -> None:
        """Nothing is read yet; `encoder` is the one that the index was made with."""
        self._most_new = most_new
        self._answers = Answers(database)
        self._encoder = encoder
        self._most = most
        self._vectors: dict[bytes, Vectors] = {}
        self._lock = Lock()

    def find(self) -> FoundGaps:
        """Today's gaps: abstained questions, and those that a reviewer says should be answered.

        Raises:
            RecordsError: the records cannot be read.
        """
        more = self._most + 1
        abstained = self._answers.search(Filter(kind=Kind.ABSTAINED, limit=more))
        wanted = self._answers.search(Filter(verdict=Verdict.SHOULD_ANSWER, limit=more))
        both = {record.answer_id: record for record in (*abstained, *wanted)}
        newest = sorted(both.values(), key=lambda record: record.at, reverse=True)
        records = newest[: self._most]
        ids = frozenset(record.answer_id for record in wanted)
        with self._lock:  # two at once would encode the same words twice
            gaps = self._put_together(records, ids)
        ready = sum(gap.count for gap in gaps)
        return FoundGaps(gaps, ready, len(records) - ready, len(newest) > self._most)

    def _put_together(
        self, records: Sequence[AnswerRecord], answerable: frozenset[str]
    ) -> tuple[Gap, ...]:
        wordings: dict[str, list[AnswerRecord]] = {}
        for record in records:
            wordings.setdefault(" ".join(record.read_as.casefold().split()), []).append(record)
        vectors, known = self._encoded(list(wordings))
        asked = [_asked(wordings[text]) for text in known]
        gaps = []
        for rows in groups_of(vectors):
            weights = [len(asked[row].answer_ids) for row in rows]
            order = nearest_the_middle(vectors[list(rows)], weights)
            group = tuple(asked[rows[at]] for at in order)
            ids = {answer_id for one in group for answer_id in one.answer_ids}
            last = max(one.last for one in group)
            gaps.append(Gap(group, last, len(ids & answerable)))
        return tuple(sorted(gaps, key=lambda gap: (gap.count, gap.last), reverse=True))

    def _encoded(self, texts: Sequence[str]) -> tuple[Vectors, list[str]]:
        """Vectors, shape (n, d), of those `texts` that have one by now, and these.

        Vectors of other words are forgotten.
        """
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in texts]
        known = {key: self._vectors[key] for key in keys if key in self._vectors}
        new = [at for at, key in enumerate(keys) if key not in known][: self._most_new]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            found = self._encoder.encode([texts[at] for at in some])
            known.update((keys[at], row) for at, row in zip(some, found, strict=True))
            time.sleep(_PAUSE)  # the encoder serves one at a time: patients go first
        self._vectors = known
        if not known:
            return np.zeros((0, self._encoder.dimension), dtype=np.float32), []
        ready = [(text, known[key]) for text, key in zip(texts, keys, strict=True) if key in known]
        return np.stack([vector for _, vector in ready]), [text for text, _ in ready]


def _asked(records: Sequence[AnswerRecord]) -> Asked:
    """Records of one wording, newest first."""
    newest = records[0]
    ids = tuple(record.answer_id for record in records)
    return Asked(newest.question, newest.read_as, ids, newest.at)
