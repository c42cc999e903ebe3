"""Stars are found as the rule says, and alike by the way for many small components and by that for large ones."""

import numpy as np
import pytest
from numpy.typing import NDArray

from catalog.duplicates.pairs import Pairs, components, pairs_of
from catalog.duplicates.small_stars import small_stars
from catalog.duplicates.stars import stars
from tests.duplicate_graphs import Graph, drawn

Star = frozenset[int]


def prepared(graph: Graph) -> tuple[Pairs, NDArray[np.bool_], NDArray[np.int32], NDArray[np.int32]]:
    """Pairs from 0.92 on, those that bind at 0.95, components, and blocks of one."""
    block = np.arange(graph.nodes, dtype=np.int32)
    pairs = pairs_of(graph.table(), block)
    pairs = pairs.only(pairs.counted >= 920_000)
    bound = (pairs.counted >= 950_000) & (pairs.tier <= 3)
    component = components(graph.nodes, pairs.low[bound], pairs.high[bound])
    within = component[pairs.low] == component[pairs.high]
    return pairs.only(within), bound[within], component, block


def as_sets(label: NDArray[np.int32]) -> set[Star]:
    """The nodes of each star."""
    return {frozenset(np.flatnonzero(label == at).tolist()) for at in set(label.tolist()) - {-1}}


def read_plainly(pairs: Pairs, bound: NDArray[np.bool_], limit: int) -> set[Star]:
    """The rule, word for word."""
    both = zip(pairs.low.tolist(), pairs.high.tolist(), pairs.counted.tolist(), bound.tolist(), strict=True)
    tight: set[tuple[int, int]] = set()
    near: dict[int, dict[int, int]] = {}
    for a, b, similarity, binds in both:
        tight |= {(a, b), (b, a)}
        if binds:
            near.setdefault(a, {})[b] = similarity
            near.setdefault(b, {})[a] = similarity
    found: set[Star] = set()
    left = set(near)
    while True:
        sums = {node: sum(value for other, value in near[node].items() if other in left) for node in left}
        centre = min(left, key=lambda node: (-sums[node], node), default=None)
        if centre is None or not sums[centre]:
            return found
        members = [centre]
        for other in sorted(set(near[centre]) & left, key=lambda node: (-near[centre][node], node)):
            if len(members) < limit and all((other, member) in tight for member in members):
                members.append(other)
        found.add(frozenset(members))
        left -= set(members)


@pytest.mark.parametrize("limit", [2, 3, 1000])
@pytest.mark.parametrize("seed", range(25))
def test_both_ways_are_the_rule(seed: int, limit: int) -> None:
    graph = drawn(seed, nodes=10 + 2 * seed, density=0.5 + seed % 5 / 10)
    pairs, bound, component, block = prepared(graph)
    expected = read_plainly(pairs, bound, limit)
    assert len(expected) > 1
    assert as_sets(small_stars(pairs, bound, component, block, limit)) == expected
    assert as_sets(stars(pairs, bound, component, block, limit)) == expected


def test_a_component_of_hundreds_is_read_alike() -> None:
    graph = drawn(7, nodes=300, density=0.8)
    pairs, bound, component, block = prepared(graph)
    assert np.bincount(component).max() > 64
    assert as_sets(stars(pairs, bound, component, block, 1000)) == read_plainly(pairs, bound, 1000)
