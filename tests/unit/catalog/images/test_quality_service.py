"""Images of before there were checks are looked at, row and point; what cannot be read waits for the next time."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from catalog.errors import DatasetUnknown, ImageRejected, IndexUnavailable, RejectionReason
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import Image, ImageState
from catalog.images.quality_checks import QualityCheck
from catalog.images.quality_ports import QualityCounts
from catalog.images.trash import AT_ONCE
from catalog.jobs.handle import JobStopped
from catalog.jobs.model import JobKind
from tests.fakes.handle import FreeHandle
from tests.fakes.images import some_measures
from tests.fakes.kitchen import Kitchen


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def an_old_one(kitchen: Kitchen, data: bytes) -> Image:
    """An image as an older version left it: searchable, with nothing known of its quality, in its row or its point."""
    image = replace(kitchen.added(data), quality_checks=None)
    held = kitchen.database.held
    held.images[image.image_id] = image
    held.measures.pop(image.image_id)
    kitchen.index.points[image.image_id] = (image, kitchen.index.points[image.image_id][1])
    return image


def said(kitchen: Kitchen, image: Image) -> Image:
    """What the point says."""
    return kitchen.index.points[image.image_id][0]


class TestIngest:
    def test_writes_what_was_found_with_the_row(self, kitchen: Kitchen) -> None:
        image = kitchen.added(b"new")
        assert image.quality_checks == ()
        assert kitchen.quality.measures(kitchen.scope, image.image_id) == some_measures().rounded()
        assert said(kitchen, image).quality_checks == ()


class TestCheckQuality:
    def test_fills_rows_and_points(self, kitchen: Kitchen) -> None:
        old, new = an_old_one(kitchen, b"old"), kitchen.added(b"new")
        handle = FreeHandle()
        kitchen.quality.check_quality(kitchen.scope, job=handle)
        row = kitchen.database.held.images[old.image_id]
        assert row == replace(old, quality_checks=(), row_version=old.row_version + 1)
        assert said(kitchen, old) == row
        assert kitchen.quality.measures(kitchen.scope, old.image_id) == some_measures().rounded()
        assert kitchen.database.held.images[new.image_id] == new
        assert JobKind.SYNC_POINTS not in kitchen.jobs
        [(progress, cursor)] = handle.told
        assert (progress.processed, progress.total, cursor) == (1, 1, {"after": old.image_id})
        assert progress.counts == {"checked": 1, "unreadable": 0}

    def test_does_nothing_the_second_time(self, kitchen: Kitchen) -> None:
        an_old_one(kitchen, b"old")
        kitchen.quality.check_quality(kitchen.scope, job=FreeHandle())
        before, handle = kitchen.rows, FreeHandle()
        kitchen.quality.check_quality(kitchen.scope, job=handle)
        assert kitchen.rows == before
        assert handle.told == []

    def test_goes_on_where_it_was_stopped(self, kitchen: Kitchen) -> None:
        for number in range(AT_ONCE + 2):
            an_old_one(kitchen, str(number).encode())
        handle = FreeHandle(stops_after=1)
        with pytest.raises(JobStopped):
            kitchen.quality.check_quality(kitchen.scope, job=handle)
        assert sum(row.quality_checks is not None for row in kitchen.rows) == AT_ONCE
        kitchen.quality.check_quality(kitchen.scope, **(handle.cursor or {}), job=FreeHandle())
        assert all(row.quality_checks == () for row in kitchen.rows)

    def test_leaves_the_points_to_their_job_when_the_index_is_away(self, kitchen: Kitchen) -> None:
        old = an_old_one(kitchen, b"old")
        kitchen.happenings.failing["payload"] = IndexUnavailable("away")
        with capture_logs():
            kitchen.quality.check_quality(kitchen.scope, job=FreeHandle())
        assert kitchen.database.held.images[old.image_id].quality_checks == ()
        assert said(kitchen, old).quality_checks is None
        assert JobKind.SYNC_POINTS in kitchen.jobs

    def test_passes_over_what_cannot_be_read(self, kitchen: Kitchen) -> None:
        lost, old = an_old_one(kitchen, b"lost"), an_old_one(kitchen, b"old")
        kitchen.blobs.objects.pop(lost.key)
        handle = FreeHandle()
        with capture_logs() as logs:
            kitchen.quality.check_quality(kitchen.scope, job=handle)
        assert [log["image_id"] for log in logs if log["event"] == "image cannot be checked"] == [lost.image_id]
        assert kitchen.database.held.images[lost.image_id] == lost
        assert kitchen.database.held.images[old.image_id].quality_checks == ()
        assert handle.told[-1][0].counts == {"checked": 1, "unreadable": 1}

    def test_passes_over_what_is_no_picture_any_more(self, kitchen: Kitchen) -> None:
        lost = an_old_one(kitchen, b"lost")
        kitchen.happenings.failing["inspect"] = ImageRejected(RejectionReason.CORRUPT, "no picture")
        with capture_logs() as logs:
            kitchen.quality.check_quality(kitchen.scope, job=FreeHandle())
        assert [log["why"] for log in logs] == ["no picture"]
        assert kitchen.database.held.images[lost.image_id] == lost

    def test_leaves_what_somebody_changes_meanwhile_to_the_next_time(self, kitchen: Kitchen) -> None:
        old = an_old_one(kitchen, b"old")
        tagged = old.with_tags_of(("new",))

        def tag() -> None:
            kitchen.database.held.images[old.image_id] = tagged

        kitchen.happenings.before["inspect"] = tag
        kitchen.quality.check_quality(kitchen.scope, job=FreeHandle())
        assert kitchen.rows == [tagged]
        kitchen.quality.check_quality(kitchen.scope, job=FreeHandle())
        assert kitchen.rows == [replace(tagged, quality_checks=(), row_version=tagged.row_version + 1)]

    def test_leaves_the_trash_alone(self, kitchen: Kitchen) -> None:
        old = an_old_one(kitchen, b"old")
        lying = replace(old, state=ImageState.TRASHED)
        kitchen.database.held.images[old.image_id] = lying
        kitchen.quality.check_quality(kitchen.scope, job=FreeHandle())
        assert kitchen.rows == [lying]


class TestCounts:
    def test_are_those_of_the_dataset(self, kitchen: Kitchen) -> None:
        dark, both = (QualityCheck.DARK,), (QualityCheck.DARK, QualityCheck.BLURRY)
        for number, (checks, dataset_id) in enumerate([(dark, "a"), (both, None), ((), "a"), (None, None)]):
            image = replace(kitchen.added(str(number).encode()), quality_checks=checks, dataset_id=dataset_id)
            kitchen.database.held.images[image.image_id] = image
        assert _told(kitchen, WHOLE_TENANT) == (4, 3, 1, {"dark": 2, "blurry": 1})
        assert _told(kitchen, "a") == (2, 2, 1, {"dark": 1})
        assert _told(kitchen, DEFAULT_DATASET) == (2, 1, 0, {"dark": 1, "blurry": 1})

    def test_of_an_empty_tenant_are_nought_and_of_no_dataset_refused(self, kitchen: Kitchen) -> None:
        assert _told(kitchen, WHOLE_TENANT) == (0, 0, 0, {})
        with pytest.raises(DatasetUnknown):
            kitchen.quality.counts(kitchen.scope, "nowhere")


def _told(kitchen: Kitchen, dataset_id: str) -> tuple[int, int, int, dict[str, int]]:
    counts: QualityCounts = kitchen.quality.counts(kitchen.scope, dataset_id)
    return counts.images, counts.looked_at, counts.passed, {str(one): n for one, n in counts.failed.items() if n}
