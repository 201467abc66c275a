"""Candidates to probabilities: a logistic blend of evidence that can be read.

P(answers) = sigmoid(bias + Σ weight × feature). The weights are in blend.json, fitted on the
development questions; `python -m qa explain "question"` prints every feature of every candidate.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import UnitKind
from index.lexical import terms
from index.search import UnitEvidence

BLEND = Path(__file__).parent / "blend.json"
FEATURES = (
    "passage",
    "plain",
    "context",
    "heading",
    "lexical",
    "covered",
    "first",
    "duration",
    "amount",
    "list",
    "row",
    "item",
    "lead",
    "gap",
)

_HOW_LONG = re.compile(r"\bhow (?:long|soon|fast|quick|many (?:days|weeks|hours))|\bwhen (?:will|do|does|can)")
_HOW_MANY = re.compile(r"\bhow (?:many|much|often|common|likely)|\bpercent|\bchances?\b|\bodds\b")
_WHICH = re.compile(r"\b(?:what|which|list|any)\b.*\b(?:symptoms|signs|causes|treatments|options|"
                    r"effects|medicines|tests|things|risks|ways|exercises|reasons|kinds|types)\b")  # fmt: skip
_DURATION = re.compile(r"\d+[^.]{0,12}\b(?:hour|day|week|month|year|minute)s?|\b(?:same day|within)\b")
_NUMBER = re.compile(r"\d")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scorer:
    """The blend, loaded."""

    weights: dict[str, float]
    bias: float

    @classmethod
    def load(cls, path: Path = BLEND) -> "Scorer":
        """Read the fitted weights."""
        data = json.loads(path.read_text())
        return cls(weights=data["weights"], bias=data["bias"])

    def score(self, read_as: str, words: str, found: list[UnitEvidence]) -> Floats:
        """Probability for each candidate, shape (n,), that it answers the question."""
        if not found:
            return np.zeros(0)
        matrix = features(read_as, words, found)
        weights = np.array([self.weights[name] for name in FEATURES])
        logits = matrix @ weights + self.bias
        result: Floats = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return result


def features(read_as: str, words: str, found: list[UnitEvidence]) -> Floats:
    """Feature matrix of shape (len(found), len(FEATURES)); each column is named in FEATURES."""
    question = read_as.lower()
    asked = set(terms(read_as))
    wider = set(terms(words))
    long, many, which = (bool(p.search(question)) for p in (_HOW_LONG, _HOW_MANY, _WHICH))
    best = max(e.context for e in found)
    rows = []
    seen: set[tuple[str, int]] = set()
    for e in sorted(found, key=lambda e: (e.document.id, e.unit.focus[0])):
        place = (e.document.id, e.unit.section)
        first = place not in seen
        seen.add(place)
        own = e.document.text[slice(*e.unit.focus)]
        text = e.document.slice(e.unit.spans)
        around = set(terms(f"{e.document.title} {e.document.sections[e.unit.section].heading} {text}"))
        direct = len(asked & around) / len(asked) if asked else 0.0
        loose = len(asked & around | (wider - asked) & around) / len(asked) if asked else 0.0
        rows.append(
            (
                e,
                [
                    e.passage,
                    e.plain,
                    e.context,
                    e.heading,
                    e.lexical,
                    0.5 * direct + 0.5 * min(loose, 1.0),
                    float(first),
                    float(long and bool(_DURATION.search(own))),
                    float(many and bool(_NUMBER.search(own))),
                    float(e.unit.kind is UnitKind.LIST) * (1.0 if which else -0.5),
                    float(e.unit.kind is UnitKind.ROW),
                    float(e.unit.kind is UnitKind.ITEM),
                    float(len(own.split()) < 6),
                    e.context - best,
                ],
            )
        )
    by_evidence = {id(e): values for e, values in rows}
    return np.array([by_evidence[id(e)] for e in found])
