"""Stars of many small components at once: the rule of `stars`, step by step for all of them together."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.pairs import Pairs

LARGEST: Final = 64
"""Components of at most so many nodes are done here, as matrices."""
_CELLS: Final = 1 << 21
_ALONE: Final = -1


def small_stars(
    pairs: Pairs, bound: NDArray[np.bool_], component: NDArray[np.int32], block: NDArray[np.int32], limit: int
) -> NDArray[np.int32]:
    """(n,) the star of each node, as `stars` finds them, or -1. Nobody shares a block, and components are small."""
    label = np.full(len(block), _ALONE, np.int32)
    nodes = np.unique(np.concatenate([pairs.low, pairs.high]))
    nodes = nodes[np.argsort(component[nodes], kind="stable")]
    _, first, where, size = np.unique(component[nodes], return_index=True, return_inverse=True, return_counts=True)
    place = np.zeros(len(block), np.int32)
    place[nodes] = np.arange(len(nodes)) - first[where]
    row = np.zeros(len(block), np.int32)
    row[nodes] = where
    side = np.maximum(4, 1 << np.ceil(np.log2(size)).astype(np.int64))
    for chosen in _batches(side):
        at = np.full(len(size), -1)
        at[chosen] = np.arange(len(chosen))
        mine = at[row[pairs.low]] >= 0
        some, held = pairs.only(mine), nodes[at[where] >= 0]
        shape = (len(chosen), *(2 * (int(side[chosen[0]]),)))
        cells = (at[row[some.low]], place[some.low], place[some.high])
        stars = _stars(
            _matrix(shape, cells, np.where(bound[mine], some.counted, np.int32(0))), _matrix(shape, cells, 1) > 0, limit
        )
        found = stars[at[row[held]], place[held]]
        numbers = found + at[row[held]] * shape[1] + label.max() + 1
        label[held] = np.where(found >= 0, numbers, _ALONE)
    return label


def _batches(side: NDArray[np.int64]) -> "list[NDArray[np.int64]]":
    """Components of one matrix size each, no more at a time than fit in memory well."""
    found: list[NDArray[np.int64]] = []
    for width in np.unique(side).tolist():
        chosen = np.flatnonzero(side == width)
        step = max(1, _CELLS // width**2)
        found += [chosen[start : start + step] for start in range(0, len(chosen), step)]
    return found


def _matrix(
    shape: tuple[int, int, int],
    cells: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    value: NDArray[np.int32] | int,
) -> NDArray[np.int32]:
    """(components, side, side), both ways round."""
    filled = np.zeros(shape, np.int32)
    which, one, other = cells
    filled[which, one, other] = value
    filled[which, other, one] = value
    return filled


def _stars(binding: NDArray[np.int32], tight: NDArray[np.bool_], limit: int) -> NDArray[np.int32]:
    """(c, s) star numbers from 0 in each component, or -1; `binding` is in millionths, 0 where a pair does not bind."""
    found = np.full(binding.shape[:2], _ALONE, np.int32)
    alive = np.ones(binding.shape[:2], np.bool_)
    left = np.arange(len(binding))
    for star in range(binding.shape[1]):
        sums = np.einsum("cij,cj->ci", binding[left], alive[left].astype(np.int32)) * alive[left]
        left, sums = left[sums.max(axis=1, initial=0) > 0], sums[sums.max(axis=1, initial=0) > 0]
        if not len(left):
            break
        taken = _one_star(binding, tight, alive, left, sums.argmax(axis=1), limit)
        found[left[taken[0]], taken[1]] = star
        alive[left[taken[0]], taken[1]] = False
    return found


def _one_star(
    binding: NDArray[np.int32],
    tight: NDArray[np.bool_],
    alive: NDArray[np.bool_],
    left: NDArray[np.int64],
    centre: NDArray[np.int64],
    limit: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who is in the star around each `centre`: rows of `left`, and places."""
    rows, places = [np.arange(len(left))], [centre]
    wanted = binding[left, centre] * alive[left]
    going = np.arange(len(left))
    for _ in range(1, limit):
        best = wanted[going].argmax(axis=1)
        more = wanted[going, best] > 0
        going, best = going[more], best[more]
        if not len(going):
            break
        rows.append(going)
        places.append(best)
        wanted[going] *= tight[left[going], best]
    return np.concatenate(rows), np.concatenate(places)
