"""Stars: a node with those of its neighbours that are alike among themselves.

A greedy star cover (Aslam, Pelekhov and Rus, "The star clustering algorithm", 2004), with two changes: stars do not
overlap, and the rays of a star must be alike too, so that a chain of small steps makes no group.
"""

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.pairs import Pairs

_ALONE: Final = -1


def stars(
    pairs: Pairs, bound: NDArray[np.bool_], component: NDArray[np.int32], block: NDArray[np.int32], limit: int
) -> NDArray[np.int32]:
    """(n,) the star of each node, numbered from 0, or -1.

    `pairs` are all that may share a star (tight, not told apart). Of the nodes that are left, the one with the largest
    sum of similarities to the neighbours that are left (`bound` pairs) is the next centre; it takes its neighbours by
    falling similarity, each only if its pair with every member so far is among `pairs`. Ties go to the lower number.
    A block comes as a whole or not at all; its own pairs need not be tight. A star has at most `limit` members, unless
    its centre's block has more.
    """
    sky = _Sky.of(pairs, bound, block)
    label = np.full(len(block), _ALONE, np.int32)
    heap = [(-total, node) for node, total in enumerate(sky.total.tolist()) if total]
    heapify(heap)
    count = 0
    while heap:
        total, centre = heappop(heap)
        current = int(sky.total[centre])
        if not sky.left[centre] or not current:
            continue
        if current != -total:
            heappush(heap, (-current, centre))
            continue
        members = sky.star(centre, limit)
        # Alone a centre takes nobody: what it is bound to are parts of blocks. It may still be taken with one of those.
        if len(members) > 1:
            label[members] = count
            count += 1
            sky.remove(members)
    return label


@dataclass(frozen=True, slots=True)
class _Sky:
    """The nodes that are left, and who is near whom, as rows of sparse matrices."""

    left: NDArray[np.bool_]  # (n,)
    total: NDArray[np.int64]  # (n,) sum of similarities to the bound neighbours that are left, millionths
    bound_from: NDArray[np.int64]  # (n + 1,)
    bound_to: NDArray[np.int32]  # by falling similarity, then number
    bound_by: NDArray[np.int32]
    tight_from: NDArray[np.int64]
    tight_to: NDArray[np.int32]
    peers: dict[int, list[int]]  # of nodes whose block has others
    mark: NDArray[np.bool_] = field(repr=False)

    @classmethod
    def of(cls, pairs: Pairs, bound: NDArray[np.bool_], block: NDArray[np.int32]) -> "_Sky":
        nodes = len(block)
        ends, others = np.concatenate([pairs.low, pairs.high]), np.concatenate([pairs.high, pairs.low])
        counted, binds = np.tile(pairs.counted, 2), np.tile(bound, 2)
        order = np.flatnonzero(binds)
        order = order[np.lexsort((others[order], -counted[order], ends[order]))]
        by_node = np.argsort(ends, kind="stable")
        involved = np.unique(ends)
        return cls(
            np.ones(nodes, np.bool_),
            np.bincount(ends[order], counted[order], minlength=nodes).astype(np.int64),
            _starts(ends[order], nodes),
            others[order],
            counted[order],
            _starts(ends, nodes),
            others[by_node],
            _peers(involved, block),
            np.zeros(nodes, np.bool_),
        )

    def star(self, centre: int, limit: int) -> list[int]:
        """The members, the centre first."""
        members = self._block(centre)
        waiting = self.bound_to[self.bound_from[centre] : self.bound_from[centre + 1]]
        waiting = waiting[self.left[waiting]]
        if len(members) > 1:
            waiting = waiting[~np.isin(waiting, members)]
        for member in members[1:]:
            waiting = self._alike(member, waiting)
        while len(waiting) and len(members) < limit:
            block = self._block(int(waiting[0]))
            whole = len(block) == 1 or (np.isin(block, waiting).all() and len(members) + len(block) <= limit)
            waiting = waiting[1:] if len(block) == 1 else waiting[~np.isin(waiting, block)]
            if whole:
                members += block
                for member in block:
                    waiting = self._alike(member, waiting)
        return members

    def remove(self, members: list[int]) -> None:
        """Take a star's members away, and what they counted for their neighbours."""
        self.left[members] = False
        for member in members:
            mine = slice(self.bound_from[member], self.bound_from[member + 1])
            self.total[self.bound_to[mine]] -= self.bound_by[mine]

    def _block(self, node: int) -> list[int]:
        return [node, *(peer for peer in self.peers.get(node, ()) if peer != node)]

    def _alike(self, member: int, waiting: NDArray[np.int32]) -> NDArray[np.int32]:
        near = self.tight_to[self.tight_from[member] : self.tight_from[member + 1]]
        self.mark[near] = True
        kept = waiting[self.mark[waiting]]
        self.mark[near] = False
        return kept


def _starts(ends: NDArray[np.int32], nodes: int) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=nodes))])


def _peers(involved: NDArray[np.int32], block: NDArray[np.int32]) -> dict[int, list[int]]:
    crowded = involved[np.bincount(block, minlength=1)[block[involved]] > 1]
    held: dict[int, list[int]] = {}
    for node in crowded.tolist():
        held.setdefault(int(block[node]), []).append(node)
    return {node: held[int(block[node])] for node in crowded.tolist()}
