"""The staff's numbers, against values worked out by hand or published."""

from datetime import date
from pathlib import Path

import pytest
from reporting import house, refused
from seeding import fill, record

from index.hashing import HashingEncoder
from index.home import open_index
from qa.records.counts import Counted, Tally, add
from qa.records.database import Database
from qa.records.judgement import Judgement, Verdict
from qa.records.stored import Kind, Thumb
from qa.records.verdicts import Verdicts
from qa.staff.judged import by_answer, judged_right
from qa.staff.numbers import agreements, numbers
from qa.staff.statistics import Share, kappa

R, W, A = Verdict.RIGHT, Verdict.WRONG_PASSAGE, Verdict.SHOULD_ABSTAIN
TODAY = date(2026, 11, 20)


# Newcombe (1998), Statistics in Medicine 17:857, table I, method 3 (Wilson's score).
@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilsons_interval_as_published(hits: int, of: int, low: float, high: float) -> None:
    found = Share(hits, of).interval
    assert found == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (0.0, (0.0, 1.0))


def test_kappa_by_hand() -> None:
    # Of 50, both say right of 20 and wrong of 15; they differ on 5 and 10.
    # po = 35/50 = .7; the first says right of 25, the second of 30:
    # pe = .5 × .6 + .5 × .4 = .5; kappa = (.7 - .5) / (1 - .5) = .4
    first = ["r"] * 25 + ["w"] * 25
    second = ["r"] * 20 + ["w"] * 5 + ["r"] * 10 + ["w"] * 15
    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(["r", "w"], ["r", "w"]) == 1.0
    assert kappa(["r", "w"], ["w", "r"]) == -1.0  # po = 0, pe = .5


def test_kappa_has_no_value_where_only_one_label_was_used() -> None:
    assert kappa(["r"] * 9, ["r"] * 9) is None
    assert kappa([], []) is None
    assert kappa(["r"] * 9, ["w"] * 9) == 0.0  # no agreement, and none by chance


def judgement(number: int, answer_id: str, reviewer: str, verdict: Verdict) -> Judgement:
    at = "2026-11-20T10:00:00Z"
    return Judgement(number, answer_id, reviewer, at, verdict, "", "", (), None)


def said(**verdicts: str) -> list[Judgement]:
    """Of each reviewer a letter an answer: r, w, a, or - for none."""
    letters = {"r": R, "w": W, "a": A}
    return [
        judgement(0, f"answer-{at}", reviewer.replace("_", "-"), letters[letter])
        for reviewer, row in verdicts.items()
        for at, letter in enumerate(row)
        if letter != "-"
    ]


def test_an_answer_counts_once_and_as_right_where_all_say_so() -> None:
    judged = by_answer(said(one="rrwr--", two="rwwr-r"))
    # right by both, disputed, wrong by both, right by both, by nobody, right by one: 3 of 5
    assert judged_right(judged) == Share(3, 5)
    assert judged_right(judged, {"answer-0", "answer-1", "answer-4"}) == Share(1, 2)


def test_agreement_on_what_both_judged() -> None:
    found = agreements(said(one="rrwa-r", two="rwwar-", three="r-----"))
    pairs = {agreement.reviewers: agreement for agreement in found}
    # one and two: r/r r/w w/w a/a = 3 of 4; pe = .5×.25 + .25×.5 + .25×.25 = .3125
    both = pairs["one", "two"]
    assert both.same == Share(3, 4)
    assert both.kappa == pytest.approx((0.75 - 0.3125) / (1 - 0.3125))
    assert not both.enough
    assert pairs["one", "three"].same == Share(1, 1)
    assert found[0] is both  # most in common first
    assert agreements(said(one="r-", two="-r")) == ()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return fill(
        tmp_path / "quoteback.db",
        [
            record("a1", at="2026-11-20T23:59:59Z", thumb=Thumb.UP),
            record("a2", at="2026-11-20T00:00:00Z", thumb=Thumb.DOWN),
            record("a3", Kind.ABSTAINED, at="2026-11-19T10:00:00Z", thumb=Thumb.DOWN),
            record("a4", Kind.ESCALATED, at="2026-11-18T10:00:00Z"),
            record("old", at="2026-10-21T23:59:59Z", thumb=Thumb.UP),
        ],
    )


def test_days_kinds_and_thumbs(database: Database) -> None:
    found = numbers(database, TODAY)
    assert [day.on for day in found.days] == [date.fromordinal(TODAY.toordinal() - n)
                                              for n in range(29, -1, -1)]  # fmt: skip
    assert [day.all for day in found.days[-4:]] == [0, 1, 1, 2]
    assert sum(day.all for day in found.days) == 4  # 21 October is the 31st day back
    assert found.kinds == {Kind.ANSWERED: Share(2, 4), Kind.ABSTAINED: Share(1, 4),
                           Kind.ESCALATED: Share(1, 4)}  # fmt: skip
    assert found.thumbs == {Thumb.UP: 1, Thumb.DOWN: 2}


def test_what_was_only_counted_counts_too(database: Database) -> None:
    with database.write() as connection:
        tallies = (
            Tally("2026-11-19", Counted.KIND, "answered", 3),
            Tally("2026-11-19", Counted.THUMB, "up", 2),
            Tally("2026-11-19", Counted.RULE, "dose", 9),
            Tally("2026-10-01", Counted.KIND, "answered", 50),
        )
        add(connection, tallies)
    found = numbers(database, TODAY)
    assert found.days[-2].kinds == {Kind.ABSTAINED: 1, Kind.ANSWERED: 3}
    assert found.kinds[Kind.ANSWERED] == Share(5, 7)
    assert found.thumbs == {Thumb.UP: 3, Thumb.DOWN: 2}


def test_the_page(tmp_path: Path, folder: Path) -> None:
    today = date.today().isoformat()
    asked = [record(f"a{n}", at=f"{today}T00:00:00Z") for n in range(25)]
    with house(tmp_path, open_index(folder, HashingEncoder()), asked) as found:
        client, _ = found.member()
        page = client.get("/staff/numbers").text
        assert "No answer is judged yet" in page
        verdicts = Verdicts(found.records)
        for n in range(25):
            verdicts.judge(f"a{n}", "reviewer-1", R if n < 20 else W)
            if n < 24:
                verdicts.judge(f"a{n}", "reviewer-2", R if n < 20 else A)
            if n < 3:
                verdicts.judge(f"a{n}", "reviewer-3", R)
        page = client.get("/staff/numbers").text
        # 20 of 25: Wilson 95% from .6087 to .9114
        assert "80%: 20 of 25 judged answers. 95% interval (Wilson): 61% to 91%." in page
        # 20 of 24 the same; pe = (20/24)² = .694; kappa = (.8333 - .6944) / (1 - .6944) = .4545
        assert "83% (20)" in page
        assert ">0.45<" in page
        assert "too few to tell (3 of 20)" in page
        assert page.count("<svg") > 5
        for bad in ("style=", "<style", "onload", "<script>"):
            assert bad not in page
        tables = page.count("<table")
        assert tables == page.count('role="table"') == 4  # outcomes, days, verdicts, agreement
        for who in (found.stranger(), found.patient(), found.stranger("A" * 43)):
            assert refused(who.get("/staff/numbers"))
            assert refused(who.head("/staff/numbers"))
            assert refused(who.post("/staff/numbers", data={"csrf": "x"}))


def test_with_nothing_kept_the_page_says_so(tmp_path: Path, folder: Path) -> None:
    with house(tmp_path, open_index(folder, HashingEncoder()), []) as found:
        page = found.member()[0].get("/staff/numbers").text
        assert "No answer was kept in the last 30 days" in page
        assert "Nobody has pressed a thumb" in page
