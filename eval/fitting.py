"""Fitting the blend (qa/blend.json) on the development questions, with cross-validation by fact.

Ranking: the log-likelihood of a right candidate under the softmax of the rank scores, with an L2
pull, maximised by L-BFGS. Confidence: logistic regression of "the first candidate is right" over
answerable development questions, near and far ones, and the training questions next door (each
counted as 0.3). Its inputs come from rank weights that did not see the question's fact.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from corpus.asked import UNANSWERED, read_unanswered
from corpus.loading import ARTICLES
from eval.gold import Case, CaseKind, answers
from index.search import UnitEvidence
from qa.assistant import Assistant
from qa.conversation import ReadQuestion
from qa.features import (
    CONFIDENCE_FEATURES,
    RANK_FEATURES,
    Floats,
    confidence_features,
    rank_features,
)
from qa.scorer import BLEND, gap

FOLDS = 5
RANK_PULL = 0.02
CONFIDENCE_PULL = 1.0
TRAINING_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features (n, f) and labels (n,) of its candidates."""

    case: Case
    read: ReadQuestion
    found: Sequence[UnitEvidence]
    features: Floats
    right: np.ndarray[Any, np.dtype[np.bool_]]
    weight: float = 1.0


def collect(assistant: Assistant, gold: Sequence[Case]) -> list[Example]:
    """Development cases and the training questions next door, with their candidates."""
    cases = [(case, 1.0) for case in gold]
    for number, question in enumerate(read_unanswered(ARTICLES / UNANSWERED)):
        name = f"unanswered-{number}"
        near = Case(name, CaseKind.NEAR, question, "", "", "dev", name)
        cases.append((near, TRAINING_WEIGHT))
    examples = []
    for case, weight in cases:
        read, scored = assistant.consider(case.question, case.history)
        found = [candidate.evidence for candidate in scored]
        if weight < 1 and found and found[0].unanswered:
            # It is itself among the known ones: look at its nearest neighbor instead.
            other = assistant.index.other_unanswered(read.text)
            found = [replace(e, unanswered=other) for e in found]
        right = np.array([answers(e.document, e.unit.spans, case) for e in found], dtype=bool)
        examples.append(Example(case, read, found, rank_features(read, found), right, weight))
    return examples


def without_phrasings(examples: list[Example]) -> list[Example]:
    """The same as a corpus without phrasings would give them."""
    asked = [RANK_FEATURES.index(name) for name in ("asked", "trained_asked", "both")]
    bare = []
    for example in examples:
        features = example.features.copy()
        features[:, asked] = 0.0
        found = [replace(e, asked=0.0, trained_asked=0.0, unanswered=0.0) for e in example.found]
        bare.append(replace(example, features=features, found=found))
    return bare


def fit(examples: list[Example]) -> dict[str, Any]:
    """One set of weights, with what cross-validation says of it."""
    folds = _folds(examples)
    held: list[Floats] = [np.zeros(0)] * len(examples)
    for fold in range(FOLDS):
        weights = fit_rank([e for e, f in zip(examples, folds, strict=True) if f != fold])
        for at, example in enumerate(examples):
            if folds[at] == fold:
                held[at] = example.features @ weights
    final = fit_rank(examples)
    answerable = [at for at, e in enumerate(examples) if e.case.kind is CaseKind.ANSWERABLE]
    first = np.array([_first_right(examples[at], held[at]) for at in range(len(examples))])
    inputs = np.array([_inputs(e, rank) for e, rank in zip(examples, held, strict=True)])
    counts = np.array([e.weight for e in examples])
    confidence, bias = fit_logistic(inputs, first, counts)
    return {
        "rank": _named(RANK_FEATURES, final),
        "confidence": _named(CONFIDENCE_FEATURES, confidence),
        "bias": round(float(bias), 4),
        "cross_validated_first_right": round(float(first[answerable].mean()), 4),
    }


def fit_rank(examples: list[Example]) -> Floats:
    """Weights of shape (features,) that put right candidates first."""
    used = [e for e in examples if e.right.any()]
    scale = np.vstack([e.features for e in used]).std(axis=0) + 1e-6
    scaled = [e.features / scale for e in used]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, example in zip(scaled, used, strict=True):
            rank = features @ weights
            share = np.exp(rank - rank.max())
            share /= share.sum()
            right = share * example.right
            total -= float(np.log(right.sum()))
            slope += features.T @ (share - right / right.sum())
        pull = RANK_PULL * float(weights @ weights)
        return total / len(used) + pull, slope / len(used) + 2 * RANK_PULL * weights

    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B")
    result: Floats = found.x / scale
    return result


def fit_logistic(
    inputs: Floats, labels: np.ndarray[Any, Any], counts: Floats
) -> tuple[Floats, float]:
    """Weights (features,) and bias of a logistic regression with an L2 pull on scaled inputs."""
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    scaled = np.hstack([(inputs - mean) / scale, np.ones((len(inputs), 1))])
    sign = np.where(labels, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (scaled @ weights)
        total = float(counts @ np.logaddexp(0, -margin))
        slope = scaled.T @ (-counts * sign / (1 + np.exp(np.clip(margin, -30, 30))))
        pulled = np.append(weights[:-1], 0.0)
        total += CONFIDENCE_PULL * float(pulled @ pulled)
        return total, slope + 2 * CONFIDENCE_PULL * pulled

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    weights: Floats = found[:-1] / scale
    return weights, float(found[-1] - weights @ mean)


def write_blend(sets: dict[str, dict[str, Any]], path: Path = BLEND) -> None:
    """Write the fitted sets."""
    path.write_text(json.dumps(sets, indent=1) + "\n")


def _folds(examples: list[Example]) -> list[int]:
    facts = sorted({e.case.fact for e in examples})
    order = np.random.default_rng(0).permutation(len(facts))
    fold = {facts[at]: number % FOLDS for number, at in enumerate(order)}
    return [fold[e.case.fact] for e in examples]


def _first_right(example: Example, rank: Floats) -> bool:
    return len(rank) > 0 and bool(example.right[int(rank.argmax())])


def _inputs(example: Example, rank: Floats) -> Floats:
    if not len(rank):
        return np.zeros(len(CONFIDENCE_FEATURES))
    order = np.argsort(-rank, kind="stable")
    best = int(order[0])
    ahead = gap(example.found, rank, order)
    return confidence_features(example.read, example.found[best], float(rank[best]), ahead)


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
