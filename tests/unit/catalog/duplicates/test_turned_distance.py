"""Turned hashes have to be nearer than upright ones, for a sweep and for a probe alike."""

import numpy as np
import pytest

from catalog.duplicates.arrays import EDITED, TURNED
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.joining import find_candidates
from catalog.duplicates.model import MOST_TURNED, Turn


def a_pair(*, upright: int, mirrored: int) -> HashTable:
    """Two images so many bits apart, upright and with the first one mirrored; all other hashes are far away."""
    drawn = np.random.default_rng(3).integers(0, 1 << 64, (2, 10), np.uint64, endpoint=False)
    table = HashTable(np.array([b"0" * 26, b"1" * 26]), drawn[:, 0].copy(), drawn[:, 1:8].copy(), drawn[:, 8:].copy())
    table.upright[1] = table.upright[0] ^ np.uint64((1 << upright) - 1)
    table.turned[0, Turn.MIRRORED - 1] = table.upright[1] ^ np.uint64((1 << mirrored) - 1)
    return table


@pytest.mark.parametrize(
    ("upright", "mirrored", "furthest", "tier"),
    [
        (40, MOST_TURNED, 6, TURNED),
        (40, MOST_TURNED + 1, 6, None),
        (40, MOST_TURNED + 1, 10, None),
        (40, 2, 1, None),
        (6, 0, 6, EDITED),
        (6, MOST_TURNED + 1, 6, EDITED),
    ],
)
def test_a_turned_hash_counts_within_its_own_distance(
    upright: int, mirrored: int, furthest: int, tier: int | None
) -> None:
    found = find_candidates(a_pair(upright=upright, mirrored=mirrored), furthest, check=lambda: None)
    assert found.tier.tolist() == ([] if tier is None else [tier])
