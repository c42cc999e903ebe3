"""The nearest others are those that comparing all finds, whatever order vectors come in and whoever shares a group."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.anomalies.neighbours import UNGROUPED, Groups, Neighbours, Vectors, nearest, nearest_among

SEVERAL_BLOCKS = 4_200
K = 10


def unit(drawn: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Vectors:
    length = np.linalg.norm(drawn, axis=1, keepdims=True)
    return np.asarray(drawn / length, np.float32)


def clustered(count: int, seed: int, dimension: int = 24) -> Vectors:
    """Around 30 centres, one after the other, as images that came in together."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(30, dimension))
    return unit(centres[np.sort(random.integers(0, 30, count))] + 0.4 * random.normal(size=(count, dimension)))


def groups_of_up_to(most: int, count: int, seed: int) -> Groups:
    """Two in three images have a group."""
    random = np.random.default_rng(seed)
    named = random.integers(0, 1 + count // most, count)
    return np.where(random.random(count) < 0.67, named, UNGROUPED).astype(np.int32)


def found(vectors: Vectors, k: int = K, group: Groups | None = None) -> Neighbours:
    return nearest(vectors, k, group=group, check=lambda share: None)


def by_comparing_all(
    vectors: Vectors, others: Vectors, k: int, same: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
) -> Neighbours:
    """With whatever `same` marks left out."""
    cosines = (vectors.astype(np.float64) @ others.T.astype(np.float64)).clip(-1, 1).astype(np.float32)
    cosines[same] = np.nan
    cosines = np.pad(cosines, ((0, 0), (0, k)), constant_values=np.nan)
    index = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
    similarity = np.take_along_axis(cosines, index, 1)
    return Neighbours(np.where(np.isnan(similarity), -1, index).astype(np.int32), similarity, exact=True)


def left_out(group: Groups, others: Groups) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    same: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = group[:, np.newaxis] == others
    same[group == UNGROUPED] = False
    return same


def assert_same(ours: Neighbours, expected: Neighbours) -> None:
    assert ours.exact
    np.testing.assert_array_equal(ours.index, expected.index)
    np.testing.assert_array_equal(ours.similarity, expected.similarity)


class TestNearest:
    @pytest.mark.parametrize("count", [0, 1, 2, K, K + 1, 200, SEVERAL_BLOCKS])
    def test_as_by_comparing_all(self, count: int) -> None:
        vectors = clustered(count, seed=count)
        assert_same(found(vectors), by_comparing_all(vectors, vectors, K, np.eye(count, dtype=np.bool_)))

    @pytest.mark.parametrize("most", [2, 40, 3_000])
    def test_nobody_of_the_same_group(self, most: int) -> None:
        vectors, group = clustered(3_000, seed=1), groups_of_up_to(most, 3_000, seed=2)
        same = left_out(group, group) | np.eye(3_000, dtype=np.bool_)
        assert_same(found(vectors, group=group), by_comparing_all(vectors, vectors, K, same))

    @pytest.mark.parametrize("k", [1, 3, 40])
    def test_any_number_of_neighbours(self, k: int) -> None:
        vectors = clustered(2_500, seed=k)
        assert_same(found(vectors, k), by_comparing_all(vectors, vectors, k, np.eye(2_500, dtype=np.bool_)))

    def test_equally_near_ones_by_number(self) -> None:
        """One in eight is the same picture, and the seven other pictures are equally far."""
        vectors = np.tile(np.eye(8, dtype=np.float32), (300, 1))
        assert_same(found(vectors), by_comparing_all(vectors, vectors, K, np.eye(2_400, dtype=np.bool_)))

    @pytest.mark.parametrize("count", [3, 3_000])
    def test_all_equal(self, count: int) -> None:
        vectors = np.repeat(clustered(1, seed=3), count, axis=0)
        ours = found(vectors)
        expected = min(K, count - 1)
        assert ((ours.index >= 0).sum(axis=1) == expected).all()
        assert ours.similarity[:, :expected].min() > 1 - 1e-6

    def test_all_but_one_in_a_group(self) -> None:
        vectors, group = clustered(50, seed=4), np.zeros(50, np.int32)
        group[17] = UNGROUPED
        ours = found(vectors, group=group)
        np.testing.assert_array_equal(ours.index[np.arange(50) != 17, 0], 17)
        assert (ours.index[np.arange(50) != 17, 1:] == -1).all()
        assert (ours.index[17] >= 0).all()

    def test_all_in_one_group(self) -> None:
        ours = found(clustered(50, seed=5), group=np.zeros(50, np.int32))
        assert (ours.index == -1).all()
        assert np.isnan(ours.similarity).all()

    @pytest.mark.parametrize("threads", [1, 3])
    def test_however_many_threads(self, threads: int) -> None:
        vectors = clustered(SEVERAL_BLOCKS, seed=6)
        assert_same(nearest(vectors, K, check=lambda share: None, threads=threads), found(vectors))

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.integers(0, 40), st.integers(1, 12), st.integers(0, 1 << 32), st.integers(1, 6))
    def test_the_same_whatever_the_order(self, count: int, k: int, seed: int, most: int) -> None:
        """Numbers are others, images are the same; copies in different places too."""
        random = np.random.default_rng(seed)
        vectors = unit(random.normal(size=(count, 6)))[np.sort(random.integers(0, max(1, count), count))]
        group, order = groups_of_up_to(most, count, seed), random.permutation(count)
        before, after = found(vectors, k, group), found(vectors[order], k, group[order])
        np.testing.assert_array_equal(after.similarity, before.similarity[order])
        assert ((before.index >= 0) == ~np.isnan(before.similarity)).all()
        rows, columns = np.nonzero(before.index >= 0)
        others = before.index[rows, columns]
        assert (others != rows).all()
        assert not ((group[rows] == group[others]) & (group[rows] != UNGROUPED)).any()


class TestAsking:
    def test_whoever_waits_is_told_the_share_and_can_end_it(self) -> None:
        shares: list[float] = []
        nearest(clustered(SEVERAL_BLOCKS, seed=7), K, check=shares.append)
        assert shares == sorted(shares)
        assert shares[0] == 0
        assert len(shares) > 4
        assert shares[-1] < 1

        def check(share: float) -> None:
            raise InterruptedError

        with pytest.raises(InterruptedError):
            nearest(clustered(5, seed=7), K, check=check)

    @pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
    def test_refuses_what_is_not_finite(self, broken: float) -> None:
        vectors = clustered(20, seed=8)
        vectors[7, 3] = broken
        with pytest.raises(ValueError, match="finite"):
            found(vectors)
        with pytest.raises(ValueError, match="finite"):
            nearest_among(clustered(2, seed=9), vectors, K)

    @pytest.mark.parametrize("k", [0, -1])
    def test_refuses_to_look_for_nobody(self, k: int) -> None:
        with pytest.raises(ValueError, match="at least one"):
            found(clustered(20, seed=8), k)


class TestAmong:
    def test_as_by_comparing_all(self) -> None:
        few, many = clustered(60, seed=10), clustered(3_000, seed=11)
        nobody = np.zeros((60, 3_000), np.bool_)
        assert_same(nearest_among(few, many, K), by_comparing_all(few, many, K, nobody))

    def test_without_itself_and_its_group(self) -> None:
        vectors, group = clustered(2_000, seed=12), groups_of_up_to(20, 2_000, seed=13)
        which = np.arange(0, 2_000, 37, dtype=np.int32)
        ours = nearest_among(vectors[which], vectors, K, own_group=group[which], other_group=group, own_number=which)
        whole = found(vectors, group=group)
        assert_same(ours, Neighbours(whole.index[which], whole.similarity[which], exact=True))

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_among_hardly_any(self, count: int) -> None:
        few, many = clustered(4, seed=14), clustered(count, seed=15)
        assert_same(nearest_among(few, many, K), by_comparing_all(few, many, K, np.zeros((4, count), np.bool_)))

    def test_of_nothing(self) -> None:
        assert nearest_among(clustered(0, seed=1), clustered(5, seed=1), K).index.shape == (0, K)


def test_the_compiler_is_loaded_by_whoever_looks_at_all_and_nobody_else() -> None:
    program = (
        "import sys, numpy as np; from catalog.anomalies import neighbours, scoring;"
        "ones = np.eye(4, dtype=np.float32); neighbours.nearest_among(ones, ones, 2); sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
