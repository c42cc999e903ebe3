"""Crops in the index: brute force agrees, they are found beside the whole, and they stay while payloads change."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from qdrant_client import QdrantClient

from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.inventory import QdrantInventory
from catalog.adapters.qdrant.points import payload_of, point_id
from catalog.embeddings.model import Vector, VectorSpace
from catalog.filters.model import EVERYTHING
from catalog.filters.parsing import parse_filter
from catalog.images.crops import Box, CropVector
from catalog.images.model import Image
from catalog.images.ports import IndexQuery
from catalog.tenancy import TenantScope, caller_scope
from tests.contract.stores.conftest import DIMENSION
from tests.contract.stores.drawn import draw_image, draw_vector, with_hash_near

ASKED = draw_vector(999, DIMENSION)
Held = dict[str, tuple[Image, Vector, tuple[CropVector, ...]]]


@pytest.fixture
def index(qdrant: QdrantClient) -> QdrantIndex:
    """The adapter."""
    return QdrantIndex(qdrant)


@pytest.fixture
def scope() -> TenantScope:
    """A tenant."""
    return caller_scope(uuid4())


def some_crops(seed: int, count: int) -> tuple[CropVector, ...]:
    """So many parts, each in a place of its own."""
    boxes = [Box(0.1 * at, 0.25, 0.1 * at + 0.1, 0.3333) for at in range(count)]
    return tuple(CropVector(box, draw_vector(1_000 * (seed + 1) + at, DIMENSION)) for at, box in enumerate(boxes))


def fill(index: QdrantIndex, scope: TenantScope, space: VectorSpace, count: int) -> Held:
    """So many images; every third has no crops, the others one to three. Half have hashes near to the first."""
    first = draw_image(scope, 0)
    held = {}
    for seed in range(count):
        image = with_hash_near(draw_image(scope, seed), first, seed) if seed % 2 else draw_image(scope, seed)
        held[image.image_id] = (image, draw_vector(seed, DIMENSION), some_crops(seed, (seed % 3) * (1 + seed % 2)))
    for image, vector, crops in held.values():
        index.put(scope, space, image, vector, crops)
    return held


def ranked(held: Held) -> list[tuple[str, float]]:
    """The images that have crops by the best cosine of any, best first, ties by id."""
    best = {one: max(float(crop.vector @ ASKED) for crop in crops) for one, (_, _, crops) in held.items() if crops}
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("exact", [True, False])
def test_the_nearest_crops_are_those_of_brute_force(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace, *, exact: bool
) -> None:
    held = fill(index, scope, space, 30)
    expected = ranked(held)
    assert len(expected) == 20
    for limit in (1, 7, 100):
        found = index.query(scope, space, IndexQuery(ASKED, EVERYTHING, limit, exact=exact, by_crops=True))
        assert [match.image_id for match in found] == [one for one, _ in expected[:limit]]
        assert [match.similarity for match in found] == pytest.approx([best for _, best in expected[:limit]], abs=1e-5)
    whole = index.query(scope, space, IndexQuery(ASKED, EVERYTHING, 100, exact=exact))
    assert {match.image_id for match in whole} == set(held)


def test_crops_have_the_same_filter_gate_and_exclusion(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace
) -> None:
    held = fill(index, scope, space, 30)
    first = next(iter(held.values()))[0]
    without = ranked(held)[0][0]
    near = {
        one
        for one, (image, _, crops) in held.items()
        if crops and not image.flat and (int(image.phash, 16) ^ int(first.phash, 16)).bit_count() <= 16
    }
    query = IndexQuery(
        ASKED,
        parse_filter({"source": "api"}),
        100,
        phash_gate=(first.phash, 16),
        without_image_id=without,
        by_crops=True,
    )
    narrowed = {match.image_id for match in index.query(scope, space, query)}
    assert narrowed == {one for one in near if held[one][0].source == "api"} - {without}
    assert len({match.image_id for match in index.query(scope, space, replace(query, filter=EVERYTHING))}) >= 3


def test_the_nearest_crop_of_each_image_has_its_box(index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
    held = fill(index, scope, space, 12)
    expected = {
        one: max(crops, key=lambda crop: float(crop.vector @ ASKED)).box for one, (_, _, crops) in held.items() if crops
    }
    assert index.nearest_crops(scope, space, ASKED, list(held)) == expected
    assert index.nearest_crops(caller_scope(uuid4()), space, ASKED, list(held)) == {}


def test_nobody_finds_anothers_crops(index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
    fill(index, scope, space, 6)
    query = IndexQuery(ASKED, EVERYTHING, 100, by_crops=True)
    assert index.query(caller_scope(uuid4()), space, query) == []


def test_crops_stay_while_the_payload_changes(index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
    image, vector, crops = draw_image(scope, 1), draw_vector(1, DIMENSION), some_crops(1, 3)
    inventory = QdrantInventory(index.client)
    index.put(scope, space, image, vector, crops)
    [before] = inventory.vectors(scope, space, [image.image_id]).values()
    assert [crop.box for crop in before.crops] == [crop.box for crop in crops]
    assert np.stack([crop.vector for crop in before.crops]) == pytest.approx(
        np.stack([crop.vector for crop in crops]), abs=1e-6
    )
    changed = replace(image.with_tags_of(("changed",)), category_id=None)
    index.set_payload(scope, space, changed)
    index.set_payload(scope, space, image)
    inventory.force_payload(scope, space, changed)
    [record] = index.client.retrieve(space.collection, [point_id(scope, space, image.image_id)])
    assert record.payload == payload_of(changed) | {"crop_boxes": [list(crop.box.edges) for crop in crops]}
    [after] = inventory.vectors(scope, space, [image.image_id]).values()
    assert after.whole.tobytes() == before.whole.tobytes()
    assert [crop.vector.tobytes() for crop in after.crops] == [crop.vector.tobytes() for crop in before.crops]


def test_a_point_that_is_written_without_crops_has_none(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace
) -> None:
    image, vector = draw_image(scope, 1), draw_vector(1, DIMENSION)
    index.put(scope, space, image, vector, some_crops(1, 2))
    index.put(scope, space, image, vector)
    [now] = QdrantInventory(index.client).vectors(scope, space, [image.image_id]).values()
    assert now.crops == ()
    assert index.query(scope, space, IndexQuery(ASKED, EVERYTHING, 5, by_crops=True)) == []
    assert index.nearest_crops(scope, space, ASKED, [image.image_id]) == {}
