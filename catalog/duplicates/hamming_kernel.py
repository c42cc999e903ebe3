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
def join_rows(
    rows: ChunkTable,
    table: ChunkTable,
    flip: np.int64,
    earlier_chunks: NDArray[np.uint64],
    earlier_radii: NDArray[np.uint64],
    furthest: np.uint64,
    with_itself: bool,
    row: int,
    budget: int,
    found: NDArray[np.uint64],
) -> tuple[int, int]:
    """Compare the rows of one table, from `row` on, with the bucket of another that `flip` leads to: (next row, found).

    One flip for all rows: they are in the order of their keys, so that the buckets follow each other in memory as well.
    Stops before a row whose finds might not fit into `found`, and once `budget` comparisons are done. A find is packed:
    the row's number, the other's, the distance; `with_itself`, each pair once and the lower number first. A pair that a
    table before this one reaches (its bits in that chunk differ by no more than its radius) was found there.
    """
    count = 0
    while row < len(rows.keys) and count + len(table.keys) <= len(found) and budget > 0:
        bucket = np.int64(rows.keys[row]) ^ flip
        first = max(table.starts[bucket], row + 1) if with_itself else table.starts[bucket]
        last = table.starts[bucket + 1]
        budget -= max(0, last - first)
        for other in range(first, last):
            differing = rows.hashes[row] ^ table.hashes[other]
            distance = _ones(differing)
            if distance <= furthest and not _found_before(differing, earlier_chunks, earlier_radii):
                number, partner = np.uint64(rows.numbers[row]), np.uint64(table.numbers[other])
                low, high = (partner, number) if with_itself and partner < number else (number, partner)
                found[count] = (low << _LEFT) | (high << _RIGHT) | distance
                count += 1
        row += 1
    return row, count
