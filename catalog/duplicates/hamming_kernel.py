"""The inner loops of the Hamming join, compiled by numba when first called. Importing this costs half a second."""

from typing import Any, Final

import numpy as np
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from catalog.duplicates.hamming_chunks import ChunkTable

_RIGHT: Final = np.uint64(4)
_LEFT: Final = np.uint64(32)


def _count_ones(typing_context: Any, value: Any) -> Any:
    """For numba: how many bits are set, in one instruction where the processor has one."""
    return types.uint64(types.uint64), lambda context, builder, signature, given: builder.ctpop(given[0])


_ones: Any = intrinsic(_count_ones)


@njit(nogil=True)
def gather_bits(hashes: NDArray[np.uint64], bits: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """(n,) those bits of each hash, side by side."""
    gathered = np.zeros(len(hashes), np.uint16)
    for row in range(len(hashes)):
        key = np.uint64(0)
        for bit in bits:
            key = (key << np.uint64(1)) | ((hashes[row] >> bit) & np.uint64(1))
        gathered[row] = key
    return gathered


@njit(nogil=True)
def _found_before(differing: Any, chunks: NDArray[np.uint64], radii: NDArray[np.uint64]) -> bool:
    found = False
    for table in range(len(chunks)):
        found |= _ones(differing & chunks[table]) <= radii[table]
    return found


@njit(nogil=True)
def _begin(starts: NDArray[np.int64], key: np.int64, bucket: np.int64, row: int) -> Any:
    """Of a table joined with itself, where a row's partners in a bucket begin, so that each two rows meet once."""
    if bucket == key:
        return np.int64(row + 1)
    return starts[bucket] if bucket > key else starts[bucket + 1]


@njit(nogil=True)
def join_rows(
    rows: ChunkTable,
    table: ChunkTable,
    flips: NDArray[np.int64],
    earlier_chunks: NDArray[np.uint64],
    earlier_radii: NDArray[np.uint64],
    furthest: np.uint64,
    with_itself: bool,
    row: int,
    budget: int,
    found: NDArray[np.uint64],
) -> tuple[int, int]:
    """Compare the rows of one table, from `row` on, with the buckets of another that they reach: (next row, found).

    Stops before a row whose finds might not fit into `found`, and once `budget` comparisons are done. A find is packed:
    the row's number, the other's, the distance; `with_itself`, the lower number first. A pair that a table before
    this one reaches (its bits in that chunk differ by no more than its radius) was found there and is passed over.
    """
    count = 0
    while row < len(rows.keys) and count + len(table.keys) <= len(found) and budget > 0:
        key, number = np.int64(rows.keys[row]), np.uint64(rows.numbers[row])
        for flip in flips:
            bucket = key ^ flip
            first = _begin(table.starts, key, bucket, row) if with_itself else table.starts[bucket]
            budget -= table.starts[bucket + 1] - first
            for other in range(first, table.starts[bucket + 1]):
                differing = rows.hashes[row] ^ table.hashes[other]
                distance = _ones(differing)
                if distance <= furthest and not _found_before(differing, earlier_chunks, earlier_radii):
                    partner = np.uint64(table.numbers[other])
                    low, high = (partner, number) if with_itself and partner < number else (number, partner)
                    found[count] = (low << _LEFT) | (high << _RIGHT) | distance
                    count += 1
        row += 1
    return row, count
