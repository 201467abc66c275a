"""Fitting the blend (qa/blend.json) on development and practice questions, cross-validated by fact.

Ranking: the log-likelihood of a right candidate under the softmax of the rank scores, with an L2
pull, maximised by L-BFGS. Confidence: logistic regression of "the first candidate is right" over
answerable questions, near and far ones, and the training questions next door (each
counted as 0.6). Its inputs come from rank weights that did not see the question's fact.
"""

import json
import sys
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from corpus.asked import UNANSWERED, read_unanswered
from corpus.loading import ARTICLES
from eval.gold import Case, CaseKind, answers
from eval.thresholds import HeldOut, Labels, cheapest
from index.evidence import UnitEvidence
from qa.assistant import Assistant
from qa.conversation import ReadQuestion
from qa.cross_encoder import PairScorer, text_of
from qa.features import (
    CONFIDENCE_FEATURES,
    CROSS_CONFIDENCE_FEATURES,
    CROSS_FEATURES,
    RANK_FEATURES,
    Floats,
    confidence_features,
    cross_confidence_features,
    cross_features,
    rank_features,
)
from qa.scorer import BLEND, REREAD, gap

FOLDS = 5
RANK_PULL = 0.02
CONFIDENCE_PULL = 1.0
TRAINING_WEIGHT = 0.6
EVERY = 3
CALIBRATION_WEIGHT = 0.03
LENT_FEATURES = ("pointed", "pointed_log", "passage", "covered")
"""What ranks where phrasings are borrowed; any one more made held-out questions worse."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features (n, f) and labels (n,) of its candidates."""

    case: Case
    read: ReadQuestion
    found: Sequence[UnitEvidence]
    features: Floats
    right: Labels
    weight: float = 1.0
    cross: Floats | None = None


def reread(
    examples: Sequence[Example], scorer: PairScorer, rank_weights: dict[str, float]
) -> list[Example]:
    """The best REREAD candidates of each example with the cross-encoder's logits as features.

    Best by `rank_weights`, in that order. Of the training questions next door every third is read
    and counts three times: pairs take long.
    """
    weights = np.array([rank_weights[name] for name in RANK_FEATURES])
    found = []
    few = [e for e in examples if e.weight < 1][::EVERY]
    read = [e for e in examples if e.weight >= 1] + [
        replace(e, weight=e.weight * EVERY) for e in few
    ]
    for example in tqdm(read, unit="question", disable=not sys.stderr.isatty()):
        order = np.argsort(-(example.features @ weights), kind="stable")[:REREAD]
        best = [example.found[i] for i in order]
        logits = scorer.logits(example.read.text, [text_of(e) for e in best])
        features = example.features[order]
        found.append(
            replace(
                example,
                found=best,
                features=np.hstack([features, cross_features(logits)]) if len(best) else features,
                right=example.right[order],
                cross=logits,
            )
        )
    return found


def collect(assistant: Assistant, gold: Sequence[Case]) -> list[Example]:
    """The cases and the training questions next door, with their candidates."""
    cases = [(case, 1.0) for case in gold]
    for number, question in enumerate(read_unanswered(ARTICLES / UNANSWERED)):
        name = f"unanswered-{number}"
        near = Case(name, CaseKind.NEAR, question, "", "", "dev", name)
        cases.append((near, TRAINING_WEIGHT))
    examples = []
    for case, weight in cases:
        if weight < 1:
            # It is itself among the known ones: ask as if it were not.
            asking = copy(assistant)
            asking.index = assistant.index.without(case.question)
        else:
            asking = assistant
        read, scored = asking.consider(case.question, case.history)
        found = [candidate.evidence for candidate in scored]
        right = np.array([answers(e.document, e.unit.spans, case) for e in found], dtype=bool)
        examples.append(Example(case, read, found, rank_features(read, found), right, weight))
    return examples


def without_phrasings(examples: list[Example]) -> list[Example]:
    """The same as a corpus without phrasings would give them."""
    asked = [
        RANK_FEATURES.index(name)
        for name in (
            *("asked", "trained_asked", "both", "vote", "pointed", "pointed_log"),
            *("expected", "expected_share"),
        )
    ]
    bare = []
    for example in examples:
        features = example.features.copy()
        features[:, asked] = 0.0
        found = [
            replace(
                e,
                asked=0.0,
                trained_asked=0.0,
                vote=0.0,
                pointed=0.0,
                expected=0.0,
                unanswered=0.0,
                unanswered_vote=0.0,
                known=0.0,
            )
            for e in example.found
        ]
        bare.append(replace(example, features=features, found=found))
    return bare


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights with their threshold, and what they say of questions whose fact they did not see."""

    weights: dict[str, Any]
    held: HeldOut


def fit(examples: list[Example], rank_by: Sequence[str] | None = None) -> Fitted:
    """One set of weights, cross-validated by fact; only the features of `rank_by` rank."""
    folds = np.array(_folds(examples))
    held: list[Floats] = [np.zeros(0)] * len(examples)
    for fold in range(FOLDS):
        seen_ones = [e for e, f in zip(examples, folds, strict=True) if f != fold]
        weights = fit_rank(seen_ones, rank_by)
        for at in np.flatnonzero(folds == fold):
            held[at] = examples[at].features @ weights
    first, third = (
        np.array([_right_within(e, rank, k) for e, rank in zip(examples, held, strict=True)])
        for k in (1, 3)
    )
    inputs = np.array([_inputs(e, rank) for e, rank in zip(examples, held, strict=True)])
    counts = np.array([e.weight for e in examples])
    probability = np.zeros(len(examples))
    for fold in range(FOLDS):
        seen, unseen = folds != fold, folds == fold
        confidence, bias = fit_confidence(inputs[seen], first[seen], counts[seen])
        probability[unseen] = 1 / (1 + np.exp(-(inputs[unseen] @ confidence + bias)))
    kinds = np.array([None if e.weight < 1 else e.case.kind for e in examples], dtype=object)
    held_out = HeldOut(first, third, probability, *(kinds == kind for kind in CaseKind))
    confidence, bias = fit_confidence(inputs, first, counts)
    rank_names, confidence_names = list(RANK_FEATURES), list(CONFIDENCE_FEATURES)
    if any(example.cross is not None for example in examples):
        rank_names += CROSS_FEATURES
        confidence_names += CROSS_CONFIDENCE_FEATURES
    weights_of_all = {
        "rank": _named(rank_names, fit_rank(examples, rank_by)),
        "confidence": _named(confidence_names, confidence),
        "bias": round(float(bias), 4),
        "answer_at": cheapest(held_out),
    }
    return Fitted(weights_of_all, held_out)


def fit_confidence(inputs: Floats, labels: Labels, counts: Floats) -> tuple[Floats, float]:
    """Weights (features,) and bias: a direction from all examples, then Platt's scaling.

    The questions next door that serve for training say much about the direction, but there are
    far more of them than patients ask: slope and bias are fitted again with their weight cut to
    CALIBRATION_WEIGHT (Platt 1999).
    """
    confidence, bias = fit_logistic(inputs, labels, counts)
    margin = (inputs @ confidence + bias)[:, None]
    few = np.where(counts < 1, CALIBRATION_WEIGHT, counts)
    slope, shift = fit_logistic(margin, labels, few)
    return confidence * slope[0], bias * float(slope[0]) + shift


def fit_rank(examples: list[Example], rank_by: Sequence[str] | None = None) -> Floats:
    """Weights of shape (features,) that put right candidates first; 0 outside `rank_by`."""
    used = [e for e in examples if e.right.any()]
    scale = np.vstack([e.features for e in used]).std(axis=0) + 1e-6
    kept = np.array([rank_by is None or name in rank_by for name in RANK_FEATURES])
    kept = np.append(kept, np.ones(len(scale) - len(kept), dtype=bool))  # the cross-encoder's
    scaled = [e.features / scale * kept for e in used]

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


def _right_within(example: Example, rank: Floats, k: int) -> bool:
    return bool(example.right[np.argsort(-rank, kind="stable")[:k]].any())


def _inputs(example: Example, rank: Floats) -> Floats:
    if not len(rank):
        extra = len(CROSS_CONFIDENCE_FEATURES) if example.cross is not None else 0
        return np.zeros(len(CONFIDENCE_FEATURES) + extra)
    order = np.argsort(-rank, kind="stable")
    best = int(order[0])
    ahead = gap([example.found[i] for i in order], rank[order])
    own = confidence_features(example.read, example.found[best], float(rank[best]), ahead)
    if example.cross is None:
        return own
    return np.concatenate([own, cross_confidence_features(example.cross, best)])


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
