"""No pair within the distance is lost and none is made up: held against comparing every hash with every other."""

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from catalog.duplicates.hamming import candidates_between, candidates_within, pairs_between, pairs_within
from catalog.duplicates.hash_candidates import COMPLETE_UP_TO
from catalog.duplicates.hash_pairs import HashPairs

Hashes = NDArray[np.uint64]
Draw = Callable[[int, np.random.Generator], Hashes]
EVERY_DISTANCE = range(11)


def with_flips(hashes: Hashes, most: int, random: np.random.Generator) -> Hashes:
    """The hashes with 0 to `most` bits changed in each."""
    changed = hashes.copy()
    for _ in range(most):
        hit = random.random(len(changed)) < 0.7
        changed[hit] ^= np.uint64(1) << random.integers(0, 64, int(hit.sum())).astype(np.uint64)
    return changed


def even(count: int, random: np.random.Generator) -> Hashes:
    return random.integers(0, 1 << 64, count, dtype=np.uint64)


def repeated(count: int, random: np.random.Generator) -> Hashes:
    """Each about four times, some of them a few bits off."""
    return with_flips(random.choice(even(count // 4, random), count), 2, random)


def clustered(count: int, random: np.random.Generator) -> Hashes:
    """Around one hash in fifty, up to eight bits off."""
    return with_flips(random.choice(even(count // 50, random), count), 12, random)


def cramped(count: int, random: np.random.Generator) -> Hashes:
    """Half of the bits are the same in all."""
    return random.integers(0, 1 << 32, count, dtype=np.uint64) << np.uint64(7)


DRAWINGS = [even, repeated, clustered, cramped]


def all_within(hashes: Hashes, furthest: int) -> HashPairs:
    """By comparing every two."""
    distance = np.bitwise_count(hashes[:, np.newaxis] ^ hashes)
    left, right = np.nonzero(np.triu(distance <= furthest, 1))
    return HashPairs(left.astype(np.int32), right.astype(np.int32), distance[left, right])


def all_between(left: Hashes, right: Hashes, furthest: int) -> HashPairs:
    distance = np.bitwise_count(left[:, np.newaxis] ^ right)
    first, second = np.nonzero(distance <= furthest)
    return HashPairs(first.astype(np.int32), second.astype(np.int32), distance[first, second])


def assert_same(found: HashPairs, expected: HashPairs) -> None:
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


class TestWithin:
    @pytest.mark.parametrize("furthest", EVERY_DISTANCE)
    @pytest.mark.parametrize("draw", DRAWINGS)
    def test_all_pairs_and_no_others(self, draw: Draw, furthest: int) -> None:
        hashes = draw(900, np.random.default_rng(furthest))
        assert_same(pairs_within(hashes, furthest), all_within(hashes, furthest))

    def test_five_thousand(self) -> None:
        random = np.random.default_rng(5)
        hashes = np.concatenate([even(4_000, random), repeated(1_000, random)])
        expected = all_within(hashes, 6)
        assert len(expected.left) > 1_000
        assert_same(pairs_within(hashes, 6), expected)

    @pytest.mark.parametrize("furthest", [0, 6, 10])
    @pytest.mark.parametrize("hashes", [[], [7], [7, 8], [7, 7], [0, (1 << 64) - 1]])
    def test_hardly_any(self, hashes: list[int], furthest: int) -> None:
        given_ = np.array(hashes, np.uint64)
        assert_same(pairs_within(given_, furthest), all_within(given_, furthest))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(0, (1 << 64) - 1), max_size=24), st.data(), st.sampled_from(EVERY_DISTANCE))
    def test_any_hashes(self, hashes: list[int], data: st.DataObject, furthest: int) -> None:
        """And for some of them, others that are so many bits off and one more."""
        near = [
            one
            ^ sum(1 << bit for bit in data.draw(st.sets(st.integers(0, 63), min_size=furthest, max_size=furthest + 1)))
            for one in hashes[:8]
        ]
        given_ = np.array(hashes + near, np.uint64)
        assert_same(pairs_within(given_, furthest), all_within(given_, furthest))

    @pytest.mark.parametrize("furthest", [-1, 11])
    def test_refuses_other_distances(self, furthest: int) -> None:
        with pytest.raises(ValueError, match="0 to 10"):
            pairs_within(np.zeros(2, np.uint64), furthest)


class TestBetween:
    @pytest.mark.parametrize("furthest", EVERY_DISTANCE)
    @pytest.mark.parametrize("draw", DRAWINGS)
    def test_all_pairs_and_no_others(self, draw: Draw, furthest: int) -> None:
        random = np.random.default_rng(furthest)
        hashes = draw(1_000, random)
        left, right = with_flips(hashes[:400], 2, random), hashes[300:]
        assert_same(pairs_between(left, right, furthest), all_between(left, right, furthest))

    @pytest.mark.parametrize(("left", "right"), [([], []), ([], [1]), ([1], []), ([1], [1]), ([1, 1], [1])])
    def test_hardly_any(self, left: list[int], right: list[int]) -> None:
        first, second = np.array(left, np.uint64), np.array(right, np.uint64)
        assert_same(pairs_between(first, second, 6), all_between(first, second, 6))


class TestFloods:
    """What could grow with the square of what goes in does not."""

    @pytest.mark.parametrize("count", [2, COMPLETE_UP_TO])
    def test_some_equal_hashes_are_all_paired(self, count: int) -> None:
        equal = np.full(count, 9, np.uint64)
        assert_same(pairs_within(equal, 0), all_within(equal, 0))

    @pytest.mark.parametrize("count", [COMPLETE_UP_TO + 1, 5_000])
    def test_of_more_the_first_is_paired_with_each_of_the_others(self, count: int) -> None:
        found = pairs_within(np.full(count, 9, np.uint64), 6)
        np.testing.assert_array_equal(found.left, np.zeros(count - 1))
        np.testing.assert_array_equal(found.right, np.arange(1, count))

    def test_two_large_families_are_crossed(self) -> None:
        hashes = np.array([3] * 40 + [1] * 30, np.uint64)
        found = pairs_within(hashes, 1)
        across = {(a, b) for a, b, bits in zip(*(side.tolist() for side in found), strict=True) if bits == 1}
        assert across == {(0, 40 + one) for one in range(30)} | {(one, 40) for one in range(40)}

    @pytest.mark.parametrize("reach", [1, 2, 3])
    def test_when_too_many_are_near_only_the_nearer_count(self, reach: int) -> None:
        hashes = np.unique(repeated(2_000, np.random.default_rng(1)))
        nearer, expected, further = (all_within(hashes, furthest) for furthest in (reach - 1, reach, reach + 1))
        assert len(nearer.left) < len(expected.left) < len(further.left)
        found = candidates_within(hashes, 6, most=len(expected.left))
        assert found.reach == reach
        assert_same(found.near, expected)

    def test_equal_hashes_of_two_sides_are_never_too_many(self) -> None:
        hashes = np.unique(clustered(300, np.random.default_rng(1)))
        found = candidates_between(hashes, hashes, 6, most=0)
        assert (found.reach, len(found.near.left)) == (0, len(hashes))

    def test_whoever_waits_can_end_it(self) -> None:
        def check() -> None:
            raise InterruptedError

        with pytest.raises(InterruptedError):
            candidates_within(np.arange(9, dtype=np.uint64), 6, check=check)


def test_pairs_come_in_order_each_once() -> None:
    found = pairs_within(repeated(2_000, np.random.default_rng(2)), 4)
    keys = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert all(one < other for one, other in pairwise(keys))
    assert all(left < right for left, right in keys)


def test_the_compiler_is_loaded_by_whoever_joins_and_nobody_else() -> None:
    program = "import sys, catalog.duplicates.hamming; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
