"""Agglomerative clustering of unit vectors by cosine distance, exactly, in 2 n² bytes.

The nearest-neighbour chain (Murtagh, "A Survey of Recent Advances in Hierarchical Clustering Algorithms", The Computer
Journal 26, 1983; Müllner, "Modern hierarchical, agglomerative clustering algorithms", 2011), which is right for these
linkages and takes time in n² alone, over float32 distances of each pair once.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.clusters.tree import Tree, begun

MOST_IMAGES: Final = 20_000
# Rows of distances at a time: 20 MB at the most.
_ROWS: Final = 256
# Distances read between two looks at whether to go on: less than a second.
_BUDGET: Final = 1 << 26


class Linkage(StrEnum):
    """How far two clusters are apart: their nearest pair, their furthest pair, or the mean over all pairs."""

    AVERAGE = "average"
    COMPLETE = "complete"
    SINGLE = "single"


def agglomerate(vectors: NDArray[np.float32], linkage: Linkage, *, check: Callable[[float], None]) -> Tree:
    """The tree of n (2..20,000) unit vectors (n, dimension); at equal distances the one that comes first is merged.

    `check` is told how much is done, 0..1, at least once a second or so, and may raise to end it. Raises ValueError for
    any other n. Takes 2 n² bytes (800 MB at 20,000).
    """
    total = len(vectors)
    if not 2 <= total <= MOST_IMAGES:
        raise ValueError(f"2 to {MOST_IMAGES} vectors can be clustered, not {total}")
    distances = _distances(vectors, lambda part: check(part / 2))
    # Whoever never clusters is spared the compiler: it costs half a second and 60 MB.
    from catalog.clusters import chain_kernel

    code = {
        Linkage.SINGLE: chain_kernel.SINGLE,
        Linkage.COMPLETE: chain_kernel.COMPLETE,
        Linkage.AVERAGE: chain_kernel.AVERAGE,
    }[linkage]
    chain, done, links = begun(total), 0, 0
    while done < total - 1:
        done, links = chain_kernel.follow(distances, chain, code, done, links, _BUDGET)
        # What is left to do shrinks with the square of what is left to merge.
        check(1 - ((total - 1 - done) / (total - 1)) ** 2 / 2)
    return Tree.of(chain)


def _distances(vectors: NDArray[np.float32], check: Callable[[float], None]) -> NDArray[np.float32]:
    """The cosine distances 0..2 of all pairs, row by row below the diagonal."""
    total = len(vectors)
    distances = np.empty(total * (total - 1) // 2, np.float32)
    for begin in range(0, total, _ROWS):
        end = min(begin + _ROWS, total)
        rows = np.clip(1 - vectors[begin:end] @ vectors[:end].T, 0, 2)
        for row in range(begin, end):
            distances[row * (row - 1) // 2 : row * (row + 1) // 2] = rows[row - begin, :row]
        check((end / total) ** 2)
    return distances
