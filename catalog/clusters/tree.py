"""The tree of merges that agglomerative clustering makes, and where it is cut."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Chain(NamedTuple):
    """What a chain of nearest neighbours works on and leaves behind, for n slots.

    `slots` are those that still stand for a cluster, `sizes` and `top` each cluster's members and height; `link` is
    the chain. Merge `m` joined the clusters of members low[m] < high[m] at the cosine distance height[m].
    """

    slots: NDArray[np.int32]
    sizes: NDArray[np.int64]
    top: NDArray[np.float32]
    link: NDArray[np.int32]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    height: NDArray[np.float32]


def begun(total: int) -> Chain:
    """The chain before the first link: every one of `total` slots is a cluster of its own."""
    return Chain(
        np.arange(total, dtype=np.int32),
        np.ones(total, np.int64),
        np.zeros(total, np.float32),
        np.zeros(total + 1, np.int32),
        np.zeros(total - 1, np.int32),
        np.zeros(total - 1, np.int32),
        np.zeros(total - 1, np.float32),
    )


class Tree(NamedTuple):
    """n - 1 merges of n members, the lowest first."""

    low: NDArray[np.int32]
    high: NDArray[np.int32]
    height: NDArray[np.float32]

    @classmethod
    def of(cls, chain: Chain) -> "Tree":
        """The merges of a chain that is done; of equal height, the one that was made first comes first."""
        order = np.argsort(chain.height, kind="stable")
        return cls(chain.low[order], chain.high[order], chain.height[order])

    def below(self, threshold: float) -> NDArray[np.int32]:
        """(n,) the cluster of each member when all merges up to that cosine distance are done; see cut."""
        return self._cut(int(np.searchsorted(self.height, np.float32(threshold), side="right")))

    def into(self, clusters: int) -> NDArray[np.int32]:
        """(n,) the cluster of each member when there are that many, or n where that is fewer."""
        return self._cut(max(0, len(self.low) + 1 - clusters))

    def _cut(self, merges: int) -> NDArray[np.int32]:
        """The clusters are numbered from 0 by their first members."""
        above = list(range(len(self.low) + 1))

        def root(member: int) -> int:
            while above[member] != member:
                above[member] = above[above[member]]
                member = above[member]
            return member

        for low, high in zip(self.low[:merges].tolist(), self.high[:merges].tolist(), strict=True):
            one, other = root(low), root(high)
            above[max(one, other)] = min(one, other)
        roots = np.array([root(member) for member in range(len(above))], np.int32)
        labels: NDArray[np.int32] = np.unique(roots, return_inverse=True)[1].astype(np.int32)
        return labels
