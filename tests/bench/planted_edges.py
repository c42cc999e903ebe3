"""Edges in the shapes that collections have: pairs and triples, some larger groups, untidy chains, and one hub."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EDITED, SAME_PIXELS, TURNED, VARIANT, EdgeTable

_SHARES: Final = ((2, 0.60), (3, 0.25), (6, 0.10))
"""How many of the groups are complete and of that size; the rest are untidy."""
_UNTIDY: Final = 10
_TIERS: Final = (SAME_PIXELS, EDITED, EDITED, EDITED, TURNED, VARIANT)


def edge_table_of(edges: int, *, hub: int, seed: int) -> EdgeTable:
    """About so many edges; the hub is near to `hub` images that are not alike."""
    generator = np.random.default_rng(seed)
    per_group = sum(share * size * (size - 1) / 2 for size, share in _SHARES) + 0.05 * (_UNTIDY + 4)
    groups = int((edges - hub) / per_group)
    low, high, nodes = [np.zeros(hub, np.int64)], [np.arange(1, hub + 1)], hub + 1
    shapes = [np.stack(np.triu_indices(size, 1)) for size, _ in _SHARES] + [_chain(generator)]
    counts = [round(groups * share) for _, share in _SHARES]
    for shape, size, count in zip(
        shapes, (*(size for size, _ in _SHARES), _UNTIDY), (*counts, groups // 20), strict=True
    ):
        begins = nodes + size * np.arange(count)[:, np.newaxis]
        low.append((begins + shape[0]).ravel())
        high.append((begins + shape[1]).ravel())
        nodes += size * count
    places = generator.permutation(nodes)
    return _table(generator, places[np.concatenate(low)], places[np.concatenate(high)], nodes)


def _chain(generator: np.random.Generator) -> NDArray[np.int64]:
    """A chain with a few shortcuts."""
    chain = {(at, at + 1) for at in range(_UNTIDY - 1)}
    while len(chain) < _UNTIDY + 4:
        one, other = sorted(generator.choice(_UNTIDY, 2, replace=False).tolist())
        chain.add((one, other))
    return np.array(sorted(chain)).T


def _table(generator: np.random.Generator, one: NDArray[np.int64], other: NDArray[np.int64], nodes: int) -> EdgeTable:
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((high, low))
    tier = generator.choice(np.array(_TIERS, np.int8), len(order))
    return EdgeTable(
        np.zeros(nodes, "S26"),
        np.zeros(nodes, "S64"),
        generator.integers(10_000, 5_000_000, nodes),
        low[order].astype(np.int32),
        high[order].astype(np.int32),
        np.where(tier == SAME_PIXELS, 1.0, generator.uniform(0.93, 1.0, len(order))).astype(np.float32),
        generator.integers(0, 7, len(order)).astype(np.int16),
        tier,
    )
