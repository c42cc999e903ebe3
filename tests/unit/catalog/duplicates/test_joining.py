"""Candidates: every pair that hashes bring together, once, by the best that they say of it."""

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EDITED, SAME_PIXELS, TURNED
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.joining import find_candidates, inverse
from catalog.duplicates.model import Turn

FURTHEST = 4
Found = dict[tuple[int, int], tuple[int, int, int]]


def a_table(count: int, seed: int = 1) -> HashTable:
    """Images whose hashes have nothing to do with each other."""
    generator = np.random.default_rng(seed)
    drawn: NDArray[np.uint64] = generator.integers(0, 1 << 64, (count, 10), np.uint64, endpoint=False)
    ids = np.array([f"{number:026d}" for number in range(count)], "S26")
    return HashTable(ids, drawn[:, 0].copy(), drawn[:, 1:8].copy(), drawn[:, 8:].copy())


def flip(bits: int) -> np.uint64:
    """A mask of so many bits."""
    return np.uint64((1 << bits) - 1)


def found_in(table: HashTable) -> Found:
    """(tier, hamming, turn) by pair."""
    pairs = find_candidates(table, FURTHEST, check=lambda: None)
    each = zip(pairs.low, pairs.high, pairs.tier, pairs.hamming, pairs.turn, strict=True)
    found = {(int(low), int(high)): (int(tier), int(far), int(turn)) for low, high, tier, far, turn in each}
    assert len(found) == len(pairs), "each pair once"
    return found


def test_strangers_are_no_candidates() -> None:
    assert found_in(a_table(200)) == {}
    assert found_in(a_table(0)) == {}


def test_equal_pixels_come_before_near_hashes() -> None:
    table = a_table(6)
    table.pixels[3], table.upright[3] = table.pixels[1], table.upright[1] ^ flip(2)
    table.pixels[5, 0] = table.pixels[0, 0]
    table.upright[4] = table.upright[2] ^ flip(FURTHEST)
    assert found_in(table) == {(1, 3): (SAME_PIXELS, 2, 0), (2, 4): (EDITED, FURTHEST, 0)}


def test_a_turn_is_told_of_the_low_picture_whichever_hash_told_it() -> None:
    for turn in list(Turn)[1:]:
        table = a_table(4)
        table.turned[0, turn - 1] = table.upright[2] ^ flip(1)
        table.turned[3, turn - 1] = table.upright[1]
        assert found_in(table) == {(0, 2): (TURNED, 1, turn), (1, 3): (TURNED, 0, inverse(turn))}


def test_of_several_turns_the_nearest_counts_and_upright_before_them_all() -> None:
    table = a_table(4)
    table.turned[0, 0], table.turned[0, 4] = table.upright[1] ^ flip(2), table.upright[1] ^ flip(1)
    table.upright[3] = table.upright[2] ^ flip(3)
    table.turned[2, 0] = table.upright[3]
    assert found_in(table) == {(0, 1): (TURNED, 1, 5), (2, 3): (EDITED, 3, 0)}


def test_small_components_get_all_their_pairs() -> None:
    table = a_table(8)
    table.upright[2] = table.upright[0] ^ flip(4)
    table.upright[5] = table.upright[2] ^ (flip(4) << np.uint64(8))
    table.turned[7, 0] = table.upright[5]
    table.turned[0, 0] = table.upright[7] ^ flip(6)
    found = found_in(table)
    assert set(found) == {(0, 2), (0, 5), (0, 7), (2, 5), (2, 7), (5, 7)}
    assert found[0, 5] == (EDITED, 8, 0)
    assert found[0, 7] == (TURNED, 6, Turn.MIRRORED), "as far as an edit and a turn together can bring them"
    assert found[2, 7] == (TURNED, 4, Turn.MIRRORED)


def test_pairs_come_component_by_component() -> None:
    table = a_table(40)
    for low, high in ((3, 30), (3, 35), (5, 6), (20, 21), (30, 31)):
        table.upright[high] = table.upright[low]
    pairs = find_candidates(table, 0, check=lambda: None)
    places = list(zip(pairs.component.tolist(), pairs.low.tolist(), pairs.high.tolist(), strict=True))
    assert places == sorted(places)
    assert {one[0] for one in places} == {3, 5, 20}


def test_many_equal_pixels_stay_few_pairs() -> None:
    table = a_table(1_000)
    table.pixels[:] = table.pixels[0]
    assert len(found_in(table)) == 999
