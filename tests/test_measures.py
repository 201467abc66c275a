"""Each measure against arithmetic done by hand, and what comparisons and the gate decide."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.abstention import auroc, right_at, risk_coverage
from eval.beir import BeirError, measure_collection, rank_all, read_collection
from eval.calibration import measure_calibration, reliability
from eval.compare import changed_sides, compare, is_right, worse
from eval.folder import Run, RunError, read_run, write_run
from eval.gate import judge, read_baseline, write_baseline
from eval.gold import Answer, Case, CaseKind
from eval.measures import measure
from eval.quoting import token_f1
from eval.report import write_report
from eval.retrieval import measure_retrieval, trec_qrels, trec_run
from eval.runs import Result, Shown
from index.hashing import HashingEncoder

ANSWERABLE = Case(
    "a-1", CaseKind.ANSWERABLE, "how long", "tea", "plain", "dev", "f", "tea",
    (Answer("tea", (0, 9)),),
)  # fmt: skip
NEAR = Case("n-1", CaseKind.NEAR, "how dear", "tea", "plain", "dev", "g")


def result(case: Case = ANSWERABLE, *, right: bool = True, shown: bool = True, confidence=0.5):
    quote = Shown("tea", ((0, 9),), "two years of tea", right, confidence)
    return Result(
        case,
        "answered" if shown else "abstained",
        case.question,
        (quote,) if shown else (),
        (quote,),
        confidence,
        0.01,
        passages=(("tea:0-90", 1.0),),
        relevant=("tea:0-90",) if case.answers else (),
        gold=("two long years",),
    )


def many(rights: list[bool], **other) -> tuple[Result, ...]:
    return tuple(
        result(replace(ANSWERABLE, id=f"a-{at}"), right=right, **other)
        for at, right in enumerate(rights)
    )


def test_token_f1_is_the_mean_of_both_shares() -> None:
    # "two years of tea" and "two long years" share 2 words: 2/4 and 2/3
    assert token_f1(result()) == pytest.approx(2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3))
    assert token_f1(result(shown=False)) == 0


def test_auroc_counts_pairs_and_halves_of_ties() -> None:
    # pairs: .9>.5 yes, .9>.9 tie, .4>.5 no, .4>.9 no -> 1.5 of 4
    assert auroc(np.array([0.9, 0.4]), np.array([0.5, 0.9])) == pytest.approx(1.5 / 4)


def test_right_at_lets_only_so_many_false_answers_through() -> None:
    theirs = np.array([0.8, 0.3, 0.2, 0.1])  # one of four allowed: floor .3
    ours, right = np.array([0.9, 0.5, 0.3, 0.2]), np.array([1.0, 0.0, 1.0, 1.0])
    assert right_at(ours, right, theirs, 0.25) == pytest.approx(1 / 4)
    assert right_at(ours, right, theirs, 1.0) == pytest.approx(3 / 4)


def test_risk_and_coverage_step_down_by_confidence() -> None:
    runs = [result(confidence=0.9), result(right=False, confidence=0.6), result(confidence=0.3)]
    assert risk_coverage(runs) == [
        (0.9, pytest.approx(1 / 3), 0.0),
        (0.6, pytest.approx(2 / 3), 0.5),
        (0.3, 1.0, pytest.approx(1 / 3)),
    ]


def test_calibration_error_is_the_weighted_distance() -> None:
    runs = [result(confidence=0.95), result(confidence=0.95, right=False), result(confidence=0.15)]
    # bin .9-1: two cases, mean .95, right .5; bin .1-.2: one case, mean .15, right 1
    assert measure_calibration(runs).value == pytest.approx((2 * 0.45 + 1 * 0.85) / 3)
    assert [(b.cases, b.right) for b in reliability(runs)] == [(1, 1.0), (2, 0.5)]


def test_retrieval_of_a_known_ranking() -> None:
    run = {"q": {"x": 3.0, "right": 2.0, "also": 1.0}, "silent": {}}
    qrels = {"q": {"right": 1, "also": 1}, "silent": {"right": 1}}
    found = {m.name: m.value for m in measure_retrieval(run, qrels)}
    gain = 1 / np.log2(3) + 1 / np.log2(4)
    assert found["passage nDCG@10"] == pytest.approx(gain / (1 + 1 / np.log2(3)) / 2)
    assert found["passage MRR@10"] == pytest.approx(0.5 / 2)
    assert found["passage success@1"] == 0
    assert found["passage success@3"] == pytest.approx(1 / 2)
    assert found["passage recall@10"] == pytest.approx(1 / 2)


def test_trec_lines() -> None:
    assert list(trec_run({"q": {"a": 1.0, "b": 2.0}}, "t")) == [
        "q Q0 b 1 2.000000 t",
        "q Q0 a 2 1.000000 t",
    ]
    assert list(trec_qrels({"q": {"a": 1}})) == ["q 0 a 1"]


def test_nothing_shown_counts_as_wrong_and_errors_are_told() -> None:
    failed = replace(result(shown=False), candidates=(), error="ValueError: x")
    found = {m.name: m.value for m in measure([result(), failed])}
    assert found["first quote right"] == 0.5
    assert found["wrongly refused"] == 0.5
    assert found["raised an error"] == 1


def test_comparison_of_five_losses() -> None:
    before = Run("before", {}, many([True] * 8))
    after = Run("after", {}, many([False] * 5 + [True] * 3))
    first = next(t for t in compare(before, after) if t.name == "first quote right")
    # five coins all the same way: 1/32 on one side, 2/32 on both
    assert (first.worse_p, first.p) == (pytest.approx(1 / 32), pytest.approx(2 / 32))
    assert [a.key for a, _ in changed_sides(before, after)] == [f"a-{n}" for n in range(5)]
    assert worse([first], 0.05) == [first]
    better = next(t for t in compare(after, before) if t.name == "first quote right")
    assert worse([better], 0.5) == []


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_a_run_never_differs_from_itself(rights: list[bool]) -> None:
    run = Run("run", {}, many(rights))
    assert all(t.p == 1 and t.worse_p == 1 for t in compare(run, run))
    assert changed_sides(run, run) == []


def test_runs_of_other_questions_cannot_be_compared() -> None:
    other = Run("other", {}, (result(replace(ANSWERABLE, id="z")),))
    with pytest.raises(RunError, match="no question in common"):
        compare(Run("run", {}, many([True])), other)


def test_silence_is_right_where_nothing_answers() -> None:
    assert is_right(result(NEAR, shown=False))
    assert not is_right(result(NEAR))
    assert not is_right(result(shown=False))


def test_run_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    turn = replace(ANSWERABLE, id="c-1", history=("tea?",), full="how long does tea keep")
    results = [*many([True, False]), result(NEAR), replace(result(turn), in_full=True)]
    folder = write_run({"split": "dev"}, results, tmp_path / "run")
    assert read_run(folder).results == tuple(results)
    assert (folder / "passages.run").read_text().splitlines()[0].startswith("a-0 Q0 tea:0-90 1 ")
    assert (folder / "passages.qrels").read_text().splitlines()[0] == "a-0 0 tea:0-90 1"
    (folder / "cases.jsonl").write_text("{}\n")
    with pytest.raises(RunError, match="damaged"):
        read_run(folder)
    with pytest.raises(RunError, match=r"no settings\.json"):
        read_run(tmp_path)


def test_report_is_one_page_that_escapes_what_was_asked(tmp_path: Path) -> None:
    bad = replace(ANSWERABLE, id="a-x", question="<script>alert(1)</script>")
    results = [*many([True, True]), result(bad, right=False), result(NEAR, confidence=0.2)]
    page = write_report(Run("run", {"answer_at": 0.25}, tuple(results)))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count("<svg") == 7
    assert "What went wrong: 2 of 4" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_gate_falls_for_a_worse_run_only(tmp_path: Path) -> None:
    path = tmp_path / "baseline.jsonl"
    write_baseline(many([True] * 20), path)
    assert judge(many([True] * 20), path)[1] == []
    assert judge(many([True] * 18 + [False] * 2), path)[1] == []  # noise
    fallen = judge(many([True] * 10 + [False] * 10), path)[1]
    assert "first quote right" in [t.name for t in fallen]
    with pytest.raises(RunError, match="shares no question"):
        read_baseline([result(NEAR)], path)
    with pytest.raises(RunError, match="is missing"):
        read_baseline([result(NEAR)], tmp_path / "none")


@pytest.fixture
def beir_folder(tmp_path: Path) -> Path:
    corpus = [
        {"_id": "t", "title": "Tea", "text": "Black tea keeps for two years in a dry tin."},
        {"_id": "c", "title": "Coffee", "text": "Coffee holds about 95 mg of caffeine a cup."},
    ]
    queries = [
        {"_id": "1", "text": "how long does black tea keep", "answerable": True, "strict": True},
        {"_id": "2", "text": "caffeine coffee cup", "answerable": True, "strict": True},
        {"_id": "3", "text": "zebra stripes", "answerable": False, "strict": True},
    ]
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt") as file:
        file.write("".join(json.dumps(line) + "\n" for line in corpus))
    (tmp_path / "queries.jsonl").write_text("".join(json.dumps(line) + "\n" for line in queries))
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\tt\t1\n2\tc\t1\n2\tt\t0\n")
    return tmp_path


def test_beir_folder_is_ranked_and_measured(beir_folder: Path) -> None:
    collection = read_collection(beir_folder)
    assert collection.qrels == {"1": {"t": 1}, "2": {"c": 1}}
    found = measure_collection(rank_all(collection, HashingEncoder()), collection.qrels)
    values = {m.name: m.value for m in found}
    assert values["passage nDCG@10"] == 1
    assert values["AUROC answerable, strict"] == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("queries.jsonl", '{"_id": "1"}', "line 1"),
        ("queries.jsonl", "nonsense", "line 1"),
        ("qrels.tsv", "head\n1 t 1\n", "query-id, corpus-id and score"),
    ],
)
def test_bad_beir_files_are_named(beir_folder: Path, name: str, text: str, told: str) -> None:
    (beir_folder / name).write_text(text)
    with pytest.raises(BeirError, match=told):
        read_collection(beir_folder)


def test_a_folder_without_a_corpus_is_no_beir_folder(tmp_path: Path) -> None:
    with pytest.raises(BeirError, match=r"no corpus\.jsonl"):
        read_collection(tmp_path)
