"""Pairs of hashes as columns, and what stands behind one hash when many pictures have the same."""

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

MOST_HASHES: Final = 1 << 28
_DISTANCE: Final = np.uint64(15)


class HashPairs(NamedTuple):
    """m pairs: positions (m,) in left and right hashes and the distance 0..10, sorted by left and then right."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    distance: NDArray[np.uint8]

    @classmethod
    def unpacked(cls, packed: NDArray[np.uint64]) -> Self:
        """From one number a pair (28 bits, 28 bits, 4 bits), which is sorted in place."""
        packed.sort()
        left, right = np.empty(len(packed), np.int32), np.empty(len(packed), np.int32)
        # Straight into the narrow columns: of many millions of pairs, the wide ones would take most of the memory.
        np.right_shift(packed, np.uint64(32), out=left, casting="unsafe")
        np.right_shift(packed, np.uint64(4), out=right, casting="unsafe")
        right &= MOST_HASHES - 1
        return cls(left, right, distances(packed))


def pack(left: NDArray[np.int32], right: NDArray[np.int32], distance: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """One number a pair, which sorts by left and then right."""
    return (left.astype(np.uint64) << np.uint64(32)) | (right.astype(np.uint64) << np.uint64(4)) | distance


def distances(packed: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """(m,) the distances of packed pairs."""
    found = np.empty(len(packed), np.uint8)
    np.bitwise_and(packed, _DISTANCE, out=found, casting="unsafe")
    return found


@dataclass(frozen=True, slots=True)
class HashClasses:
    """The c distinct ones of n hashes, ascending, and who has them.

    Those with the hash `hashes[at]` are `members[starts[at]:starts[at + 1]]`, positions in ascending order.
    """

    hashes: NDArray[np.uint64]
    members: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, hashes: NDArray[np.uint64]) -> Self:
        """Of hashes (n,) in any order."""
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        ordered = hashes[order]
        is_first = np.ones(len(hashes), np.bool_)
        is_first[1:] = ordered[1:] != ordered[:-1]
        return cls(ordered[is_first], order, np.append(np.flatnonzero(is_first), len(hashes)).astype(np.int64))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """(c,) how many have each hash."""
        return np.diff(self.starts)
