"""Groups made by hand: what can be said of given members from the edges that are known of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from catalog.duplicates.arrays import NO_HAMMING, TIERS, similarity_of
from catalog.duplicates.grouping import group_id
from catalog.duplicates.model import Edge, Group, Tier, WorstPair
from catalog.duplicates.pairs import millionths
from catalog.images.model import Image

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Likenesses:
    """How alike images are, by pairs of ids; a pair that is missing is not alike."""

    edges: Mapping[Pair, Edge]
    similarities: Mapping[Pair, float]

    def similarity(self, one: str, other: str) -> float:
        """0..1; 0.0 for a pair of which nothing is known."""
        return self.similarities.get((min(one, other), max(one, other)), 0.0)

    def edge(self, one: str, other: str) -> Edge | None:
        """The evidence, if there is any."""
        return self.edges.get((min(one, other), max(one, other)))


def likenesses(edges: Sequence[Edge]) -> Likenesses:
    """What the edges say, counted as grouping counts it."""
    found = similarity_of(
        np.array([TIERS.index(edge.tier) for edge in edges], np.int8),
        np.array([NO_HAMMING if edge.hamming is None else edge.hamming for edge in edges], np.int16),
        np.array([edge.cosine for edge in edges], np.float32),
    )
    pairs = [(edge.low_id, edge.high_id) for edge in edges]
    return Likenesses(dict(zip(pairs, edges, strict=True)), dict(zip(pairs, found.tolist(), strict=True)))


def compose(model: Group, members: Sequence[Image], known: Likenesses, *, unbound: Tier) -> Group:
    """A group of two or more members, with the dataset, threshold and marks of `model`.

    The medoid is the member that is most like all others together; ties go by content hash. A member without an edge
    to it counts as `unbound`.
    """
    in_order = sorted(members, key=lambda image: image.sha256)
    ids = [image.image_id for image in in_order]
    medoid = _medoid(ids, known)
    others = sorted((one for one in ids if one != medoid), key=lambda one: -millionths(known.similarity(medoid, one)))
    sizes = [image.size_bytes for image in members]
    return Group(
        dataset_id=model.dataset_id,
        group_id=group_id(image.sha256 for image in members),
        member_ids=(medoid, *others),
        tier=_tier(medoid, others, known, unbound),
        medoid_id=medoid,
        worst=worst_pair(ids, known),
        threshold=model.threshold,
        reclaimable_bytes=sum(sizes) - max(sizes),
        new_ids=tuple(one for one in model.new_ids if one in ids),
        near_apart_ids=tuple(one for one in model.near_apart_ids if one not in ids),
        hub_ids=tuple(one for one in model.hub_ids if one in ids),
        contradictory=model.contradictory,
        capped=model.capped,
    )


def worst_pair(ids: Sequence[str], known: Likenesses) -> WorstPair:
    """The two of the images (in the order of their content hashes) that are least alike, the first such pair."""
    one, other = min(combinations(ids, 2), key=lambda pair: known.similarity(*pair))
    return WorstPair(min(one, other), max(one, other), known.similarity(one, other))


def parted(ids: Sequence[str], known: Likenesses) -> tuple[list[str], list[str]]:
    """The images (in the order of their content hashes) by which of the worst pair they are more like.

    A tie goes to the one of the pair with the lower content hash.
    """
    worst = worst_pair(ids, known)
    first, second = sorted((worst.low_id, worst.high_id), key=ids.index)
    parts: tuple[list[str], list[str]] = ([], [])
    for one in ids:
        nearer = one == second or (one != first and known.similarity(one, second) > known.similarity(one, first))
        parts[nearer].append(one)
    return parts


def _medoid(ids: Sequence[str], known: Likenesses) -> str:
    total: Counter[str] = Counter()
    for one, other in combinations(ids, 2):
        similarity = millionths(known.similarity(one, other))
        total[one] += similarity
        total[other] += similarity
    return min(ids, key=lambda one: (-total[one], ids.index(one)))


def _tier(medoid: str, others: Sequence[str], known: Likenesses, unbound: Tier) -> Tier:
    bonds = (known.edge(medoid, one) for one in others)
    return max((unbound if bond is None else bond.tier for bond in bonds), key=TIERS.index)
