"""The nearest others of each image by its vector, exactly: what every anomaly score stands on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Groups = NDArray[np.int32]
UNGROUPED: Final = -1
_SIDE: Final = 2048
_SPARE: Final = 6
_CELLS: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The k nearest others of each of n vectors, in the order of the vectors; nearest first, equally near by number."""

    index: NDArray[np.int32]  # (n, k) their numbers; -1 where there are fewer
    similarity: NDArray[np.float32]  # (n, k) cosine, -1..1; nan where index is -1
    exact: bool


def nearest(
    vectors: Vectors, k: int, *, group: Groups | None = None, check: Callable[[float], None], threads: int = 2
) -> Neighbours:
    """The k nearest of n unit vectors (n, dimension): never itself, never one of the same group (-1 is nobody's).

    Products of blocks, each pair of blocks once, of which the rows and the columns keep the best so far. A few more
    than k are kept and ranked again by cosines that do not hang on where in a block a pair was: the same whatever order
    vectors come in, unless more than k + 6 are equally near to 1e-6. Time is n² · dimension products in half;
    memory some 100 bytes a vector and 16 MB. `check` is told the share done (0..1) before each block, at least once a
    second or so, and may raise to end it. Raises ValueError for k below 1 and for vectors that are not finite.
    """
    # Compiling takes a second and the import half of one: only who scores pays for it.
    from catalog.anomalies.neighbour_kernel import merge_tile, nobody_yet, rank_again

    held = _checked(vectors, k)
    groups = np.full(len(held), UNGROUPED, np.int32) if group is None else np.ascontiguousarray(group, np.int32)
    best, exact = nobody_yet(len(held), k + _SPARE), nobody_yet(len(held), k)
    for top, left, tile in _tiles(held, check, threads):
        merge_tile(best, tile, top, left, groups)
    rank_again(held, best, exact)
    return _told(exact.number, exact.similarity)


def nearest_among(
    vectors: Vectors,
    others: Vectors,
    k: int,
    *,
    own_group: Groups | None = None,
    other_group: Groups | None = None,
    own_number: NDArray[np.int32] | None = None,
) -> Neighbours:
    """The k nearest of n `others` to each of a few vectors (m, dimension), numbered as the others are.

    Leaves out the one that `own_number` (m,) names (-1: none) and those of the same group (-1 is nobody's). Not
    compiled: some 10 ms a vector among 100,000. Raises ValueError as `nearest` does.
    """
    few, many = _checked(vectors, k), _checked(others, k)
    number, similarity = np.full((len(few), k), -1, np.int32), np.full((len(few), k), -np.inf, np.float32)
    step = max(1, _CELLS // max(1, len(many)))
    for begin in range(0, len(few), step):
        cosines = few[begin : begin + step] @ many.T
        for own, row in enumerate(cosines, begin):
            if own_number is not None and own_number[own] >= 0:
                row[own_number[own]] = -np.inf
            if own_group is not None and other_group is not None and own_group[own] != UNGROUPED:
                row[other_group == own_group[own]] = -np.inf
            ranked, exactly = _ranked(few[own], many, row, k)
            number[own, : len(ranked)], similarity[own, : len(ranked)] = ranked, exactly
    return _told(number, similarity)


def _checked(vectors: Vectors, k: int) -> Vectors:
    if k < 1:
        raise ValueError(f"at least one neighbour must be asked for, not {k}")
    held = np.ascontiguousarray(vectors, np.float32)
    # A sum tells without a copy: it is not finite if anything in it is not.
    if not np.isfinite(held.sum(axis=-1, dtype=np.float64)).all():
        raise ValueError("vectors must be finite")
    return held


def _tiles(
    vectors: Vectors, check: Callable[[float], None], threads: int
) -> Iterator[tuple[int, int, NDArray[np.float32]]]:
    """(first row, first column, cosines) of each pair of blocks; the tile is overwritten by the next one.

    Blocks beside each other first: images that came in together are often alike, and soon few others get past them.
    The threads share a tile out among them, as BLAS is told to use one where services run side by side.
    """
    begins = range(0, len(vectors), _SIDE)
    pairs = [(begins[at], begins[at + off]) for off in range(len(begins)) for at in range(len(begins) - off)]
    room = np.empty(min(_SIDE, len(vectors)) ** 2, np.float32)
    with ThreadPoolExecutor(threads) as pool:
        for done, (top, left) in enumerate(pairs):
            check(done / len(pairs))
            rows, columns = vectors[top : top + _SIDE], vectors[left : left + _SIDE]
            tile = room[: len(rows) * len(columns)].reshape(len(rows), len(columns))
            parts = np.array_split(np.arange(len(rows)), threads)
            spans = [slice(part[0], part[-1] + 1) for part in parts if len(part)]
            list(pool.map(lambda span: np.matmul(rows[span], columns.T, out=tile[span]), spans))  # noqa: B023
            yield top, left, tile


def _ranked(
    vector: Vectors, many: Vectors, cosines: NDArray[np.float32], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The numbers and cosines of the k best; fewer where others are left out."""
    width = min(k + _SPARE, len(many))
    if not width:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    reached = np.flatnonzero(cosines >= max(np.partition(cosines, -width)[-width], np.float32(-2)))
    reached = reached[np.argsort(-cosines[reached], kind="stable")[:width]]
    exactly = (many[reached].astype(np.float64) * vector).sum(axis=1).clip(-1, 1).astype(np.float32)
    order = np.lexsort((reached, -exactly))[:k]
    return reached[order], exactly[order]


def _told(number: NDArray[np.int32], similarity: NDArray[np.float32]) -> Neighbours:
    return Neighbours(number, np.where(number < 0, np.float32(np.nan), similarity), exact=True)
