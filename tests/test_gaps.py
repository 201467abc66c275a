"""What patients asked without an answer, put together by meaning."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from reporting import house, refused
from seeding import fill, record

from index.encoder import Encoder, Vectors
from index.hashing import HashingEncoder
from index.home import load_encoder, open_index
from qa.records.judgement import Verdict
from qa.records.stored import AnswerRecord, Kind
from qa.records.verdicts import Verdicts
from qa.staff.gaps import Gaps
from qa.staff.statistics import groups_of, nearest_the_middle


def abstained(
    answer_id: str, question: str, at: str = "2026-11-20T10:00:00Z", **more: str
) -> AnswerRecord:
    return record(answer_id, Kind.ABSTAINED, question=question, at=at, **more)


def unit(*degrees: float) -> Vectors:
    turns = np.radians(degrees)
    return np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)


class CountingEncoder(HashingEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        self.texts += texts
        return super().encode(texts)


def test_groups_are_merged_while_their_mean_distance_is_small() -> None:
    # cos 40° = .766, cos 50° = .643: distances .234 and .357, one on each side of .35.
    assert groups_of(unit(0, 40, 90)) == ((0, 1), (2,))
    # 0° and 50° alone are .357 apart.
    assert groups_of(unit(0, 50)) == ((0,), (1,))
    assert groups_of(unit(7)) == ((0,),)
    assert groups_of(np.zeros((0, 2), dtype=np.float32)) == ()


def test_the_question_nearest_the_weighted_middle_comes_first() -> None:
    assert nearest_the_middle(unit(0, 20, 50), [1, 1, 1])[0] == 1
    assert nearest_the_middle(unit(0, 20, 50), [1, 1, 50])[0] == 2


def test_one_meaning_one_gap_the_most_asked_first(tmp_path: Path) -> None:
    database = fill(
        tmp_path / "records.db",
        [
            abstained("a1", "can i fly after a blood patch", "2026-11-01T10:00:00Z"),
            abstained("a2", "Can I  fly after a blood patch", "2026-11-03T10:00:00Z"),
            abstained("a3", "is flying ok after a blood patch", "2026-11-02T10:00:00Z"),
            abstained("a4", "does insurance pay for acupuncture", "2026-11-19T10:00:00Z"),
            record("a5", Kind.ANSWERED, question="can i fly after a blood patch?"),
        ],
    )
    found = Gaps(database, load_encoder()).find()
    first, second = found.gaps
    assert (found.questions, found.waiting, found.cut) == (4, 0, False)
    assert (first.count, first.last, first.answerable) == (3, "2026-11-03T10:00:00Z", 0)
    assert first.asked[0].answer_ids == ("a2", "a1")  # one wording, newest first
    assert first.asked[1].answer_ids == ("a3",)
    assert (second.count, second.asked[0].question) == (1, "does insurance pay for acupuncture")


def test_what_should_have_been_answered_is_a_gap_and_told_apart(tmp_path: Path) -> None:
    asked = [abstained("a1", "tea"), record("a2", Kind.ESCALATED, question="tea"), record("a3")]
    database = fill(tmp_path / "records.db", asked)
    verdicts = Verdicts(database)
    verdicts.judge("a2", "reviewer-1", Verdict.SHOULD_ANSWER)
    verdicts.judge("a3", "reviewer-1", Verdict.SHOULD_ANSWER)
    judgement = verdicts.judge("a3", "reviewer-1", Verdict.RIGHT)
    gaps = Gaps(database, HashingEncoder())
    (gap,) = gaps.find().gaps
    assert (gap.count, gap.answerable) == (2, 1)
    verdicts.undo(judgement.id, "reviewer-1")  # a3 should have been answered again
    assert gaps.find().questions == 3


def test_only_the_newest_are_put_together(tmp_path: Path) -> None:
    asked = [abstained(f"a{n}", f"question {n}", f"2026-11-{n:02d}T10:00:00Z") for n in range(1, 8)]
    found = Gaps(fill(tmp_path / "records.db", asked), HashingEncoder(), most=5).find()
    assert (found.questions, found.cut) == (5, True)
    ids = {answer_id for gap in found.gaps for one in gap.asked for answer_id in one.answer_ids}
    assert ids == {"a3", "a4", "a5", "a6", "a7"}


def test_words_are_encoded_once_and_not_too_many_at_a_time(tmp_path: Path) -> None:
    asked = [abstained(f"a{n}", f"question {n}") for n in range(7)]
    encoder = CountingEncoder()
    gaps = Gaps(fill(tmp_path / "records.db", asked), encoder, most_new=4)
    assert (gaps.find().questions, gaps.find().waiting, gaps.find().questions) == (4, 0, 7)
    assert sorted(encoder.texts) == [f"question {n}" for n in range(7)]


def test_a_follow_up_is_grouped_as_it_was_read(tmp_path: Path) -> None:
    encoder: Encoder = CountingEncoder()
    asked = [abstained("a1", "how long", read_as="how long (about an epidural)")]
    (gap,) = Gaps(fill(tmp_path / "records.db", asked), encoder).find().gaps
    assert encoder.texts == ["how long (about an epidural)"]
    assert gap.asked[0].question == "how long"


NASTY = "<script>alert(1)</script> \u202e ]]> " + "x" * 2000


@pytest.fixture
def index(folder: Path):
    return open_index(folder, HashingEncoder())


def test_the_page(tmp_path: Path, index) -> None:
    asked = [
        abstained("a1", "Sealed question", "2026-11-03T10:00:00Z"),
        abstained("a2", "question Sealed", "2026-11-04T10:00:00Z"),
        abstained("a3", NASTY),
    ]
    with house(tmp_path, index, asked) as found:
        client, _ = found.member()
        page = client.get("/staff/gaps").text
        assert "Asked 2 times" in page
        assert "2026-11-04" in page
        assert 'href="/staff/answer/a2"' in page
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "style=" not in page
        for given in ("2", "0", "x", "99999", "-1", "٣"):
            assert client.get("/staff/gaps", params={"page": given}).status_code == 200
        for who in (found.stranger(), found.patient(), found.stranger("A" * 43)):
            assert refused(who.get("/staff/gaps"))
            assert refused(who.head("/staff/gaps"))
            assert refused(who.post("/staff/gaps", data={"csrf": "x"}))


def test_with_no_gap_the_page_says_so(tmp_path: Path, index) -> None:
    with house(tmp_path, index, []) as found:
        assert "There are no gaps" in found.member()[0].get("/staff/gaps").text
