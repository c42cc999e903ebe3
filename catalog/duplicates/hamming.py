"""All pairs of 64-bit hashes within a few bits of each other, exactly: the candidates for near-duplicates.

Multi-index hashing (Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012) as
a join: four tables of 16 bits each, whose buckets are compared with those that the general pigeonhole principle names.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.hamming_chunks import ChunkTable, dealt_bits, flips, mask_each, radii
from catalog.duplicates.hash_candidates import MOST_PAIRS, Candidates
from catalog.duplicates.hash_pairs import MOST_HASHES, HashClasses, HashPairs

MOST_HAMMING: Final = 10
# Comparisons between two looks at whether to go on: about a second.
_BUDGET: Final = 1 << 30
_BLOCK: Final = 1 << 20


def _go_on() -> None:
    """Nobody asks to stop."""


def pairs_within(hashes: NDArray[np.uint64], max_hamming: int) -> HashPairs:
    """All i < j whose hashes (n,) differ in at most `max_hamming` (0..10) bits; repeats are bounded (Candidates.pairs).

    Raises ValueError as candidates_within does.
    """
    return candidates_within(hashes, max_hamming).pairs()


def pairs_between(left: NDArray[np.uint64], right: NDArray[np.uint64], max_hamming: int) -> HashPairs:
    """All (i, j) with left[i] and right[j] at most `max_hamming` bits apart; repeats are bounded (Candidates.pairs).

    Raises ValueError as candidates_between does.
    """
    return candidates_between(left, right, max_hamming).pairs()


def candidates_within(
    hashes: NDArray[np.uint64], max_hamming: int, *, check: Callable[[], None] = _go_on, most: int = MOST_PAIRS
) -> Candidates:
    """The pairs of distinct hashes (n,), n ≤ 2²⁸, at most `max_hamming` (0..10) bits apart, and who has each hash.

    `check` is called at least once a second or so and may raise to end it. Should more than `most` pairs be near each
    other, it is done again with a smaller distance (see Candidates.reach), so that memory is bounded: some 70 bytes a
    hash and 40 a pair. Time is that of the comparisons, 10⁹ a second or so: of n even hashes, n² · 3 · 17 / 2¹⁷ for 6
    bits. At worst, when hashes differ in few bits only, most are compared with most in all four tables: n² · 2.
    Raises ValueError for any other distance and for too many hashes.
    """
    classes = HashClasses.of(_checked(hashes, max_hamming))
    return _joined(classes, classes, max_hamming, check, most)


def candidates_between(
    left: NDArray[np.uint64],
    right: NDArray[np.uint64],
    max_hamming: int,
    *,
    check: Callable[[], None] = _go_on,
    most: int = MOST_PAIRS,
) -> Candidates:
    """The pairs of a distinct hash of `left` and one of `right`, equal ones too; the rest as candidates_within."""
    first, second = (HashClasses.of(_checked(hashes, max_hamming)) for hashes in (left, right))
    return _joined(first, second, max_hamming, check, most)


def _checked(hashes: NDArray[np.uint64], max_hamming: int) -> NDArray[np.uint64]:
    if not 0 <= max_hamming <= MOST_HAMMING:
        raise ValueError(f"the distance must be 0 to {MOST_HAMMING}, not {max_hamming}")
    if len(hashes) > MOST_HASHES:
        raise ValueError(f"at most {MOST_HASHES} hashes can be joined")
    return hashes


def _joined(
    left: HashClasses, right: HashClasses, max_hamming: int, check: Callable[[], None], most: int
) -> Candidates:
    """Again with a smaller distance whenever it is too much; of equal hashes there are no more than went in."""
    for reach in range(max_hamming, 0, -1):
        kept = _at_most(most, _found(left, right, reach, check))
        if kept is not None:
            return Candidates(left, right, HashPairs.unpacked(kept), reach)
    found = [np.zeros(0, np.uint64), *_found(left, right, 0, check)]
    return Candidates(left, right, HashPairs.unpacked(np.concatenate(found)), 0)


def _at_most(most: int, blocks: Iterator[NDArray[np.uint64]]) -> NDArray[np.uint64] | None:
    """All blocks in one, or None as soon as they are more than that."""
    kept = [np.zeros(0, np.uint64)]
    for block in blocks:
        kept.append(block)
        most -= len(block)
        if most < 0:
            return None
    return np.concatenate(kept)


def _found(
    left: HashClasses, right: HashClasses, max_hamming: int, check: Callable[[], None]
) -> Iterator[NDArray[np.uint64]]:
    """Table by table, in blocks, each pair of classes once; packed."""
    # Compiling takes a second and the import half of one: only who joins pays for it.
    from catalog.duplicates.hamming_kernel import gather_bits, join_rows

    block = np.empty(len(right.hashes) + _BLOCK, np.uint64)
    chunks = dealt_bits(right.hashes)
    masks, reached, furthest = mask_each(chunks), radii(max_hamming), np.uint64(max_hamming)
    for at, radius in enumerate(reached):
        table = ChunkTable.of(right.hashes, gather_bits(right.hashes, chunks[at]))
        rows = table if left is right else ChunkTable.of(left.hashes, gather_bits(left.hashes, chunks[at]))
        earlier, with_itself = (masks[:at], np.array(reached[:at], np.uint64)), left is right
        for flip in flips(radius):
            row = 0
            while row < len(rows.keys):
                check()
                row, count = join_rows(rows, table, flip, *earlier, furthest, with_itself, row, _BUDGET, block)
                yield block[:count].copy()
