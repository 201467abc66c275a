"""Which threshold is chosen, and what it is taken from when a question is answered."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load_corpus
from eval.abstention import separable
from eval.asked_already import keys_of
from eval.gold import PRACTICE, load_gold
from eval.thresholds import THRESHOLDS, HeldOut, cheapest, cost, told
from qa.choice import choose, needed
from qa.scorer import BLEND, Blend, Blends
from qa.settings import Settings


def held(answerable: list[tuple[float, bool]], near: list[float], far: list[float]) -> HeldOut:
    """Questions by their probability, those with an answer also by whether it is right."""
    right = [ok for _, ok in answerable] + [False] * (len(near) + len(far))
    kinds = ["answerable"] * len(answerable) + ["near"] * len(near) + ["far"] * len(far)
    masks = [np.array([kind == name for kind in kinds]) for name in ("answerable", "near", "far")]
    probability = np.array([p for p, _ in answerable] + near + far)
    return HeldOut(np.array(right), np.array(right), probability, *masks)


def test_the_cost_by_hand() -> None:
    some = held([(0.9, True), (0.9, False), (0.2, True)], near=[0.5, 0.1], far=[])
    # at .4: one refused, one answered wrongly, one answered next door: (1 + 5 + 5) / 5
    assert cost(some, 0.4) == pytest.approx(11 / 5)
    # at .6 the one next door is refused: (1 + 5) / 5
    assert cost(some, 0.6) == pytest.approx(6 / 5)
    # none refused: .15 keeps one next door quiet, .1 none
    assert cheapest(some) == 0.15


def test_no_more_than_a_twentieth_is_refused_where_that_can_be() -> None:
    # .5 would keep all ten next door quiet, for one refusal in ten
    some = held([(0.9, True)] * 9 + [(0.45, True)], near=[0.46] * 10, far=[])
    assert cheapest(some) == THRESHOLDS[0]


def test_nothing_far_is_answered_whatever_it_costs() -> None:
    many = [(0.3, True)] * 50 + [(0.9, True)]
    assert cheapest(held(many, near=[], far=[])) == THRESHOLDS[0]
    assert cheapest(held(many, near=[], far=[0.45])) == 0.5


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.lists(st.floats(0, 1)))
def test_none_that_refuses_less_is_much_cheaper(answerable, near) -> None:
    some = held(answerable, near, [])
    chosen = cheapest(some)
    lower = [threshold for threshold in THRESHOLDS if threshold < chosen]
    assert all(cost(some, chosen) <= cost(some, threshold) for threshold in lower)


def test_whether_silence_can_be_kept_is_told() -> None:
    apart = held([(0.9, True)] * 20, near=[0.1] * 10, far=[0.0])
    mixed = held([(0.5, True)] * 20, near=[0.6] * 10, far=[0.0])
    assert "\nseparable: 0.90" in "\n".join(told(apart))
    assert "\nnot separable: " in "\n".join(told(mixed))
    assert separable(np.array([0.5] * 20), np.array([0.6] * 10)).endswith("0.50 answers 100%")


def test_every_set_has_a_threshold_and_a_setting_wins() -> None:
    sets = json.loads(BLEND.read_text())
    for name, own in sets.items():
        assert Blend.load(name).answer_at == own["answer_at"]
    blends = Blends.load(with_phrasings=True)
    assert needed(blends.lent.answer_at, Settings()) == sets["lent"]["answer_at"]
    assert needed(blends.lent.answer_at, Settings(answer_at=0.77)) == 0.77


def test_a_first_quote_must_reach_the_threshold_of_its_own_set() -> None:
    document = load_corpus().documents[0]
    evidence = SimpleNamespace(document=document, unit=document.units[0])

    def shown(probability: float, answer_at: float, settings: Settings) -> int:
        one = SimpleNamespace(evidence=evidence, probability=probability, answer_at=answer_at)
        return len(choose("how long?", [one], settings))

    assert shown(0.3, 0.25, Settings()) == 1
    assert shown(0.3, 0.35, Settings()) == 0
    assert shown(0.3, 0.35, Settings(answer_at=0.3)) == 1


def test_practice_is_neither_gold_nor_a_phrasing() -> None:
    corpus = load_corpus()
    practice = {key for case in load_gold(corpus, PRACTICE) for key in keys_of([case.question])}
    gold = {key for case in load_gold(corpus) for key in keys_of([case.question])}
    asked = {key for d in corpus.documents for a in d.asked for key in keys_of([a.text])}
    assert len(practice) > 1000
    assert not practice & gold
    assert not practice & asked
    assert all(re.search(r"\w", key) for key in practice)
