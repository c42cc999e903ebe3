"""Edges and verdicts together: the pairs that grouping works on."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from catalog.duplicates.arrays import NO_HAMMING, TURNED, EdgeTable

MILLION: Final = 1_000_000
"""Similarities are compared and added up in whole millionths, so that no result hangs on the order of an addition."""
NO_EDGE: Final = -1


def millionths(similarity: float) -> int:
    """A threshold as similarities are compared with it."""
    return round(similarity * MILLION)


@dataclass(frozen=True, slots=True)
class Pairs:
    """m pairs of nodes, `low` < `high`, each once, in order. Grouping goes by `counted`; `known` is as measured."""

    low: NDArray[np.int32]
    high: NDArray[np.int32]
    counted: NDArray[np.int32]  # millionths; MILLION where a verdict says that the two are the same
    known: NDArray[np.float32]  # 0.0 where only a verdict joins the two
    tier: NDArray[np.int8]  # NO_EDGE where only a verdict joins the two
    hamming: NDArray[np.int16]
    together: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.low)

    def only(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """The pairs that `which` marks, or names by number."""
        return type(self)(
            self.low[which],
            self.high[which],
            self.counted[which],
            self.known[which],
            self.tier[which],
            self.hamming[which],
            self.together[which],
        )

    @property
    def measured(self) -> NDArray[np.int32]:
        """(m,) what was measured, in millionths."""
        return np.rint(self.known * np.float64(MILLION)).astype(np.int32)


def key_of(nodes: int, low: NDArray[np.int32], high: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number for a pair of nodes."""
    return low.astype(np.int64) * nodes + high


def is_among(keys: NDArray[np.integer], held: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of `keys` are in `held`, which is sorted."""
    if not len(held):
        return np.zeros(len(keys), np.bool_)
    found: NDArray[np.bool_] = held[np.searchsorted(held, keys).clip(max=len(held) - 1)] == keys
    return found


def is_close(tier: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Which tiers make duplicates: those that pixels or a hash stand for."""
    close: NDArray[np.bool_] = (tier > NO_EDGE) & (tier <= TURNED)
    return close


def pairs_of(table: EdgeTable, block: NDArray[np.int32]) -> Pairs:
    """All edges, and all pairs inside a block, those without an edge as well."""
    nodes = len(table.image_ids)
    joined = _inside(nodes, block)
    keys = key_of(nodes, table.low, table.high)
    bare = joined[~is_among(joined, np.sort(keys))] if len(joined) else joined
    together = is_among(keys, joined)
    counted = np.rint(table.similarity * np.float64(MILLION)).astype(np.int32)
    pairs = Pairs(
        np.concatenate([table.low, (bare // max(1, nodes)).astype(np.int32)]),
        np.concatenate([table.high, (bare % max(1, nodes)).astype(np.int32)]),
        np.concatenate([np.where(together, MILLION, counted), np.full(len(bare), MILLION)]).astype(np.int32),
        np.concatenate([table.similarity, np.zeros(len(bare), np.float32)]),
        np.concatenate([table.tier, np.full(len(bare), NO_EDGE, np.int8)]),
        np.concatenate([table.hamming, np.full(len(bare), NO_HAMMING, np.int16)]),
        np.concatenate([together, np.ones(len(bare), np.bool_)]),
    )
    keys = key_of(nodes, pairs.low, pairs.high)
    return pairs if (np.diff(keys) > 0).all() else pairs.only(np.argsort(keys))


def components(nodes: int, low: NDArray[np.int32], high: NDArray[np.int32]) -> NDArray[np.int32]:
    """(nodes,) the number of each node's connected component."""
    if not len(low):
        return np.arange(nodes, dtype=np.int32)
    graph = coo_array((np.ones(len(low), np.int8), (low, high)), shape=(nodes, nodes))
    labels: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return labels


def _inside(nodes: int, block: NDArray[np.int32]) -> NDArray[np.int64]:
    """The sorted keys of all pairs that share a block."""
    size = np.bincount(block, minlength=1)[block]
    found = [np.zeros(0, np.int64)]
    for count in np.unique(size[size > 1]).tolist():
        alike = np.flatnonzero(size == count).astype(np.int32)
        rows = alike[np.argsort(block[alike], kind="stable")].reshape(-1, count)
        first, second = np.triu_indices(count, 1)
        found.append(key_of(nodes, rows[:, first], rows[:, second]).ravel())
    return np.sort(np.concatenate(found))
