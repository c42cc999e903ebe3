"""What a join of hashes found, linear in what went in, and from it pairs of pictures, bounded and always the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.hash_pairs import HashClasses, HashPairs, pack

COMPLETE_UP_TO: Final = 64
"""Pictures with equal hashes, or with two hashes near each other, are all paired when there are at most so many."""
MOST_PAIRS: Final = 1 << 24
_PART: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of distinct hashes, and behind each hash the pictures that have it.

    However often a hash repeats: 1,000 equal hashes are one class and not 499,500 pairs. `near` holds numbers of
    classes; of a join with itself (`left is right`) each pair once, the lower first, and a class is not its own pair.
    `reach` is the distance up to which `near` is complete: the one that was asked for, or less where that would have
    been more pairs than were wanted at most.
    """

    left: HashClasses
    right: HashClasses
    near: HashPairs
    reach: int

    def pairs(self) -> HashPairs:
        """The pairs of pictures, as positions in what was joined; of a join with itself each once, left < right.

        Equal hashes: all pairs of up to COMPLETE_UP_TO pictures; of more, the first with each of the others. Two
        hashes near each other: all pairs while both together have up to COMPLETE_UP_TO; of more, the first of each
        with all of the other. If that comes to over MOST_PAIRS it is the latter throughout, or else the two firsts.
        """
        counts = self._counts()
        equal = _equal_pairs(self.left) if self.left is self.right else iter(())
        return HashPairs.unpacked(np.concatenate([np.zeros(0, np.uint64), *equal, *self._expanded(counts)]))

    def _counts(self) -> NDArray[np.int64]:
        """(m,) how many pairs of pictures each pair of hashes becomes."""
        left, right = self.left.sizes[self.near.left], self.right.sizes[self.near.right]
        crossed = left + right - 1
        complete = np.where(left + right <= COMPLETE_UP_TO, left * right, crossed)
        affordable = (counts for counts in (complete, crossed) if counts.sum() <= MOST_PAIRS)
        return next(affordable, np.ones(len(left), np.int64))

    def _expanded(self, counts: NDArray[np.int64]) -> Iterator[NDArray[np.uint64]]:
        """Packed, in parts, so that what is needed on the way is small beside what comes out."""
        for part in _parts(counts):
            near = HashPairs(self.near.left[part], self.near.right[part], self.near.distance[part])
            pair = np.repeat(np.arange(len(near.left)), counts[part])
            nth = np.arange(len(pair)) - np.repeat(np.cumsum(counts[part]) - counts[part], counts[part])
            wide = self.right.sizes[near.right]
            is_grid = (counts[part] == self.left.sizes[near.left] * wide)[pair]
            wide = wide[pair]
            # Either a grid, row by row, or the left's first with all of the right, then the others with its first.
            row = np.where(is_grid, nth // wide, np.maximum(nth - wide + 1, 0))
            column = np.where(is_grid, nth % wide, np.where(nth < wide, nth, 0))
            left = self.left.members[self.left.starts[near.left][pair] + row]
            right = self.right.members[self.right.starts[near.right][pair] + column]
            if self.left is self.right:
                left, right = np.minimum(left, right), np.maximum(left, right)
            yield pack(left, right, near.distance[pair])


def _equal_pairs(classes: HashClasses) -> Iterator[NDArray[np.uint64]]:
    """Packed pairs inside each class, one size after the other."""
    sizes = classes.sizes
    for size in np.unique(sizes[sizes > 1]):
        first, second = (
            np.triu_indices(size, 1) if size <= COMPLETE_UP_TO else (np.zeros(1, np.intp), np.arange(1, size))
        )
        starts = classes.starts[:-1][sizes == size, np.newaxis]
        step = max(1, _PART // len(second))
        for begin in range(0, len(starts), step):
            some = starts[begin : begin + step]
            left, right = np.broadcast_arrays(classes.members[some + first], classes.members[some + second])
            yield pack(left.ravel(), right.ravel(), np.zeros(1, np.uint8))


def _parts(counts: NDArray[np.int64]) -> Iterator[slice]:
    """Cuts that add up to _PART or little more each."""
    ends, begin = np.cumsum(counts), 0
    while begin < len(counts):
        done = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + _PART, side="right")))
        yield slice(begin, end)
        begin = end
