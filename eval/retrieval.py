"""Passages found, by ir_measures: the one file that imports it.

success@k: one of the first k passages holds an answer. recall@10: share of the passages that hold
one. MRR@10: 1 / rank of the first (Voorhees 1999). nDCG@10: Järvelin & Kekäläinen 2002, binary
gains. Trap: a question answered in two places counts each passage as relevant, so recall@10 and
nDCG@10 can be low where the patient lacks nothing. A question with nothing found scores 0.
"""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

from eval.intervals import Measure, mean
from eval.runs import Result

Run = Mapping[str, Mapping[str, float]]
Qrels = Mapping[str, Mapping[str, int]]

_NAMES = {
    "passage success@1": Success @ 1,
    "passage success@3": Success @ 3,
    "passage success@10": Success @ 10,
    "passage recall@10": R @ 10,
    "passage MRR@10": RR @ 10,
    "passage nDCG@10": nDCG @ 10,
}


def measure_passages(results: Sequence[Result]) -> list[Measure]:
    """Every retrieval measure of answerable questions, a mean over all of them."""
    qrels = {r.key: dict.fromkeys(r.relevant, 1) for r in results if r.relevant}
    return measure_retrieval({r.key: dict(r.passages) for r in results}, qrels)


def measure_retrieval(run: Run, qrels: Qrels) -> list[Measure]:
    """Every measure over the questions of `qrels`, each absent from `run` counting 0."""
    found: dict[str, list[float]] = {name: [] for name in _NAMES}
    label = {str(measure): name for name, measure in _NAMES.items()}
    # An empty ranking would be dropped by the library; a passage that is nowhere stands for it.
    asked = {query: dict(run.get(query) or {"-": 0.0}) for query in qrels}
    for metric in ir_measures.iter_calc(list(_NAMES.values()), dict(qrels), asked):
        found[label[str(metric.measure)]].append(metric.value)
    return [mean(name, np.array(values)) for name, values in found.items()]


def trec_run(run: Run, tag: str = "quoteback") -> Iterable[str]:
    """Lines `query Q0 passage rank score tag`, best first."""
    for query, scores in run.items():
        ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        for rank, (name, score) in enumerate(ordered, start=1):
            yield f"{query} Q0 {name} {rank} {score:.6f} {tag}"


def trec_qrels(qrels: Qrels) -> Iterable[str]:
    """Lines `query 0 passage relevance`."""
    for query, relevant in qrels.items():
        for name, gain in relevant.items():
            yield f"{query} 0 {name} {gain}"
