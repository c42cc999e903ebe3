"""The inner loops of the neighbour search, compiled by numba when first called. Importing this costs half a second."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

_AT_ONCE: Final = 32
NOBODY: Final = -1


class Best(NamedTuple):
    """The `width` best others of n vectors so far, best first; `worst` is what an other must reach to be among them."""

    similarity: NDArray[np.float32]  # (n, width), −inf where there are fewer
    number: NDArray[np.int32]  # (n, width), NOBODY where there are fewer
    worst: NDArray[np.float32]  # (n,)


def nobody_yet(count: int, width: int) -> Best:
    """Of `count` vectors that have seen no others."""
    return Best(
        np.full((count, width), -np.inf, np.float32),
        np.full((count, width), NOBODY, np.int32),
        np.full(count, -np.inf, np.float32),
    )


@njit(nogil=True)
def _offer(best: Best, own: int, other: int, similarity: float) -> None:
    """Put `other` where it belongs among the best of `own`, equal ones by number."""
    similarities, numbers = best.similarity[own], best.number[own]
    at = len(numbers) - 1
    if similarity < similarities[at] or (similarity == similarities[at] and other > numbers[at] != NOBODY):
        return
    while at > 0 and (
        similarity > similarities[at - 1] or (similarity == similarities[at - 1] and other < numbers[at - 1])
    ):
        similarities[at], numbers[at] = similarities[at - 1], numbers[at - 1]
        at -= 1
    similarities[at], numbers[at] = similarity, other
    best.worst[own] = similarities[-1]


@njit(nogil=True)
def _reached(similarities: NDArray[np.float32], worst: NDArray[np.float32], least: float) -> int:
    """How many of these are of use to either side; a processor makes many such comparisons at once."""
    count = np.int32(0)
    for at in range(len(similarities)):
        count += np.int32(similarities[at] >= least) | np.int32(similarities[at] >= worst[at])
    return int(count)


@njit(nogil=True)
def merge_tile(best: Best, tile: NDArray[np.float32], top: int, left: int, group: NDArray[np.int32]) -> None:
    """Show every pair of a tile to both of its vectors.

    `tile` (rows, columns) has the similarities of the vectors from number `top` on to those from `left` on; of a tile
    on the diagonal, where the two are the same, the upper half is looked at. Most pairs are of no use to either.
    """
    rows, columns = tile.shape
    worst = best.worst[left : left + columns]
    for row in range(rows):
        own, cells = top + row, tile[row]
        for begin in range(row + 1 if top == left else 0, columns, _AT_ONCE):
            end = min(begin + _AT_ONCE, columns)
            if _reached(cells[begin:end], worst[begin:end], best.worst[own]):
                for column in range(begin, end):
                    other = left + column
                    if group[own] == NOBODY or group[own] != group[other]:
                        if cells[column] >= best.worst[own]:
                            _offer(best, own, other, cells[column])
                        if cells[column] >= worst[column]:
                            _offer(best, other, own, cells[column])


@njit(nogil=True, fastmath={"reassoc", "contract"})
def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The products are exact and their order is always the same: it hangs on the two vectors only."""
    total = 0.0
    for at in range(len(one)):
        total += np.float64(one[at]) * np.float64(other[at])
    return float(np.float32(min(1.0, max(-1.0, total))))


@njit(nogil=True)
def rank_again(vectors: NDArray[np.float32], best: Best, exact: Best) -> None:
    """Put the `best` of each vector into `exact`, as many as it holds, by cosines as exact as float32 can say."""
    for own in range(len(vectors)):
        for other in best.number[own]:
            if other != NOBODY:
                _offer(exact, own, other, _cosine(vectors[own], vectors[other]))
