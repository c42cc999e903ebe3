"""The inner loop of agglomerative clustering, compiled by numba when first called. Importing it costs half a second."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from catalog.clusters.tree import Chain

SINGLE: Final = 0
COMPLETE: Final = 1
AVERAGE: Final = 2


@njit(nogil=True)
def _at(one: int, other: int) -> int:
    """Where the distance of two slots is: row by row below the diagonal."""
    low, high = min(one, other), max(one, other)
    return high * (high - 1) // 2 + low


@njit(nogil=True)
def _nearest(distances: NDArray[np.float32], slots: NDArray[np.int32], slot: int, favoured: int) -> int:
    """The slot nearest to this one: the favoured one (or -1) where it is as near, else the lowest of the nearest."""
    best, least = favoured, np.float32(np.inf)
    if favoured >= 0:
        least = distances[_at(slot, favoured)]
    row = np.int64(slot) * (slot - 1) // 2
    for other in slots:
        place = row + other if other < slot else np.int64(other) * (other - 1) // 2 + slot
        if other != slot and distances[place] < least:
            best, least = other, distances[place]
    return best


@njit(nogil=True)
def _join(
    distances: NDArray[np.float32],
    slots: NDArray[np.int32],
    sizes: NDArray[np.int64],
    low: int,
    high: int,
    linkage: int,
) -> None:
    """Let `high` stand for both: its distances are what the linkage makes of the two (Lance and Williams, 1967)."""
    mine, theirs = np.float64(sizes[high]), np.float64(sizes[low])
    for other in slots:
        if other in (low, high):
            continue
        place, gone = _at(high, other), _at(low, other)
        one, two = distances[place], distances[gone]
        if linkage == SINGLE:
            distances[place] = min(one, two)
        elif linkage == COMPLETE:
            distances[place] = max(one, two)
        else:
            distances[place] = np.float32((mine * one + theirs * two) / (mine + theirs))
    sizes[high] += sizes[low]


@njit(nogil=True)
def _without(slots: NDArray[np.int32], slot: int) -> NDArray[np.int32]:
    """The slots, rising, less this one; in the same memory."""
    place = np.searchsorted(slots, slot)
    for at in range(place, len(slots) - 1):
        slots[at] = slots[at + 1]
    return slots[:-1]


@njit(nogil=True)
def follow(
    distances: NDArray[np.float32], chain: Chain, linkage: int, done: int, links: int, budget: int
) -> tuple[int, int]:
    """Go on with the chain of nearest neighbours until `budget` distances are read: (merges done, links in the chain).

    `distances` holds those of all pairs of n slots, row by row below the diagonal, and is used up. Merge `m` joins the
    clusters of slots low[m] < high[m], which both are numbers of members, at height[m]; no height is below those of
    the merges that it is made of, whatever rounding says.
    """
    total = len(chain.low) + 1
    slots = chain.slots[: total - done]
    while done < total - 1 and budget > 0:
        if links == 0:
            chain.link[0], links = slots[0], 1
        last = chain.link[links - 1]
        before = chain.link[links - 2] if links > 1 else -1
        nearest = _nearest(distances, slots, last, before)
        budget -= len(slots)
        if nearest != before:
            chain.link[links] = nearest
            links += 1
            continue
        links -= 2
        low, high = min(last, nearest), max(last, nearest)
        height = max(distances[_at(low, high)], chain.top[low], chain.top[high])
        chain.low[done], chain.high[done], chain.height[done], chain.top[high] = low, high, height, height
        slots = _without(slots, low)
        _join(distances, slots, chain.sizes, low, high, linkage)
        budget -= len(slots)
        done += 1
    return done, links
