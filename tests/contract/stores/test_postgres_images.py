"""ImageRepository on PostgreSQL: what is written is read, versions fence writers, pages keep their order."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from ulid import ULID

from catalog.errors import DatabaseUnavailable, ImageNotFound
from catalog.filters.model import EVERYTHING
from catalog.images.model import Image, ImageState, Standing
from catalog.images.ports import Listing, SortKey
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.drawn import draw_image
from tests.databases import opened


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


def add(ledger: Ledger, scope: TenantScope, image: Image) -> bool:
    """Write a row in a transaction of its own."""
    with ledger.database(scope) as tx:
        return tx.images.add(image)


def read(ledger: Ledger, scope: TenantScope, image_id: str) -> Image:
    """Read a row in a transaction of its own."""
    with ledger.database(scope) as tx:
        return tx.images.get(image_id)


@pytest.mark.parametrize("seed", range(8))
def test_an_image_is_read_as_it_was_written(ledger: Ledger, scope: TenantScope, seed: int) -> None:
    image = draw_image(scope, seed)
    assert add(ledger, scope, image)
    assert read(ledger, scope, image.image_id) == image
    with ledger.database(scope) as tx:
        assert tx.images.find_by_sha256(image.sha256) == image
        assert tx.images.known_sha256([image.sha256, "0" * 64]) == {image.sha256}


def test_how_several_stand_is_said_of_the_tenants_own_only(ledger: Ledger, scope: TenantScope) -> None:
    mine, other = [draw_image(scope, seed) for seed in range(3)], ledger.tenant()
    foreign = draw_image(other, 3)
    for image in mine:
        add(ledger, scope, image)
    add(ledger, other, foreign)
    asked = [*(image.image_id for image in mine), foreign.image_id, str(ULID())]
    with ledger.database(scope) as tx:
        found = tx.images.standings(asked)
        assert tx.images.standings([]) == {}
    assert found == {one.image_id: Standing(one.image_id, one.state, one.failure, one.row_version) for one in mine}


def test_the_same_bytes_are_one_row_however_many_write_it(ledger: Ledger, scope: TenantScope) -> None:
    images = [replace(draw_image(scope, 1), image_id=str(ULID())) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        added = list(pool.map(lambda image: add(ledger, scope, image), images))
    assert sum(added) == 1
    with ledger.database(scope) as tx:
        assert tx.images.find_by_sha256(images[0].sha256) == images[added.index(True)]


def test_a_row_is_replaced_only_over_the_version_that_was_read(ledger: Ledger, scope: TenantScope) -> None:
    image = draw_image(scope, 2)
    add(ledger, scope, image)
    changed = [image.with_tags_of((f"new-{n}",)) for n in range(8)]

    def save(one: Image) -> bool:
        with ledger.database(scope) as tx:
            return tx.images.save(one, over_version=image.row_version)

    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(save, changed))
    assert sum(saved) == 1
    assert read(ledger, scope, image.image_id) == changed[saved.index(True)]


def test_no_other_writer_takes_back_that_thumbnails_are_there(ledger: Ledger, scope: TenantScope) -> None:
    image = draw_image(scope, 3)
    add(ledger, scope, image)
    with ledger.database(scope) as tx:
        tx.images.mark_thumbnailed(image.image_id)
    with ledger.database(scope) as tx:
        assert tx.images.save(image.with_tags_of(("late",)), over_version=image.row_version)
    assert read(ledger, scope, image.image_id).has_thumbnails


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger, scope: TenantScope) -> None:
    image = draw_image(scope, 4)
    with suppress(ZeroDivisionError), ledger.database(scope) as tx:
        tx.images.add(image)
        raise ZeroDivisionError
    with pytest.raises(ImageNotFound):
        read(ledger, scope, image.image_id)


def test_another_tenants_image_is_not_there(ledger: Ledger, scope: TenantScope) -> None:
    image, other = draw_image(scope, 5), ledger.tenant()
    add(ledger, scope, image)
    with pytest.raises(ImageNotFound):
        read(ledger, other, image.image_id)
    with ledger.database(other) as tx:
        assert tx.images.find_by_sha256(image.sha256) is None
        assert tx.images.known_sha256([image.sha256]) == set()
        assert tx.images.searchable_among([image.image_id]) == {}
        assert not tx.images.save(image.with_tags_of(("mine",)), over_version=image.row_version)
        tx.images.mark_thumbnailed(image.image_id)
    assert read(ledger, scope, image.image_id) == image


def test_only_searchable_images_are_joined_with_hits(ledger: Ledger, scope: TenantScope) -> None:
    images = [replace(draw_image(scope, 10 + n), state=state) for n, state in enumerate(ImageState)]
    for image in images:
        add(ledger, scope, image)
    with ledger.database(scope) as tx:
        found = tx.images.searchable_among([image.image_id for image in images])
    assert set(found) == {image.image_id for image in images if image.state is ImageState.SEARCHABLE}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", SortKey)
def test_pages_joined_are_the_whole_in_order(ledger: Ledger, key: SortKey, *, descending: bool) -> None:
    scope = ledger.tenant()
    images = [draw_image(scope, seed) for seed in range(25)]
    for image in images:
        add(ledger, scope, image)
    walked: list[Image] = []
    while True:
        after = (getattr(walked[-1], key.value), walked[-1].image_id) if walked else None
        with ledger.database(scope) as tx:
            page = tx.images.list_page(Listing(EVERYTHING, None, key, descending, after, limit=7))
        if not page:
            break
        walked += page
    order = sorted(images, key=lambda one: (getattr(one, key.value), one.image_id), reverse=descending)
    assert walked == order


def test_a_database_that_is_away_is_said_to_be(ledger: Ledger, scope: TenantScope) -> None:
    with opened("postgresql://nobody:x@127.0.0.1:9/none") as away:
        with pytest.raises(DatabaseUnavailable):
            away.ping()
        with pytest.raises(DatabaseUnavailable), away(scope):
            pass
