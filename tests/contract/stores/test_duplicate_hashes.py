"""Hashes in PostgreSQL: read whole as they were written, looked up exactly, one tenant's only."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.duplicates.model import DEFAULT_DATASET, MOST_TURNED, WHOLE_TENANT
from catalog.duplicates.ports import AskedHash
from catalog.duplicates.probing import asked_hash
from catalog.images.model import Image, ImageState
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.planted import add_all, draw_hashed, flipped


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


def bits_apart(one: str, other: str) -> int:
    """The Hamming distance of two hashes."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def nearest_turn(asked: AskedHash, image: Image, furthest: int) -> tuple[int, int] | None:
    """(distance, turn) of the nearest turn that is near enough, none at all before any."""
    far = [(bits_apart(one, image.phash), turn) for turn, one in enumerate(asked.turns)]
    near = [one for one in far if one[0] <= (min(furthest, MOST_TURNED) if one[1] else furthest)]
    return min(near, key=lambda one: (one[1] > 0, *one), default=None)


def test_the_table_holds_what_says_something(ledger: Ledger, scope: TenantScope) -> None:
    images = sorted((draw_hashed(scope, seed) for seed in range(5)), key=lambda image: image.image_id)
    out = [
        draw_hashed(scope, 10, flat=True),
        draw_hashed(scope, 11, turned_phashes=None),
        draw_hashed(scope, 12, state=ImageState.TRASHED),
        draw_hashed(scope, 13, dataset_id="shelf"),
    ]
    add_all(ledger, scope, *images, *out)
    add_all(ledger, other := ledger.tenant(), draw_hashed(other, 1))
    with FindingDatabase(ledger.database)(scope) as tx:
        table = tx.hashes.table(DEFAULT_DATASET)
        assert len(tx.hashes.table(WHOLE_TENANT)) == 6
        assert tx.hashes.count(WHOLE_TENANT) == 8
        assert [image.image_id for image in tx.hashes.without(WHOLE_TENANT, after="", limit=9)] == [out[1].image_id]
        assert tx.hashes.count_without("shelf") == 0
        assert [tx.hashes.knows_dataset(one) for one in ("", "default", "shelf", "other")] == [True, True, True, False]
        assert tx.hashes.sample(DEFAULT_DATASET, 2) == sorted(tx.hashes.sample(DEFAULT_DATASET, 9))[:7:4]
    assert table.image_ids.tolist() == [image.image_id.encode() for image in images]
    assert table.upright.tolist() == [int(image.phash, 16) for image in images]
    turned = [image.turned_phashes or "" for image in images]
    assert table.turned.tolist() == [[int(one[at : at + 16], 16) for at in range(0, 112, 16)] for one in turned]
    halves = [image.pixel_hash or "" for image in images]
    assert table.pixels.tolist() == [[int(one[:16], 16), int(one[16:], 16)] for one in halves]


def test_hashes_that_were_lacking_are_noted_without_a_new_version(ledger: Ledger, scope: TenantScope) -> None:
    image = draw_hashed(scope, 1, turned_phashes=None, pixel_hash=None)
    add_all(ledger, scope, image)
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.hashes.fill(image.image_id, pixel_hash="ab" * 16, turned_phashes="cd" * 56)
        assert tx.hashes.count_without(WHOLE_TENANT) == 0
        assert tx.images.get(image.image_id) == replace(image, pixel_hash="ab" * 16, turned_phashes="cd" * 56)


@pytest.mark.parametrize("furthest", [0, 3, 7])
def test_nothing_near_is_missed(ledger: Ledger, scope: TenantScope, furthest: int) -> None:
    """Against comparing each with each: images around a few hashes at every distance that matters, and strangers."""
    random = Random(furthest)
    centres = [draw_hashed(scope, seed) for seed in range(4)]
    around = [
        draw_hashed(scope, 100 * at + bits, phash=flipped(centre.phash, *random.sample(range(64), bits)))
        for at, centre in enumerate(centres, start=1)
        for bits in range(1, 11)
    ]
    images = [*centres, *around, *(draw_hashed(scope, 1_000 + seed) for seed in range(20))]
    add_all(ledger, scope, *images)
    asked = [asked_hash(image) for image in centres]
    asked += [AskedHash(("f" * 16, "0" * 16, *(one.phash for one in around[:6]))) for _ in range(1)]
    with FindingDatabase(ledger.database)(scope) as tx:
        found = {(hit.asked, hit.image_id): (hit.hamming, hit.turn) for hit in tx.hashes.near(asked, furthest)}
    expected = {
        (number, image.image_id): nearest
        for number, each in enumerate(asked)
        for image in images
        if (nearest := nearest_turn(each, image, furthest))
    }
    assert found == expected


def test_equal_pixels_are_found_and_flat_or_foreign_ones_are_not(ledger: Ledger, scope: TenantScope) -> None:
    image = draw_hashed(scope, 1)
    again = draw_hashed(scope, 2, pixel_hash=image.pixel_hash)
    flat = draw_hashed(scope, 3, pixel_hash=image.pixel_hash, phash=image.phash, flat=True)
    add_all(ledger, scope, image, again, flat)
    other = ledger.tenant()
    add_all(ledger, other, replace(image, tenant_id=other.tenant_id, image_id=draw_hashed(other, 9).image_id))
    asked = replace(image, phash="0123456789abcdef")
    with FindingDatabase(ledger.database)(scope) as tx:
        found = tx.hashes.near([asked_hash(asked)], 6)
    assert {hit.image_id for hit in found if hit.same_pixels} == {image.image_id, again.image_id}
    assert np.all([hit.same_pixels for hit in found])


def test_images_are_probed_once_for_each_model(ledger: Ledger, scope: TenantScope) -> None:
    images: list[Image] = [draw_hashed(scope, seed) for seed in range(3)]
    ids = sorted(add_all(ledger, scope, *images))
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.probes.mark([ids[0], "0" * 26], "v1")
        assert [one.image_id for one in tx.probes.unprobed(WHOLE_TENANT, "v1", after="", limit=9)] == ids[1:]
        assert [one.image_id for one in tx.probes.unprobed(WHOLE_TENANT, "v1", after=ids[1], limit=9)] == ids[2:]
        assert tx.probes.count_unprobed(DEFAULT_DATASET, "v2") == 3
        tx.probes.mark(ids, "v2")
        tx.probes.mark(ids, "v2")
        assert tx.probes.count_unprobed(WHOLE_TENANT, "v2") == 0
