"""Groups made by hand: medoid, worst pair, tier and parts come from the edges, whatever the order of the members."""

from itertools import permutations

import pytest

from catalog.duplicates.composing import compose, likenesses, parted, worst_pair
from catalog.duplicates.grouping import group_id
from catalog.duplicates.model import DEFAULT_DATASET, Edge, Group, Tier, Turn, WorstPair
from catalog.images.model import Image
from tests.fakes.images import an_image
from tests.fakes.kitchen import Kitchen
from tests.fakes.reviewed import an_edge

MODEL = Group(DEFAULT_DATASET, "", (), Tier.EDITED, "", WorstPair("", "", 0.0), 0.95, 0, capped=True)


@pytest.fixture
def images() -> list[Image]:
    """Four images in the order of their content hashes."""
    scope = Kitchen().scope
    return [an_image(scope, sha256=f"{at}" * 64, size_bytes=10 * (at + 1)) for at in range(4)]


def ids(*images: Image) -> list[str]:
    return [image.image_id for image in images]


def test_the_medoid_is_most_like_the_others_together(images: list[Image]) -> None:
    a, b, c, d = images
    known = likenesses([an_edge(c, a, 0.96), an_edge(c, b, 0.97), an_edge(c, d, 0.99), an_edge(a, b, 0.98)])
    made = compose(MODEL, images, known, unbound=Tier.EDITED)
    assert made.medoid_id == c.image_id
    assert made.member_ids == tuple(ids(c, d, b, a))
    assert (made.worst.similarity, made.tier, made.reclaimable_bytes) == (0.0, Tier.EDITED, 60)
    assert made.group_id == group_id(image.sha256 for image in images)
    assert (made.threshold, made.capped) == (0.95, True)


def test_the_order_of_members_and_edges_changes_nothing(images: list[Image]) -> None:
    edges = [an_edge(images[0], images[2], 0.97), an_edge(images[1], images[3], 0.97)]
    made = {
        repr(compose(MODEL, order, likenesses(some), unbound=Tier.EDITED))
        for order in permutations(images)
        for some in (edges, edges[::-1])
    }
    assert len(made) == 1


def test_the_tier_is_the_weakest_bond_to_the_medoid(images: list[Image]) -> None:
    a, b, c, _ = images
    turned = an_edge(a, c, 0.9, tier=Tier.TURNED)
    known = likenesses([an_edge(a, b, 0.99, tier=Tier.SAME_PIXELS), turned])
    assert compose(MODEL, [a, b, c], known, unbound=Tier.EDITED).tier is Tier.TURNED
    assert compose(MODEL, [a, b], known, unbound=Tier.EDITED).tier is Tier.SAME_PIXELS
    assert compose(MODEL, [b, c], known, unbound=Tier.VARIANT).tier is Tier.VARIANT
    assert known.similarity(*ids(b, a)) == 1.0
    assert known.similarity(*ids(c, a)) == pytest.approx(0.998)


def test_marks_stay_with_the_members_that_have_them(images: list[Image]) -> None:
    a, b, c, _ = images
    model = Group(
        DEFAULT_DATASET,
        "",
        (),
        Tier.EDITED,
        "",
        WorstPair("", "", 0.0),
        0.95,
        0,
        new_ids=tuple(ids(a, c)),
        near_apart_ids=tuple(ids(b, c)),
        hub_ids=tuple(ids(c)),
    )
    made = compose(model, [a, b], likenesses([an_edge(a, b, 0.97)]), unbound=Tier.EDITED)
    assert (made.new_ids, made.near_apart_ids, made.hub_ids) == ((a.image_id,), (c.image_id,), ())


def test_parts_go_with_the_nearer_of_the_worst_pair(images: list[Image]) -> None:
    a, b, c, d = images
    known = likenesses(
        [
            an_edge(a, d, 0.76),
            an_edge(a, b, 0.99),
            an_edge(b, d, 0.80),
            an_edge(c, d, 0.97),
            an_edge(a, c, 0.90),
            an_edge(b, c, 0.90),
        ]
    )
    worst = worst_pair(ids(*images), known)
    assert [worst.low_id, worst.high_id] == sorted(ids(a, d))
    assert worst.similarity == pytest.approx(0.76)
    assert parted(ids(*images), known) == (ids(a, b), ids(c, d))


def test_ties_go_by_content_hash(images: list[Image]) -> None:
    nothing = likenesses([])
    assert parted(ids(*images), nothing) == (ids(images[0], *images[2:]), ids(images[1]))
    assert compose(MODEL, images[::-1], nothing, unbound=Tier.EDITED).medoid_id == images[0].image_id


def test_an_edge_with_a_hash_that_says_nothing_counts_by_cosine(images: list[Image]) -> None:
    low, high = sorted(ids(images[0], images[1]))
    known = likenesses([Edge(low, high, Tier.VARIANT, None, 0.91, Turn.UPRIGHT, "v1")])
    assert known.similarity(high, low) == pytest.approx(0.91)
