"""Names: the word that a cluster points at, none where no word stands out; and the words themselves."""

import numpy as np
import pytest
from numpy.typing import NDArray

from catalog.clusters.describing import described
from catalog.clusters.naming import LEAST_CONFIDENCE, LEAST_STANDING_OUT, names_of
from catalog.clusters.words import WORDS

DIMENSION = 64
SOME = tuple(f"word {number}" for number in range(200))


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture
def texts() -> NDArray[np.float32]:
    """Embeddings of words that have much in common, as those of one prompt do."""
    rng = np.random.default_rng(11)
    return unit(rng.normal(size=DIMENSION) * 2 + rng.normal(size=(len(SOME), DIMENSION)))


def test_a_cluster_is_called_what_it_points_at(texts: NDArray[np.float32]) -> None:
    centre = np.random.default_rng(2).normal(size=DIMENSION).astype(np.float32)
    own = texts - texts.mean(axis=0)
    means = np.stack([centre + 0.3 * own[7], centre + 0.01 * own[42]])
    named = names_of(means, centre, SOME, texts)
    assert [one and one.word for one in named] == ["word 7", "word 42"]
    assert all(one is not None and one.confidence > 0.9 for one in named)


def test_two_words_that_fit_alike_share_the_confidence(texts: NDArray[np.float32]) -> None:
    twins = np.concatenate([texts, texts[7:8]])
    own = texts - texts.mean(axis=0)
    [named] = names_of(own[7:8], np.zeros(DIMENSION, np.float32), (*SOME, "twin"), twins)
    assert named is not None
    assert named.word == "word 7"
    assert named.confidence == pytest.approx(0.5, abs=0.01)


def test_no_word_is_better_than_a_poor_one(texts: NDArray[np.float32]) -> None:
    nothing = np.zeros(DIMENSION, np.float32)
    own = texts - texts.mean(axis=0)
    crowd = own[:40].sum(axis=0, keepdims=True)
    assert names_of(crowd, nothing, SOME, texts) == [None]
    assert names_of(nothing[None], nothing, SOME, texts) == [None]
    assert names_of(own[:1], nothing, SOME, np.repeat(texts[:1], len(SOME), axis=0)) == [None]


def test_what_stands_out_enough_is_what_is_documented() -> None:
    assert (LEAST_STANDING_OUT, LEAST_CONFIDENCE) == (3.0, 0.2)
    assert "at least 3 deviations, with a confidence of at least 0.2" in " ".join((names_of.__doc__ or "").split())


def test_there_are_a_few_hundred_words_each_once() -> None:
    assert 300 <= len(WORDS) <= 1_000
    assert len({word.lower() for word in WORDS}) == len(WORDS)
    assert all(word == word.strip() and word and ":" not in word for word in WORDS)


def test_the_medoid_is_nearest_to_all_and_ties_go_to_the_first() -> None:
    angles = np.array([0.0, 0.5, 0.2, 0.21, 2.0, 2.0, 2.0])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    arc, same = described(vectors, np.array([5, 5, 5, 5, 1, 1, 1], np.int32))
    assert arc.members.tolist() == [3, 2, 0, 1]
    np.testing.assert_allclose(arc.distances, 1 - np.cos([0, 0.01, 0.21, 0.29]), atol=1e-6)
    assert arc.spread == pytest.approx(arc.distances[1:].mean())
    assert same.members.tolist() == [4, 5, 6]
    assert same.spread == pytest.approx(0, abs=1e-6)


def test_the_largest_cluster_comes_first_and_one_alone_has_no_spread() -> None:
    vectors = np.eye(6, dtype=np.float32)
    found = described(vectors, np.array([2, 0, 1, 1, 1, 0], np.int32))
    assert [one.members.tolist() for one in found] == [[2, 3, 4], [1, 5], [0]]
    assert found[2].spread == 0.0
    assert found[0].mean.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 3, 1 / 3, 0])
