"""How long grouping from edges takes, beside plain connected components, and how it grows."""

import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import TURNED, EdgeTable
from catalog.duplicates.grouped import GroupColumns
from catalog.duplicates.grouping import group
from catalog.duplicates.pairs import components
from tests.bench.figures import exponent, median, table
from tests.bench.plan import Plan
from tests.bench.planted_edges import edge_table_of

_HEADS: Final = ("edges", "images", "groups", "largest", "ms", "components", "their largest", "their ms")
_THRESHOLD: Final = 0.95
_VARIANTS: Final = 0.97
_NONE: Final = np.zeros((0, 2), np.int32)


def run(plan: Plan) -> None:
    """Print medians at each size, and b of cost ≈ a · edgesᵇ."""
    rows: list[list[str | float]] = []
    for size in plan.edge_sizes:
        edges = edge_table_of(size, hub=size // 100, seed=1)
        groups = _grouped(edges)
        plain = np.bincount(np.bincount(_components(edges)))
        rows.append(
            [
                f"{len(edges.low):,}",
                float(len(edges.image_ids)),
                float(len(groups)),
                float(np.diff(groups.starts).max()),
                _ms(_grouped, edges, plan.rounds),
                float(plain[2:].sum()),
                float(len(plain) - 1),
                _ms(_components, edges, plan.rounds),
            ]
        )
    costs = [[float(row[at]) for row in rows] for at in (4, 7)]
    ours, theirs = (exponent(plan.edge_sizes, cost) for cost in costs)
    print(table(_HEADS, [*rows, ["exponent", "", "", "", ours, "", "", theirs]]))


def _grouped(edges: EdgeTable) -> GroupColumns:
    return group(edges, threshold=_THRESHOLD, variant_threshold=_VARIANTS, together=_NONE, apart=_NONE)


def _components(edges: EdgeTable) -> NDArray[np.int32]:
    bound = (edges.similarity >= _THRESHOLD) & (edges.tier <= TURNED)
    return components(len(edges.image_ids), edges.low[bound], edges.high[bound])


def _ms(work: Callable[[EdgeTable], object], edges: EdgeTable, rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work(edges)
        spent.append(time.perf_counter() - begun)
    return 1e3 * median(spent)
