"""How 64 bits are cut into four chunks of 16, the table of a chunk, and which of its buckets a distance reaches."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

CHUNKS: Final = 4
CHUNK_BITS: Final = 16
_SAMPLE: Final = 1 << 16


def radii(furthest: int) -> list[int]:
    """By how many bits the chunks may differ, so that no pair within `furthest` bits differs by more in all of them.

    The general pigeonhole principle: of 4a + b, the first b + 1 chunks get a, the others a − 1. Were each chunk over
    its radius, at least (b + 1)(a + 1) + (3 − b)a = 4a + b + 1 bits would differ. With 6: 1, 1, 1, 0. Chunks that would
    get −1 need no looking at and are left out.
    """
    whole, rest = divmod(furthest, CHUNKS)
    return [whole] * (rest + 1) + [whole - 1] * (CHUNKS - 1 - rest if whole else 0)


def flips(radius: int) -> NDArray[np.int64]:
    """What to xor a bucket's number with to get all within `radius` bits: 1, 17, 137 of them for 0, 1, 2."""
    chosen = (bits for count in range(radius + 1) for bits in combinations(range(CHUNK_BITS), count))
    return np.array([sum(1 << bit for bit in bits) for bits in chosen], np.int64)


def dealt_bits(hashes: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
    """Which bits go into each of the four chunks: dealt round, those that are set most evenly first.

    Any cut into four is exact; an even one has smaller buckets. Bits that are (nearly) the same in all hashes, as when
    many pictures share a layout, are so spread over the chunks instead of filling one of them. Of 57,000 hashes of
    crops of photographs 2.8 million pairs are compared, where chunks of neighbouring bits compare 4.5 million.
    """
    sample = hashes[:: 1 + len(hashes) // _SAMPLE]
    bits = np.arange(CHUNKS * CHUNK_BITS, dtype=np.uint64)
    ones = np.array([np.count_nonzero((sample >> bit) & np.uint64(1)) for bit in bits])
    order = np.argsort(np.abs(2 * ones - len(sample)), kind="stable").astype(np.uint64)
    return [order[chunk::CHUNKS] for chunk in range(CHUNKS)]


class ChunkTable(NamedTuple):
    """n hashes in the order of one chunk's bits, their `keys`. Those in bucket b are from starts[b] to starts[b + 1].

    `numbers` are their positions before.
    """

    keys: NDArray[np.uint16]
    hashes: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, hashes: NDArray[np.uint64], keys: NDArray[np.uint16]) -> Self:
        """Of hashes (n,) and the bits of the chunk in each."""
        order = np.argsort(keys, kind="stable").astype(np.int32)
        ends = np.cumsum(np.bincount(keys, minlength=1 << CHUNK_BITS))
        return cls(keys[order], hashes[order], order, np.append(0, ends).astype(np.int64))


def mask_each(chunks: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """(4,) numbers with the bits of each chunk set."""
    return np.array([np.bitwise_or.reduce(np.uint64(1) << bits) for bits in chunks], np.uint64)
