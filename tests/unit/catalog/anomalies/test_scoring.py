"""What distances to neighbours say: as the papers define it, the same whatever the order, and never nan or infinite."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.anomalies.local_outlier import Scores, densities, outlier_factors
from catalog.anomalies.neighbours import UNGROUPED, Groups, Neighbours, Vectors, nearest, nearest_among
from catalog.anomalies.scoring import (
    Method,
    counted_once,
    enough,
    fence,
    raw_scores,
    reference_scores,
    scaled,
    scaled_one,
)

K = 10


def drawn(count: int, seed: int, dimension: int = 16) -> Vectors:
    """Around a few centres, with one in forty where nobody else is."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(5, dimension))
    vectors = centres[random.integers(0, 5, count)] + 0.2 * random.normal(size=(count, dimension))
    vectors[::40] = random.normal(size=(len(vectors[::40]), dimension))
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / length, np.float32)


def found(vectors: Vectors, k: int = K, group: Groups | None = None) -> Neighbours:
    return nearest(vectors, k, group=group, check=lambda share: None)


def lof_by_definition(vectors: Vectors, k: int) -> Scores:
    """Definitions 3 to 7 of the paper, one image after the other; no two are equally near."""
    distance = 1.0 - vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    np.fill_diagonal(distance, np.inf)
    near = [np.argsort(row)[:k] for row in distance]
    k_distance = [distance[one, others[-1]] for one, others in enumerate(near)]

    def density(one: int) -> float:
        return 1.0 / float(np.mean([max(k_distance[other], distance[one, other]) for other in near[one]]))

    return np.array([np.mean([density(other) for other in near[one]]) / density(one) for one in range(len(vectors))])


def assert_finite(scores: Scores) -> None:
    """And scaled too."""
    assert np.isfinite(scores).all()
    told = scaled(scores)
    assert ((told.percentile >= 0) & (told.percentile <= 100)).all()
    assert (np.abs(told.robust_z) <= 1e6).all()
    assert np.isfinite(fence(scores))


class TestRawScores:
    @pytest.mark.parametrize("k", [1, 3, K])
    def test_as_defined(self, k: int) -> None:
        vectors = drawn(300, seed=k)
        scores = raw_scores(found(vectors, k))
        distance = np.sort(1.0 - vectors.astype(np.float64) @ vectors.T.astype(np.float64), axis=1)[:, 1 : k + 1]
        np.testing.assert_allclose(scores[Method.DNN], distance[:, 0], atol=1e-7)
        np.testing.assert_allclose(scores[Method.KNN], distance.mean(axis=1), atol=1e-7)
        np.testing.assert_allclose(scores[Method.LOF], lof_by_definition(vectors, k), rtol=1e-4)

    def test_strangers_are_odd_and_others_are_not(self) -> None:
        stranger = np.arange(400) % 40 == 0
        for scores in raw_scores(found(drawn(400, seed=2))).values():
            assert scores[stranger].min() > np.quantile(scores[~stranger], 0.95)

    def test_where_it_is_evenly_dense_the_factor_is_one(self) -> None:
        turn = np.linspace(0, 2 * np.pi, 360, endpoint=False)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1).astype(np.float32)
        np.testing.assert_allclose(raw_scores(found(circle))[Method.LOF], 1.0, rtol=0.02)

    def test_its_own_group_is_no_company(self) -> None:
        """Two copies of a stranger are both odd, though each is near to the other."""
        vectors, group = np.concatenate([drawn(200, seed=3), drawn(1, seed=4)]), np.full(202, UNGROUPED, np.int32)
        vectors = np.concatenate([vectors, vectors[-1:]])
        alone = raw_scores(found(vectors))[Method.DNN]
        group[-2:] = 0
        apart = raw_scores(found(vectors, group=group))[Method.DNN]
        assert (alone[-2:] < 1e-6).all()
        assert (apart[-2:] > 0.1).all()
        np.testing.assert_array_equal(alone[:-2], apart[:-2])

    def test_copies_are_dense_but_not_infinitely(self) -> None:
        vectors = np.concatenate([np.repeat(drawn(1, seed=5), 50, axis=0), drawn(40, seed=6)])
        factors = raw_scores(found(vectors))[Method.LOF]
        assert_finite(factors)
        np.testing.assert_allclose(factors[:50], 1.0)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.integers(0, 60), st.integers(1, 12), st.integers(0, 1 << 32))
    def test_the_same_whatever_the_order(self, count: int, k: int, seed: int) -> None:
        vectors, order = drawn(count, seed), np.random.default_rng(seed).permutation(count)
        before, after = raw_scores(found(vectors, k)), raw_scores(found(vectors[order], k))
        for method, scores in before.items():
            np.testing.assert_allclose(after[method], scores[order], rtol=1e-12)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.integers(0, 40), st.integers(1, 12), st.integers(1, 5), st.integers(1, 4), st.integers(0, 1 << 32))
    def test_always_finite(self, count: int, k: int, different: int, groups: int, seed: int) -> None:
        """Few images, hardly any of them different, most of them in a group or two."""
        random = np.random.default_rng(seed)
        vectors = drawn(different, seed)[random.integers(0, different, count)]
        group = random.integers(UNGROUPED, groups, count).astype(np.int32)
        for scores in raw_scores(found(vectors, k, group)).values():
            assert len(scores) == count
            assert_finite(scores)

    def test_who_has_no_neighbours_is_not_odd(self) -> None:
        scores = raw_scores(found(drawn(30, seed=7), group=np.zeros(30, np.int32)))
        assert {method: set(of.tolist()) for method, of in scores.items()} == {
            Method.DNN: {0.0},
            Method.KNN: {0.0},
            Method.LOF: {1.0},
        }


class TestNewImage:
    def test_its_factor_among_those_of_a_run(self) -> None:
        vectors = drawn(300, seed=8)
        run, new = vectors[:-1], vectors[-1:]
        factor = outlier_factors(nearest_among(new, run, K), densities(found(run)))
        np.testing.assert_allclose(factor, raw_scores(found(vectors))[Method.LOF][-1:], rtol=0.1)

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_among_hardly_any(self, count: int) -> None:
        run = drawn(count, seed=9)
        assert_finite(outlier_factors(nearest_among(drawn(1, seed=1), run, K), densities(found(run))))


class TestReferenceScores:
    @pytest.mark.parametrize("count", [1, 2, 3, 50])
    def test_mean_distance_to_the_nearest_three(self, count: int) -> None:
        vectors, references = drawn(100, seed=10), drawn(count, seed=11)
        distance = np.sort(1.0 - vectors.astype(np.float64) @ references.T, axis=1)[:, :3]
        np.testing.assert_allclose(reference_scores(vectors, references), distance.mean(axis=1), atol=1e-6)

    def test_needs_a_reference(self) -> None:
        with pytest.raises(ValueError, match="a reference"):
            reference_scores(drawn(3, seed=1), drawn(0, seed=1))

    def test_refuses_what_is_not_finite(self) -> None:
        broken = drawn(3, seed=1)
        broken[1] = np.nan
        for vectors, references in ((broken, drawn(2, seed=2)), (drawn(2, seed=2), broken)):
            with pytest.raises(ValueError, match="finite"):
                reference_scores(vectors, references)

    def test_of_nothing(self) -> None:
        assert reference_scores(drawn(0, seed=1), drawn(2, seed=2)).shape == (0,)


class TestScaled:
    def test_percentiles_are_shares_of_the_others_that_are_below(self) -> None:
        assert scaled(np.array([3.0, 1.0, 2.0, 2.0, 9.0])).percentile.tolist() == [75.0, 0.0, 37.5, 37.5, 100.0]

    def test_robust_z_as_defined(self) -> None:
        """Median 3, deviations 2, 1, 0, 1, 97: their median is 1."""
        told = scaled(np.array([1.0, 2.0, 3.0, 4.0, 100.0])).robust_z
        np.testing.assert_allclose(told, [-1.349, -0.6745, 0.0, 0.6745, 65.4265])

    def test_when_more_than_half_are_equal_the_mean_deviation_counts(self) -> None:
        told = scaled(np.array([5.0] * 9 + [6.0])).robust_z
        np.testing.assert_allclose(told, [0.0] * 9 + [1 / (0.1 / 0.7979)])

    @pytest.mark.parametrize("count", [1, 2, 7])
    def test_all_equal(self, count: int) -> None:
        told = scaled(np.full(count, 0.25))
        assert told.percentile.tolist() == [50.0] * count
        assert told.robust_z.tolist() == [0.0] * count

    def test_of_nothing(self) -> None:
        told = scaled(np.zeros(0))
        assert told.percentile.shape == told.robust_z.shape == (0,)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.lists(st.floats(0, 1e6), max_size=20))
    def test_always_finite_and_in_order(self, raw: list[float]) -> None:
        scores = np.array(raw)
        assert_finite(scores)
        told, order = scaled(scores), np.argsort(scores, kind="stable")
        assert (np.diff(told.percentile[order]) >= 0).all()
        assert (np.diff(told.robust_z[order]) >= 0).all()


class TestScaledOne:
    def test_as_if_it_had_been_there(self) -> None:
        raw = np.sort(np.random.default_rng(12).exponential(size=2_000))
        new = 1.2345
        percentile, robust_z = scaled_one(new, raw)
        told = scaled(np.append(raw, new))
        np.testing.assert_allclose(percentile, told.percentile[-1])
        np.testing.assert_allclose(robust_z, told.robust_z[-1], rtol=0.01)

    def test_beyond_all_others_and_among_equal_ones(self) -> None:
        assert scaled_one(9.0, np.array([1.0, 2.0]))[0] == 100.0
        assert scaled_one(0.5, np.array([1.0, 2.0]))[0] == 0.0
        assert scaled_one(1.0, np.full(5, 1.0)) == (50.0, 0.0)
        assert scaled_one(2.0, np.full(5, 1.0)) == (100.0, 1e6)
        assert scaled_one(0.0, np.full(5, 1.0)) == (0.0, -1e6)

    def test_among_none(self) -> None:
        assert scaled_one(3.0, np.zeros(0)) == (50.0, 0.0)


class TestFence:
    def test_as_defined(self) -> None:
        assert fence(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) == pytest.approx(4 + 1.7 * 2)

    def test_when_all_are_equal_none_is_above_it(self) -> None:
        assert fence(np.full(9, 0.25)) == 0.25

    def test_of_nothing(self) -> None:
        assert fence(np.zeros(0)) == 0.0


class TestEnough:
    def test_each_needs_k_others(self) -> None:
        assert not enough(K, K)
        assert enough(K + 1, K)

    def test_a_group_counts_once(self) -> None:
        assert counted_once(np.array([-1, 4, 4, -1, 9, 4], np.int32)) == 4
        assert counted_once(np.zeros(0, np.int32)) == 0
