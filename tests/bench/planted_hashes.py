"""Hashes with near-duplicates planted among them, the same for the same seed."""

import numpy as np
from numpy.typing import NDArray

FURTHEST = 6


def planted_hashes(count: int, *, seed: int = 1) -> NDArray[np.uint64]:
    """(count,) in any order: 80 % even, 10 % within FURTHEST bits of one of those, 10 % equal to one of those."""
    random = np.random.default_rng(seed)
    planted = count // 10
    own = random.integers(0, 1 << 64, count - 2 * planted, dtype=np.uint64)
    near = random.choice(own, planted)
    for _ in range(FURTHEST):
        near ^= np.uint64(1) << random.integers(0, 64, planted).astype(np.uint64)
    return random.permutation(np.concatenate([own, near, random.choice(own, planted)]))
