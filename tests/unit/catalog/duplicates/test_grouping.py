"""Groups are tight, explain themselves, and do not depend on the order in which anything came."""

import numpy as np
import pytest

from catalog.duplicates.arrays import edge_table
from catalog.duplicates.grouped import Bond
from catalog.duplicates.grouping import group, group_id
from catalog.duplicates.model import Tier
from tests.duplicate_graphs import Graph, clique, drawn, ends, grouped
from tests.duplicate_rules import Rules

EDITED, VARIANT = Tier.EDITED, Tier.VARIANT


class TestEveryRule:
    @pytest.mark.parametrize("seed", range(60))
    def test_holds_on_small_graphs(self, seed: int) -> None:
        graph = drawn(seed, nodes=12 + seed % 20, density=0.3 + seed % 7 / 10)
        Rules(graph).check(graph.groups())

    @pytest.mark.parametrize("seed", range(4))
    def test_holds_on_graphs_too_large_for_matrices(self, seed: int) -> None:
        graph = drawn(seed, nodes=150, density=0.9)
        Rules(graph).check(graph.groups())

    @pytest.mark.parametrize("seed", range(60))
    def test_holds_whatever_people_said(self, seed: int) -> None:
        graph = drawn(seed, nodes=14 + seed % 10, density=0.8, words=1 + seed % 5)
        Rules(graph).check(graph.groups())

    @pytest.mark.parametrize("seed", range(20))
    @pytest.mark.parametrize("cap", [2, 3, 5])
    def test_holds_under_a_cap(self, seed: int, cap: int) -> None:
        graph = drawn(seed, nodes=24, density=0.95, words=seed % 3)
        Rules(graph).check(graph.groups(cap=cap), cap)

    @pytest.mark.parametrize("threshold", [0.89, 0.92, 0.97, 0.99, 1.0])
    def test_holds_at_other_thresholds(self, threshold: float) -> None:
        graph = drawn(5, nodes=30, density=0.8)
        Rules(graph, threshold).check(graph.groups(threshold=threshold))


class TestOrder:
    @pytest.mark.parametrize("graph", [drawn(1, nodes=30, density=0.7), drawn(2, nodes=30, density=0.8, words=4)])
    def test_a_hundred_orders_give_the_same_groups(self, graph: Graph) -> None:
        generator = np.random.default_rng(3)
        expected = graph.groups()
        assert len(expected) > 3
        for _ in range(100):
            table = graph.table(generator)
            words = [
                [pair[::-1] for pair in generator.permutation(said).tolist()] for said in (graph.together, graph.apart)
            ]
            assert grouped(table, *words) == expected

    def test_the_id_is_that_of_the_contents(self) -> None:
        assert group_id(["b" * 64, "a" * 64]) == group_id(["a" * 64, "b" * 64])
        assert group_id(["a" * 64, "b" * 64]) != group_id(["a" * 64, "c" * 64])
        assert len(group_id(["a" * 64])) == 32


class TestShapes:
    def test_a_chain_is_never_one_group(self) -> None:
        for length in range(3, 40):
            found = Graph(length, {(at, at + 1): (EDITED, 2, 0.97) for at in range(length - 1)}).groups()
            assert {len(one.members) for one in found} == {2}

    def test_a_star_whose_rays_are_unlike_is_a_pair(self) -> None:
        found = Graph(50, {(0, at): (EDITED, 2, 0.96 + (at == 7) / 100) for at in range(1, 50)}).groups()
        assert [one.members for one in found] == [(0, 7)]
        assert found[0].hubs == (0,)

    def test_copies_that_are_all_alike_are_no_hubs(self) -> None:
        assert [one.hubs for one in Graph(40, clique(*range(40))).groups()] == [()]

    def test_fifty_flat_pictures_are_no_group(self) -> None:
        assert Graph(50, {}).groups() == []
        assert grouped(edge_table([], [])) == []

    def test_the_worst_pair_may_be_below_the_threshold_but_not_by_more_than_the_margin(self) -> None:
        edges = {(0, 1): (EDITED, 3, 0.96), (1, 2): (EDITED, 3, 0.96)}
        (one,) = Graph(3, edges | {(0, 2): (VARIANT, 9, 0.92)}).groups()
        assert (one.medoid, one.worst, one.tier) == (1, (0, 2, 0.92), EDITED)
        (one,) = Graph(3, edges | {(0, 2): (VARIANT, 9, 0.919)}).groups(variant_threshold=0.95)
        assert one.members == (0, 1)

    def test_the_order_is_medoid_then_likeness_then_hash(self) -> None:
        edges = clique(0, 1, 2, 3) | {(2, 3): (Tier.SAME_PIXELS, 0, 0.2), (0, 2): (Tier.TURNED, 4, 0.8)}
        (one,) = Graph(4, edges).groups()
        assert one.members == (2, 3, 0, 1)
        assert one.bonds == (
            Bond(Tier.SAME_PIXELS, 0, 1.0),
            Bond(Tier.TURNED, 4, 0.996),
            Bond(EDITED, 3, 0.98),
        )
        assert one.tier is Tier.TURNED


class TestVariants:
    def test_are_found_between_medoids_and_single_images(self) -> None:
        edges = clique(0, 1, 2) | {(0, 3): (VARIANT, 20, 0.93), (1, 4): (VARIANT, 21, 0.94)}
        assert [(one.members, one.tier) for one in Graph(5, edges).groups()] == [((0, 1, 2), EDITED), ((0, 3), VARIANT)]

    def test_do_not_bind_duplicates(self) -> None:
        assert Graph(2, clique(0, 1, tier=VARIANT)).groups(variant_threshold=0.99) == []

    def test_stay_apart_when_any_that_they_stand_for_are(self) -> None:
        graph = Graph(4, clique(0, 1, 2) | {(0, 3): (VARIANT, 20, 0.93)}, apart=[(2, 3)])
        assert [one.members for one in graph.groups()] == [(0, 1, 2)]


class TestTheCap:
    def test_makes_it_stricter_and_says_so(self) -> None:
        edges = clique(*range(6), similarity=0.955) | clique(0, 1, 2) | clique(3, 4, 5)
        found = Graph(6, edges).groups(cap=4)
        assert [(one.members, one.capped, one.threshold) for one in found] == [
            ((0, 1, 2), True, 0.96),
            ((3, 4, 5), True, 0.96),
        ]

    def test_cuts_where_nothing_is_strict_enough(self) -> None:
        found = Graph(9, clique(*range(9), similarity=1.0)).groups(cap=4)
        assert [(one.members, one.capped, one.threshold) for one in found] == [
            ((0, 1, 2, 3), True, 0.99),
            ((4, 5, 6, 7), True, 0.99),
        ]

    def test_leaves_the_others_as_they_are(self) -> None:
        found = Graph(9, clique(*range(6), similarity=1.0) | clique(6, 7, 8)).groups(cap=3)
        assert [(one.capped, one.threshold) for one in found] == [(True, 0.99), (True, 0.99), (False, 0.95)]


class TestColumns:
    def test_reclaimable_is_all_but_the_largest(self) -> None:
        table = Graph(5, clique(0, 1, 2) | clique(3, 4)).table()
        found = group(table, threshold=0.95, variant_threshold=0.9, together=ends([]), apart=ends([]))
        assert found.reclaimable_bytes(table.sizes).tolist() == [100 + 101, 103]

    def test_can_be_read_from_either_end(self) -> None:
        table = Graph(5, clique(0, 1, 2) | clique(3, 4)).table()
        found = group(table, threshold=0.95, variant_threshold=0.9, together=ends([]), apart=ends([]))
        assert [found[-1], found[-2]] == list(found)[::-1] == found[::-1]
        with pytest.raises(IndexError):
            found[2]
