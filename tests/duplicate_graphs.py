"""Graphs of near-duplicates drawn at random, and a slow, plain reading of the rules to hold groups against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EdgeTable, edge_table
from catalog.duplicates.grouped import Grouped
from catalog.duplicates.grouping import group
from catalog.duplicates.model import Tier

Pair = tuple[int, int]
Edges = dict[Pair, tuple[Tier, int | None, float]]
BINDING = (Tier.SAME_PIXELS, Tier.EDITED, Tier.TURNED)


@dataclass(frozen=True)
class Graph:
    """Images 0..n-1 in the order of their hashes; pairs as (low, high)."""

    nodes: int
    edges: Mapping[Pair, tuple[Tier, int | None, float]]
    together: list[Pair] = field(default_factory=list)
    apart: list[Pair] = field(default_factory=list)

    def table(self, generator: np.random.Generator | None = None) -> EdgeTable:
        """As a table; with a generator, the rows and the image ids in another order and edges either way round."""
        rows = list(self.edges.items())
        names = np.arange(self.nodes)
        images = list(range(self.nodes))
        if generator is not None:
            names = generator.permutation(self.nodes)
            rows = [rows[at] for at in generator.permutation(len(rows))]
            rows = [((b, a) if generator.random() < 0.5 else (a, b), found) for (a, b), found in rows]
            images = [int(at) for at in generator.permutation(self.nodes)]
        ids = [f"{name:026d}" for name in names.tolist()]
        return edge_table(
            [(ids[at], f"{at:064x}", 100 + at) for at in images], [(ids[a], ids[b], *found) for (a, b), found in rows]
        )

    def groups(self, **options: float) -> list[Grouped]:
        """Grouped at 0.95, variants at 0.90."""
        return grouped(self.table(), self.together, self.apart, **options)


def grouped(
    table: EdgeTable, together: Sequence[Pair] = (), apart: Sequence[Pair] = (), **options: float
) -> list[Grouped]:
    """`group` at 0.95, variants at 0.90, or as the options say."""
    asked = {"threshold": 0.95, "variant_threshold": 0.90} | options
    return list(group(table, together=ends(together), apart=ends(apart), **asked))  # type: ignore[arg-type]


def ends(pairs: Iterable[Pair]) -> NDArray[np.int32]:
    """(p, 2)."""
    return np.array(list(pairs), np.int32).reshape(-1, 2)


def clique(*nodes: int, similarity: float = 0.98, tier: Tier = Tier.EDITED) -> Edges:
    """All pairs of these."""
    return dict.fromkeys(combinations(sorted(nodes), 2), (tier, 3, similarity))


def drawn(seed: int, *, nodes: int, density: float, words: int = 0) -> Graph:
    """A graph of many ties; where `words` is more than 0, so many pairs are together and twice as many apart."""
    generator = np.random.default_rng(seed)
    clusters = generator.integers(0, max(1, nodes // 6), nodes)
    tiers = (Tier.SAME_PIXELS, Tier.EDITED, Tier.EDITED, Tier.EDITED, Tier.TURNED, Tier.VARIANT)
    edges: Edges = {}
    for pair in combinations(range(nodes), 2):
        chance = density if clusters[pair[0]] == clusters[pair[1]] else density / nodes
        if generator.random() < chance:
            tier = tiers[generator.integers(len(tiers))]
            edges[pair] = (tier, int(generator.integers(0, 7)), int(generator.integers(88, 101)) / 100)
    return Graph(nodes, edges, _pairs(generator, nodes, words), _pairs(generator, nodes, 2 * words))


def _pairs(generator: np.random.Generator, nodes: int, count: int) -> list[Pair]:
    return [tuple(sorted(generator.choice(nodes, 2, replace=False).tolist())) for _ in range(count)]
