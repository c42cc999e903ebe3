"""What people said stands: apart is kept apart, together together, and only what is new comes back."""

from itertools import combinations

import pytest

from catalog.duplicates.grouped import Bond
from catalog.duplicates.model import Tier
from tests.duplicate_graphs import Graph, clique, drawn
from tests.duplicate_rules import Rules

EDITED, VARIANT = Tier.EDITED, Tier.VARIANT
ALL_APART = [(0, 1), (0, 2), (1, 2)]


class TestDifferent:
    @pytest.mark.parametrize("threshold", [0.85, 0.95, 0.99])
    def test_does_not_come_back_at_any_threshold(self, threshold: float) -> None:
        edges = clique(0, 1, 2, similarity=1.0)
        assert Graph(3, edges, apart=ALL_APART).groups(threshold=threshold, variant_threshold=threshold) == []

    def test_a_new_image_comes_with_the_best_of_the_others(self) -> None:
        edges = clique(0, 1, 2, 3) | {(1, 3): (EDITED, 1, 0.99)}
        (one,) = Graph(4, edges, apart=ALL_APART).groups()
        assert one.members == (1, 3)
        assert (one.new, one.near_apart) == ((3,), (0, 2))

    def test_two_new_images_are_shown_as_such(self) -> None:
        (one,) = Graph(5, clique(*range(5)), apart=ALL_APART).groups()
        assert (one.members, one.new, one.near_apart) == ((0, 3, 4), (3, 4), (1, 2))

    def test_one_that_is_not_near_to_what_is_new_is_not_mentioned(self) -> None:
        edges = clique(0, 1, 2) | {(0, 3): (EDITED, 1, 0.99)}
        (one,) = Graph(4, edges, apart=ALL_APART).groups()
        assert (one.members, one.new, one.near_apart) == ((0, 3), (3,), ())

    def test_a_word_on_something_far_away_makes_nothing_new(self) -> None:
        (one,) = Graph(4, clique(0, 1), apart=[(0, 3)]).groups()
        assert (one.new, one.near_apart) == ((), ())

    def test_nothing_is_new_where_nobody_decided(self) -> None:
        (one, _) = Graph(5, clique(0, 1, 2) | clique(3, 4)).groups()
        assert (one.new, one.near_apart) == ((), ())

    def test_a_pair_apart_splits_an_otherwise_tight_group(self) -> None:
        (one,) = Graph(4, clique(*range(4)), apart=[(0, 3)]).groups()
        assert (one.members, one.near_apart) == ((0, 1, 2), (3,))

    def test_new_variants_are_told_as_well(self) -> None:
        (one,) = Graph(3, clique(0, 1, 2, tier=VARIANT), apart=[(0, 1)]).groups()
        assert (one.tier, one.members, one.new, one.near_apart) == (VARIANT, (0, 2), (2,), (1,))

    @pytest.mark.parametrize("seed", range(40))
    def test_new_is_who_was_told_apart_from_nobody_near(self, seed: int) -> None:
        graph = drawn(seed, nodes=16, density=0.95, words=6)
        rules = Rules(graph)
        for one in graph.groups(variant_threshold=1.1):
            tiers = (Tier.SAME_PIXELS, EDITED, Tier.TURNED)
            near = {
                x
                for x in range(16)
                for m in one.members
                if x != m and (rules.said(m, x) or rules.bound(m, x, tiers, 0.95))
            }
            judged = {m for pair in graph.apart for m, x in (pair, pair[::-1]) if m in one.members and x in near}
            new = set(one.members) - judged if judged else set()
            outside = {
                x
                for x in set(range(16)) - set(one.members)
                if any((min(m, x), max(m, x)) in rules.apart for m in one.members)
                and any(
                    (min(m, x), max(m, x)) not in rules.apart and (rules.said(m, x) or rules.bound(m, x, tiers, 0.95))
                    for m in new
                )
            }
            if not rules.contradicted:
                assert (set(one.new), set(one.near_apart)) == (new, outside)


class TestSame:
    def test_brings_images_together_that_no_edge_joins(self) -> None:
        (one,) = Graph(5, {}, together=[(0, 3), (3, 4)]).groups()
        assert one.members == (0, 3, 4)
        assert one.bonds == (Bond(None, None, 0.0), Bond(None, None, 0.0))
        assert (one.tier, one.worst) == (EDITED, (0, 3, 0.0))

    def test_keeps_the_edge_as_the_reason_where_there_is_one(self) -> None:
        (one,) = Graph(3, clique(0, 1), together=[(0, 1), (1, 2)]).groups()
        assert one.medoid == 0
        assert one.bonds == (Bond(EDITED, 3, 0.98), Bond(None, None, 0.0))

    def test_an_edge_below_the_threshold_is_what_is_known_of_the_two(self) -> None:
        (one,) = Graph(2, {(0, 1): (VARIANT, 30, 0.8)}, together=[(0, 1)]).groups()
        assert one.bonds == (Bond(None, 30, 0.8),)
        assert one.worst == (0, 1, 0.8)

    def test_others_join_only_if_they_are_near_to_all_of_them(self) -> None:
        edges = {(0, 2): (EDITED, 3, 0.99), (1, 2): (VARIANT, 9, 0.93), (0, 3): (EDITED, 3, 0.99)}
        (one,) = Graph(4, edges, together=[(0, 1)]).groups(variant_threshold=0.95)
        assert one.members == (0, 1, 2)

    def test_a_block_may_be_larger_than_the_cap(self) -> None:
        (one,) = Graph(6, {}, together=[(0, at) for at in range(1, 6)]).groups(cap=3)
        assert len(one.members) == 6

    def test_a_block_of_a_large_component_is_kept_whole(self) -> None:
        edges = {(at, at + 1): (EDITED, 2, 0.97) for at in range(99)}
        graph = Graph(100, edges, together=[(10, 50), (50, 90), (3, 4)])
        Rules(graph).check(graph.groups())


class TestContradiction:
    def test_apart_wins_and_the_group_says_so(self) -> None:
        (one,) = Graph(3, clique(0, 1, 2), together=[(0, 1)], apart=[(0, 1)]).groups()
        assert one.members == (0, 2)
        assert one.contradiction

    def test_the_first_words_that_fit_are_believed(self) -> None:
        (one,) = Graph(3, {}, together=[(0, 1), (1, 2)], apart=[(0, 2)]).groups()
        assert (one.members, one.contradiction) == ((0, 1), True)

    def test_is_not_said_of_others(self) -> None:
        graph = Graph(5, clique(3, 4), together=[(0, 1), (3, 4)], apart=[(0, 1)])
        assert [(one.members, one.contradiction) for one in graph.groups()] == [((3, 4), False)]

    def test_words_that_agree_are_no_contradiction(self) -> None:
        together = list(combinations(range(4), 2))
        (one,) = Graph(6, clique(*range(6)), together=together, apart=[(0, 5)]).groups()
        assert (one.members, one.contradiction) == ((0, 1, 2, 3, 4), False)
