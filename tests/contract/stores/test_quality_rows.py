"""What quality checks found, in PostgreSQL: kept with the row, counted by dataset, one tenant's only."""

from dataclasses import replace
from typing import Final

import pytest

from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import Image, ImageState
from catalog.images.quality_checks import QualityCheck
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.drawn import draw_image
from tests.contract.stores.planted import add_all
from tests.fakes.images import some_measures

DARK: Final = (QualityCheck.DARK,)
BOTH: Final = (QualityCheck.DARK, QualityCheck.BLURRY)
FACTS: Final = (
    (None, "shelf", ImageState.SEARCHABLE),
    ((), "shelf", ImageState.SEARCHABLE),
    (DARK, "shelf", ImageState.SEARCHABLE),
    (BOTH, None, ImageState.SEARCHABLE),
    (None, None, ImageState.SEARCHABLE),
    (None, None, ImageState.UPLOADED),
    (BOTH, "gone", ImageState.TRASHED),
)


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


@pytest.fixture
def images(ledger: Ledger, scope: TenantScope) -> list[Image]:
    """One of each kind, in the order of their ids, and a dark one of somebody else's."""
    drawn = sorted((draw_image(scope, seed) for seed in range(len(FACTS))), key=lambda image: image.image_id)
    made = [
        replace(image, quality_checks=checks, dataset_id=dataset_id, state=state)
        for image, (checks, dataset_id, state) in zip(drawn, FACTS, strict=True)
    ]
    add_all(ledger, scope, *made)
    add_all(ledger, other := ledger.tenant(), replace(draw_image(other, 1), quality_checks=DARK, dataset_id="shelf"))
    return made


def test_the_lacking_are_those_to_be_looked_at(ledger: Ledger, scope: TenantScope, images: list[Image]) -> None:
    with ledger.database(scope) as tx:
        assert tx.quality.lacking(after="", limit=9) == [images[0], images[4]]
        assert tx.quality.lacking(after="", limit=1) == [images[0]]
        assert tx.quality.lacking(after=images[0].image_id, limit=9) == [images[4]]
        assert tx.quality.count_lacking() == 2


@pytest.mark.parametrize(
    ("dataset_id", "expected"),
    [
        (WHOLE_TENANT, (5, 3, 1, {"dark": 2, "blurry": 1})),
        (DEFAULT_DATASET, (2, 1, 0, {"dark": 1, "blurry": 1})),
        ("shelf", (3, 2, 1, {"dark": 1})),
        ("gone", (0, 0, 0, {})),
    ],
)
@pytest.mark.usefixtures("images")
def test_counts(
    ledger: Ledger, scope: TenantScope, dataset_id: str, expected: tuple[int, int, int, dict[str, int]]
) -> None:
    with ledger.database(scope) as tx:
        found = tx.quality.counts(dataset_id)
        assert tx.quality.knows_dataset(dataset_id)
        assert not tx.quality.knows_dataset("nowhere")
    assert tuple(found.failed) == tuple(QualityCheck)
    told = {check.value: number for check, number in found.failed.items() if number}
    assert (found.images, found.looked_at, found.passed, told) == expected


def test_what_is_found_is_kept_with_the_row(ledger: Ledger, scope: TenantScope, images: list[Image]) -> None:
    old, measures = images[0], some_measures(focus=None, luma=1 / 3)
    with ledger.database(scope) as tx:
        assert tx.quality.measures(old.image_id) is None
        assert tx.images.save(old.now_checked(BOTH), over_version=old.row_version)
        tx.quality.note(old.image_id, measures)
    with ledger.database(scope) as tx:
        assert tx.images.get(old.image_id) == replace(old, quality_checks=BOTH, row_version=old.row_version + 1)
        assert tx.quality.measures(old.image_id) == measures.rounded() | {"luma": 0.3333}
        # A change of the row leaves what was measured alone.
        assert tx.images.save(tx.images.get(old.image_id).now_failed("x"), over_version=old.row_version + 1)
        assert tx.quality.measures(old.image_id) is not None
    with ledger.database(ledger.tenant()) as tx:
        assert tx.quality.measures(old.image_id) is None
        assert not tx.quality.knows_dataset("shelf")


def test_a_new_row_has_them_from_the_beginning(ledger: Ledger, scope: TenantScope) -> None:
    image = replace(draw_image(scope, 1), quality_checks=())
    with ledger.database(scope) as tx:
        assert tx.images.add(image, some_measures())
        assert tx.quality.measures(image.image_id) == some_measures().rounded()
        assert tx.images.get(image.image_id) == image
