"""The rules of grouping, read plainly and slowly, to hold the fast one against."""

from itertools import combinations

from catalog.duplicates.arrays import TIERS
from catalog.duplicates.grouped import Grouped
from catalog.duplicates.model import Tier
from tests.duplicate_graphs import BINDING, Graph, Pair

MARGIN = 0.03


class Rules:
    """A graph at its thresholds."""

    def __init__(self, graph: Graph, threshold: float = 0.95, variant_threshold: float = 0.90) -> None:
        self.graph, self.threshold, self.variant_threshold = graph, threshold, variant_threshold
        self.apart = set(graph.apart)
        table = graph.table()
        self.known = {
            (int(low), int(high)): (TIERS[tier], int(hamming), round(float(similarity), 6))
            for low, high, tier, hamming, similarity in zip(
                table.low, table.high, table.tier, table.hamming, table.similarity, strict=True
            )
        }
        self.block = _reach(graph.nodes, graph.together)
        self.contradicted = {self.block[a] for a, b in graph.apart if self.block[a] == self.block[b]}

    def said(self, a: int, b: int) -> bool:
        """Together by someone's word, directly or not."""
        return self.block[a] == self.block[b]

    def similarity(self, a: int, b: int) -> float:
        """As measured; 0.0 without an edge."""
        return self.known.get(_pair(a, b), (Tier.VARIANT, -1, 0.0))[2]

    def counted(self, a: int, b: int) -> float:
        """1.0 where it is said."""
        return 1.0 if self.said(a, b) else self.similarity(a, b)

    def bound(self, a: int, b: int, tiers: tuple[Tier, ...], threshold: float) -> bool:
        """Whether an edge of these tiers binds the two."""
        edge = self.known.get(_pair(a, b))
        return edge is not None and edge[0] in tiers and edge[2] >= threshold - 1e-9

    def check(self, groups: list[Grouped], cap: int = 200) -> None:
        """Every rule that can be read off the result."""
        first = [one for one in groups if one.tier is not Tier.VARIANT]
        variants = [one for one in groups if one.tier is Tier.VARIANT]
        assert groups == [*first, *variants]
        standing = {member: one.medoid for one in first for member in one.members}
        for one in first:
            self._check_group(one, BINDING, self.threshold, cap)
        for one in variants:
            self._check_group(one, (Tier.VARIANT,), self.variant_threshold, cap)
            assert all(standing.get(member, member) == member for member in one.members)
        for kind in (first, variants):
            members = [member for one in kind for member in one.members]
            assert len(members) == len(set(members))
            assert [one.medoid for one in kind] == sorted(one.medoid for one in kind)
        self._check_words(first)

    def _check_group(self, one: Grouped, tiers: tuple[Tier, ...], threshold: float, cap: int) -> None:
        assert (one.threshold > threshold) <= one.capped
        assert 2 <= len(one.members) == len(set(one.members))
        assert len(one.members) <= cap or len({self.block[member] for member in one.members}) == 1
        able = [at for at in one.members if self._reaches(at, one, tiers)]
        assert one.medoid == max(able, key=lambda at: (round(self._total(at, one), 6), -at))
        for a, b in combinations(sorted(one.members), 2):
            assert (a, b) not in self.apart
            assert self.said(a, b) or self.similarity(a, b) >= one.threshold - MARGIN - 1e-9
        pairs = {(self.similarity(a, b), a, b) for a, b in combinations(sorted(one.members), 2)}
        assert one.worst == (min(pairs)[1], min(pairs)[2], min(pairs)[0])
        self._check_bonds(one, tiers)

    def _check_bonds(self, one: Grouped, tiers: tuple[Tier, ...]) -> None:
        weakest = Tier.SAME_BYTES
        for member, bond in zip(one.members[1:], one.bonds, strict=True):
            if self.bound(one.medoid, member, tiers, one.threshold):
                assert (bond.tier, bond.hamming, bond.similarity) == self.known[_pair(one.medoid, member)]
            else:
                assert bond.together
                assert bond.similarity == self.similarity(one.medoid, member)
            weakest = max(weakest, bond.tier or Tier.EDITED)
        assert one.tier == weakest
        rest = [(-self.counted(one.medoid, member), member) for member in one.members[1:]]
        assert rest == sorted(rest)

    def _check_words(self, first: list[Grouped]) -> None:
        place = {member: at for at, one in enumerate(first) for member in one.members}
        for a, b in self.graph.together:
            if self.block[a] not in self.contradicted:
                assert place[a] == place[b]
        for one in first:
            assert one.contradiction <= any(self.block[member] in self.contradicted for member in one.members)
        if not self.graph.together and not any(one.capped for one in first):
            # Of two images that an edge binds, one at least has found a group.
            for a, b in set(self.known) - self.apart:
                assert not self.bound(a, b, BINDING, self.threshold) or a in place or b in place

    def _reaches(self, at: int, one: Grouped, tiers: tuple[Tier, ...]) -> bool:
        others = [member for member in one.members if member != at]
        return all(self.said(at, member) or self.bound(at, member, tiers, one.threshold) for member in others)

    def _total(self, at: int, one: Grouped) -> float:
        return sum(self.counted(at, member) for member in one.members if member != at)


def _pair(a: int, b: int) -> Pair:
    return (min(a, b), max(a, b))


def _reach(nodes: int, pairs: list[Pair]) -> list[int]:
    """A number for each node, the same for those that the pairs connect."""
    label = list(range(nodes))
    for a, b in pairs:
        old, new = label[b], label[a]
        label = [new if one == old else one for one in label]
    return label
