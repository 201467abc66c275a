"""What questions with known answers say of a new one, by arithmetic and by property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.adapter import no_adapters, unit_rows
from index.bank import NOTHING, WIDTH, Bank

NONE = no_adapters().units.questions


def bank(questions: np.ndarray, units: list[int], answers: np.ndarray, unanswered: np.ndarray):
    articles = np.zeros(len(answers), dtype=np.int64)
    numbers = np.array(units, dtype=np.int64)
    return Bank.build(NONE, questions, numbers, answers, unanswered, articles)


EYE = np.eye(4, dtype=np.float32)


def test_a_question_of_the_bank_votes_for_its_answer() -> None:
    # cosines 1, 0, 0: everything but the first and the "nothing" is as good as zero
    weighed = bank(EYE[:2], [1, 0], EYE[2:], EYE[2:3]).weigh(EYE[0])
    nothing = np.exp((NOTHING - 1) / WIDTH)
    assert weighed.votes == pytest.approx([0, 1 / (1 + nothing)], abs=1e-6)
    assert weighed.unanswered == pytest.approx(0, abs=1e-6)
    assert weighed.expected == pytest.approx(EYE[3] / (1 + nothing), abs=1e-6)
    assert weighed.nearest == pytest.approx(1)


def test_phrasings_of_one_answer_add_up() -> None:
    same = np.stack([EYE[0], EYE[0], EYE[0]])
    weighed = bank(same, [0, 0, 1], EYE[:2], EYE[:0]).weigh(EYE[0])
    assert weighed.votes[0] == pytest.approx(2 * weighed.votes[1])


def test_a_question_known_to_have_no_answer_takes_the_votes() -> None:
    full = bank(EYE[:1], [0], EYE[:1], EYE[1:2])
    assert full.weigh(EYE[1]).unanswered > 0.99
    # without itself, nothing is known of it
    alone = full.without(EYE[1]).weigh(EYE[1])
    assert (alone.unanswered, alone.nearest) == (0, 0)
    assert alone.votes[0] < 0.01


def test_an_empty_bank_knows_nothing() -> None:
    weighed = bank(EYE[:0], [], EYE[:2], EYE[:0]).weigh(EYE[0])
    assert weighed.nearest == 0
    assert weighed.votes.tolist() == [0, 0]
    assert weighed.expected.tolist() == [0, 0, 0, 0]


@given(arrays(np.float32, (6, 4), elements=st.floats(-1, 1, width=16)))
def test_votes_are_shares(rows: np.ndarray) -> None:
    rows = unit_rows(rows + np.float32(1e-3))
    weighed = bank(rows[:3], [0, 1, 1], rows[:2], rows[3:5]).weigh(rows[5])
    assert (weighed.votes >= 0).all()
    assert 0 <= weighed.votes.sum() + weighed.unanswered <= 1 + 1e-5
    assert np.linalg.norm(weighed.expected) <= weighed.votes.sum() + 1e-5
