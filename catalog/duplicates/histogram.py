"""How similarities are spread: of the pairs that were kept, beside pairs drawn at random."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import TIERS, EdgeTable
from catalog.duplicates.model import Tier

BUCKETS: Final = tuple(f"{at / 100:.2f}" for at in range(75, 100))
"""Each a hundredth wide, named by its lower bound; the last one has 1.00 in it."""
BELOW: Final = "below"
THRESHOLDS: Final = tuple(at / 100 for at in range(80, 100))
RANDOM_PAIRS: Final = 20_000
_SEED: Final = 20_011
_FIRST: Final = 75
_HUNDREDTH: Final = 10_000  # millionths


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of pairs. `buckets`: by tier and bucket; `at_least`: by tier, one for each of THRESHOLDS.

    `random_pairs` has the same buckets and BELOW, of `random_total` pairs drawn at random.
    """

    buckets: Mapping[Tier, Mapping[str, int]]
    at_least: Mapping[Tier, tuple[int, ...]]
    random_pairs: Mapping[str, int]
    random_total: int


def histogram_of(table: EdgeTable, random_pairs: Mapping[str, int]) -> Histogram:
    """The pairs of a table beside random pairs that were counted before; a similarity below 0.75 is in no bucket."""
    places = _places(table.similarity)
    counted = {
        tier: np.bincount(places[table.tier == number] + 1, minlength=len(BUCKETS) + 1)
        for number, tier in enumerate(TIERS)
        if number
    }
    least = [_place_of(one) for one in THRESHOLDS]
    return Histogram(
        {tier: dict(zip(BUCKETS, counts[1:].tolist(), strict=True)) for tier, counts in counted.items()},
        {tier: tuple(int(counts[1 + at :].sum()) for at in least) for tier, counts in counted.items()},
        dict(random_pairs),
        sum(random_pairs.values()),
    )


def random_pairs_of(vectors: NDArray[np.float32], pairs: int = RANDOM_PAIRS) -> dict[str, int]:
    """Counts by bucket, BELOW first, of the cosines of pairs drawn from (n, dimension) unit vectors.

    All pairs where there are no more than `pairs`; otherwise so many, drawn with a fixed seed, none of a vector with
    itself. The same vectors in the same order give the same counts.
    """
    one, other = _drawn(len(vectors), pairs)
    cosines = np.einsum("ij,ij->i", vectors[one], vectors[other])
    counts = np.bincount(_places(cosines) + 1, minlength=len(BUCKETS) + 1)
    return dict(zip((BELOW, *BUCKETS), counts.tolist(), strict=True))


def _drawn(vectors: int, pairs: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if vectors * (vectors - 1) // 2 <= pairs:
        every = np.triu_indices(vectors, 1)
        return every[0], every[1]
    generator = np.random.default_rng(_SEED)
    one = generator.integers(0, vectors, pairs)
    return one, (one + generator.integers(1, vectors, pairs)) % vectors


def _places(similarity: NDArray[np.float32]) -> NDArray[np.int64]:
    """Each one's bucket, -1 below them all. In millionths, so that a stored 0.95 is in the bucket of that name."""
    millionths = np.rint(similarity.astype(np.float64) * _HUNDREDTH * 100).astype(np.int64)
    return (millionths // _HUNDREDTH - _FIRST).clip(-1, len(BUCKETS) - 1)


def _place_of(threshold: float) -> int:
    return round(threshold * 100) - _FIRST
