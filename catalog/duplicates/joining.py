"""From hashes to candidates: which pairs of images are worth a look at their vectors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EDITED, SAME_PIXELS, TURNED
from catalog.duplicates.hamming import candidates_between, candidates_within
from catalog.duplicates.hash_candidates import Candidates
from catalog.duplicates.hash_pairs import HashClasses, HashPairs
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.model import MOST_TURNED, Turn
from catalog.duplicates.pairs import components

COMPLETE_UP_TO: Final = 64
"""Components of candidates of at most so many images get all their pairs, so that the worst one is known."""
_INVERSE: Final = np.array([0, 1, 2, 3, 4, Turn.ROTATED_270, Turn.ROTATED_90, 7], np.int8)


def _unheard(_: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """m pairs of a HashTable's images, `low` < `high`, each once, with the best that their hashes say of them.

    In the order of (component, low, high); `component` is the least image of those that candidates connect. `turn` is
    what is done to the low picture to get the high one.
    """

    low: NDArray[np.int32]
    high: NDArray[np.int32]
    tier: NDArray[np.int8]  # T1, T2 or T3
    hamming: NDArray[np.int16]
    turn: NDArray[np.int8]
    component: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.low)

    def only(self, which: NDArray[np.bool_] | NDArray[np.intp] | slice) -> Self:
        """The pairs that `which` marks or numbers."""
        return type(self)(*(getattr(self, column.name)[which] for column in fields(self)))


def find_candidates(
    table: HashTable, max_hamming: int, *, check: Callable[[], None], on_shorter: Callable[[int], None] = _unheard
) -> CandidatePairs:
    """All pairs with equal pixels (T1), upright hashes within `max_hamming` (0..10; T2), or turned ones (T3).

    The latter are within MOST_TURNED at most. A pair is of the first tier that it meets; of turns the nearest counts,
    then the lowest. Components of up to COMPLETE_UP_TO images get all their other pairs too. `check` is called every
    now and then and may raise; `on_shorter` with the distance when so many upright hashes are near each other that
    only a lesser one than was asked for could be looked at (Candidates.reach).
    """
    found = _best(len(table), list(_found(table, max_hamming, check, on_shorter)))
    label = _least(components(len(table), found.low, found.high))
    missing = _closure(table, found, label, max_hamming + min(max_hamming, MOST_TURNED))
    pairs = CandidatePairs(*(np.concatenate(both) for both in zip(_columns(found), _columns(missing), strict=True)))
    component = label[pairs.low]
    order = np.lexsort((pairs.high, pairs.low, component))
    return CandidatePairs(pairs.low, pairs.high, pairs.tier, pairs.hamming, pairs.turn, component).only(order)


def inverse(turn: int) -> int:
    """What undoes the turn."""
    return int(_INVERSE[turn])


def inverse_of(turn: NDArray[np.int8]) -> NDArray[np.int8]:
    """What undoes each turn: the two quarter turns undo each other, all others themselves."""
    return _INVERSE[turn]


def _found(
    table: HashTable, max_hamming: int, check: Callable[[], None], on_shorter: Callable[[int], None]
) -> Iterator[CandidatePairs]:
    yield _same_pixels(table)
    check()
    upright = candidates_within(table.upright, max_hamming, check=check)
    if upright.reach < max_hamming:
        on_shorter(upright.reach)
    near = upright.pairs()
    yield _pairs(near.left, near.right, EDITED, near.distance, np.zeros(len(near.left), np.int8))
    furthest = min(max_hamming, MOST_TURNED)
    for turn in list(Turn)[1:]:
        check()
        yield _turned(
            table, turn, candidates_between(table.turned[:, turn - 1], table.upright, furthest, check=check).pairs()
        )


def _same_pixels(table: HashTable) -> CandidatePairs:
    """Joined by one half of the pixel hash; the other half tells those apart that share it by chance."""
    classes = HashClasses.of(table.pixels[:, 0])
    none = HashPairs.unpacked(np.zeros(0, np.uint64))
    equal = Candidates(classes, classes, none, 0).pairs()
    left, right = (side[table.pixels[equal.left, 1] == table.pixels[equal.right, 1]] for side in equal[:2])
    distance = np.bitwise_count(table.upright[left] ^ table.upright[right])
    return _pairs(left, right, SAME_PIXELS, distance, np.zeros(len(left), np.int8))


def _turned(table: HashTable, turn: Turn, near: HashPairs) -> CandidatePairs:
    """The left picture turned is near to the right one; the low one of the two is turned to get the high one."""
    another = near.left != near.right
    left, right, distance = near.left[another], near.right[another], near.distance[another]
    turns = np.full(len(left), turn, np.int8)
    turns = np.where(left < right, turns, inverse_of(turns))
    return _pairs(np.minimum(left, right), np.maximum(left, right), TURNED, distance, turns)


def _pairs(
    low: NDArray[np.int32], high: NDArray[np.int32], tier: int, distance: NDArray[np.uint8], turn: NDArray[np.int8]
) -> CandidatePairs:
    tiers = np.full(len(low), tier, np.int8)
    return CandidatePairs(low, high, tiers, distance.astype(np.int16), turn, low)


def _best(nodes: int, parts: list[CandidatePairs]) -> CandidatePairs:
    """Each pair once: the closest tier, then the least distance, then the lowest turn."""
    every = CandidatePairs(*(np.concatenate(some) for some in zip(*map(_columns, parts), strict=True)))
    key = every.low.astype(np.int64) * nodes + every.high
    rank = (every.tier.astype(np.int64) << 16) | (every.hamming.astype(np.int64) << 8) | every.turn
    order = np.lexsort((rank, key))
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = key[order][1:] != key[order][:-1]
    return every.only(order[is_first])


def _columns(pairs: CandidatePairs) -> tuple[NDArray[np.generic], ...]:
    return tuple(getattr(pairs, column.name) for column in fields(CandidatePairs))


def _least(label: NDArray[np.int32]) -> NDArray[np.int32]:
    """(n,) the least node of each node's component."""
    first = np.full(int(label.max(initial=-1)) + 1, len(label), np.int32)
    np.minimum.at(first, label, np.arange(len(label), dtype=np.int32))
    return first[label]


def _closure(table: HashTable, found: CandidatePairs, label: NDArray[np.int32], reach: int) -> CandidatePairs:
    """The pairs of small components that are no candidates, with what their hashes say.

    Two that are each near to a third, one of them turned, are at most `reach` apart: up to there a turn is believed,
    else they count as upright.
    """
    low, high = _pairs_inside(label)
    have = found.low.astype(np.int64) * len(label) + found.high
    missing = ~np.isin(low.astype(np.int64) * len(label) + high, have)
    low, high = low[missing], high[missing]
    distance = np.bitwise_count(table.upright[low] ^ table.upright[high]).astype(np.int16)
    back = np.bitwise_count(table.turned[high] ^ table.upright[low][:, np.newaxis])[:, _INVERSE[1:] - 1]
    turned = np.bitwise_count(table.turned[low] ^ table.upright[high][:, np.newaxis])
    turned = np.minimum(turned, back).astype(np.int16)
    turn = turned.argmin(axis=1).astype(np.int8) if len(low) else np.zeros(0, np.int8)
    best = turned[np.arange(len(low)), turn]
    is_turned = (best <= reach) & (distance > reach)
    return CandidatePairs(
        low,
        high,
        np.where(is_turned, TURNED, EDITED).astype(np.int8),
        np.where(is_turned, best, distance),
        np.where(is_turned, turn + 1, 0).astype(np.int8),
        label[low],
    )


def _pairs_inside(label: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """All pairs of nodes that share a component of 3 to COMPLETE_UP_TO nodes."""
    sizes = np.bincount(label, minlength=len(label))[label] if len(label) else np.zeros(0, np.int64)
    lows, highs = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for size in range(3, COMPLETE_UP_TO + 1):
        nodes = np.flatnonzero(sizes == size).astype(np.int32)
        if len(nodes):
            members = nodes[np.argsort(label[nodes], kind="stable")].reshape(-1, size)
            first, second = np.triu_indices(size, 1)
            lows.append(members[:, first].ravel())
            highs.append(members[:, second].ravel())
    return np.concatenate(lows), np.concatenate(highs)
