"""Moving a question: towards, away, and never to nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from catalog.search.rocchio import OF_EXAMPLES, OF_PICTURES, OF_WORDS, Weights, middle, moved

NOTHING = np.zeros((0, 8), np.float32)


def units(seed: int, count: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, 8))
    of_one: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return of_one


def test_without_examples_the_question_is_as_it_was() -> None:
    question = units(1, 1)[0]
    assert moved(question, NOTHING, NOTHING, OF_PICTURES) is question


@given(
    seed=st.integers(0, 10_000),
    positives=st.integers(0, 5),
    negatives=st.integers(0, 5),
    weights=st.sampled_from([OF_PICTURES, OF_WORDS, OF_EXAMPLES]),
)
def test_is_a_unit_vector_nearer_to_positives_and_further_from_negatives(
    seed: int, positives: int, negatives: int, weights: Weights
) -> None:
    [question], good, bad = units(seed, 1), units(seed + 1, positives), units(seed + 2, negatives)
    target = moved(question, good, bad, weights)
    assert float(np.linalg.norm(target)) == pytest.approx(1, abs=1e-5)
    wanted = question.astype(np.float64) + sum(weights.positive * one / positives for one in good)
    wanted = wanted - sum(weights.negative * one / negatives for one in bad)
    assert target == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-4)


def test_pictures_without_positives_are_qdrants_average_vector() -> None:
    [question], bad = units(1, 1), units(2, 3)
    average = 2 * question - bad.mean(axis=0)
    assert moved(question, NOTHING, bad, OF_PICTURES) == pytest.approx(average / np.linalg.norm(average), abs=1e-5)


def test_what_cancels_out_leaves_the_question() -> None:
    question = units(3, 1)[0]
    assert moved(question, NOTHING, question[None], Weights(1.0, 1.0)) is question
    pair = np.stack([question, -question])
    assert middle(pair).tolist() == question.tolist()


def test_the_middle_of_one_is_itself() -> None:
    assert middle(units(4, 1)) == pytest.approx(units(4, 1)[0], abs=1e-6)
