"""The trash: points go and the very same come back; what has lain long is removed, its row last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from structlog.testing import capture_logs

from catalog.errors import IndexUnavailable, StoreUnavailable
from catalog.images.crops import Box, CropVector
from catalog.images.model import Image, ImageState
from catalog.images.trash import ask_to_sync
from catalog.jobs.model import JobKind
from tests.fakes.handle import FreeHandle
from tests.fakes.kitchen import DATA, Kitchen, add
from tests.fakes.parts import vector_of

LONG_AGO = datetime.now(UTC) - timedelta(days=31)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def trashed(kitchen: Kitchen, at: datetime | None = None) -> Image:
    """An image whose row says that it lies in the trash, and nothing else does yet."""
    return _saved(kitchen, add(kitchen).image.now_trashed(at or datetime.now(UTC)))


def _saved(kitchen: Kitchen, image: Image) -> Image:
    with kitchen.database(kitchen.scope) as tx:
        assert tx.images.save(image, over_version=image.row_version - 1)
    return image


def row(kitchen: Kitchen) -> Image:
    """The one row."""
    [only] = kitchen.rows
    return only


class TestPoints:
    def test_the_point_goes_and_its_vector_is_kept(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen)
        vector = kitchen.index.points[image.image_id][1]
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        assert kitchen.index.points == {}
        kept = kitchen.database.held.review.vectors[image.image_id]
        assert (kept.model_version, kept.vectors.whole.tobytes()) == ("v1", vector.tobytes())

    def test_the_very_same_point_comes_back(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen)
        vector = kitchen.index.points[image.image_id][1]
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        back = _saved(kitchen, image.out_of_trash())
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        told, came = kitchen.index.points[image.image_id]
        assert (told, came.tobytes()) == (back, vector.tobytes())
        assert kitchen.database.held.review.vectors == {}

    def test_its_crops_come_back_with_it(self, kitchen: Kitchen) -> None:
        image = add(kitchen).image
        crops = tuple(CropVector(Box(0, 0, 1, 1 / part), vector_of(b"part %d" % part)) for part in (1, 2))
        kitchen.index.crops[image.image_id] = crops
        gone = _saved(kitchen, image.now_trashed(datetime.now(UTC)))
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        kitchen.index.crops.clear()
        _saved(kitchen, gone.out_of_trash())
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        came = kitchen.index.crops[image.image_id]
        assert [(crop.box, crop.vector.tobytes()) for crop in came] == [
            (crop.box, crop.vector.tobytes()) for crop in crops
        ]

    def test_doing_it_twice_changes_nothing(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen)
        for _ in range(2):
            kitchen.trash.sync(kitchen.scope, [image.image_id])
        assert set(kitchen.database.held.review.vectors) == {image.image_id}
        _saved(kitchen, image.out_of_trash())
        for _ in range(2):
            kitchen.trash.sync(kitchen.scope, [image.image_id])
        assert (len(kitchen.index.points), row(kitchen).state) == (1, ImageState.SEARCHABLE)

    def test_who_leaves_before_the_point_went_keeps_it(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen)
        back = _saved(kitchen, image.out_of_trash())
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        assert kitchen.index.points[image.image_id][0] == back

    @pytest.mark.parametrize("lost", ["vector", "model"])
    def test_without_a_vector_of_the_live_model_it_is_embedded_again(self, kitchen: Kitchen, lost: str) -> None:
        image = trashed(kitchen)
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        vectors = kitchen.database.held.review.vectors
        if lost == "vector":
            vectors.clear()
        else:
            vectors[image.image_id] = replace(vectors[image.image_id], model_version="v0")
        _saved(kitchen, image.out_of_trash())
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        assert (row(kitchen).state, JobKind.FINISH_INGEST in kitchen.jobs) == (ImageState.UPLOADED, True)
        kitchen.ingest.finish(kitchen.scope, image.image_id)
        assert (row(kitchen).state, len(kitchen.index.points)) == (ImageState.SEARCHABLE, 1)
        assert kitchen.database.held.review.vectors == {}

    def test_what_the_index_cannot_do_now_its_job_does_later(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen)
        back = _saved(kitchen, image.out_of_trash())
        with kitchen.database(kitchen.scope) as tx:
            asked = ask_to_sync(tx.jobs, [image.image_id], timedelta(0))
        kitchen.happenings.failing["payload"] = IndexUnavailable()
        with capture_logs() as logs:
            kitchen.trash.do_now(kitchen.scope, asked)
        assert [log["event"] for log in logs] == ["points left to their job"]
        assert JobKind.SYNC_POINTS in kitchen.jobs
        kitchen.happenings.failing.clear()
        kitchen.trash.do_now(kitchen.scope, asked)
        assert JobKind.SYNC_POINTS not in kitchen.jobs
        assert kitchen.index.points[image.image_id][0] == back

    def test_many_images_are_asked_for_some_at_a_time(self, kitchen: Kitchen) -> None:
        with kitchen.database(kitchen.scope) as tx:
            asked = ask_to_sync(tx.jobs, [str(at) for at in range(130)], timedelta(0))
        assert [len(job.payload["image_ids"].split()) for job in asked] == [64, 64, 2]
        assert len({job.dedupe_key for job in asked}) == 3

    def test_a_finisher_that_comes_late_leaves_no_point(self, kitchen: Kitchen) -> None:
        image = add(kitchen).image
        waiting = replace(image, state=ImageState.UPLOADED, row_version=1)
        trash = _saved(kitchen, image.now_trashed(datetime.now(UTC)))
        kitchen.trash.sync(kitchen.scope, [image.image_id])
        indexing = kitchen.indexing
        indexing._say_so(kitchen.scope, waiting.now_searchable(model_name="tiny", model_version="v1"), over_version=1)
        assert (row(kitchen), JobKind.SYNC_POINTS in kitchen.jobs) == (trash, True)


class TestSameBytesAgain:
    @pytest.mark.parametrize("synced", [False, True])
    def test_take_it_out_with_its_vector(self, kitchen: Kitchen, *, synced: bool) -> None:
        image = trashed(kitchen)
        vector = kitchen.index.points[image.image_id][1]
        if synced:
            kitchen.trash.sync(kitchen.scope, [image.image_id])
        again = add(kitchen, DATA, "back")
        assert (again.is_new, again.image.image_id, again.image.tags) == (False, image.image_id, ("back",))
        assert (again.image.state, again.image.trashed_at) == (ImageState.SEARCHABLE, None)
        told, came = kitchen.index.points[image.image_id]
        assert (told, came.tobytes()) == (again.image, vector.tobytes())
        assert JobKind.SYNC_POINTS not in kitchen.jobs

    def test_bring_back_what_a_purge_had_begun_to_remove(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen, LONG_AGO)
        kitchen.happenings.failing["delete originals"] = StoreUnavailable()
        with pytest.raises(StoreUnavailable):
            kitchen.trash.purge(kitchen.scope, FreeHandle())
        kitchen.happenings.failing.clear()
        kitchen.blobs.objects.clear()
        add(kitchen)
        assert kitchen.blobs.objects[image.key] == DATA
        assert (row(kitchen).has_thumbnails, JobKind.MAKE_THUMBNAILS in kitchen.jobs) == (False, True)


class TestPurge:
    def test_removes_point_thumbnails_original_and_row_in_this_order(self, kitchen: Kitchen) -> None:
        image = trashed(kitchen, LONG_AGO)
        kitchen.thumbnails.make(kitchen.scope, image.image_id)
        kitchen.happenings.effects.clear()
        handle = FreeHandle()
        assert kitchen.trash.purge(kitchen.scope, handle) == 1
        deleted = [one for one in kitchen.happenings.effects if one.startswith("delete")]
        assert deleted == ["delete thumbs", "delete thumbs", "delete originals"]
        assert (kitchen.rows, kitchen.blobs.objects, kitchen.index.points) == ([], {}, {})
        assert [progress.processed for progress, _ in handle.told] == [1]

    def test_leaves_what_has_not_lain_there_for_long_or_was_taken_out(self, kitchen: Kitchen) -> None:
        trashed(kitchen)
        assert kitchen.trash.purge(kitchen.scope, FreeHandle()) == 0
        assert row(kitchen).state is ImageState.TRASHED

    def test_cut_off_half_way_it_is_done_the_next_time(self, kitchen: Kitchen) -> None:
        trashed(kitchen, LONG_AGO)
        kitchen.happenings.failing["delete originals"] = StoreUnavailable()
        with pytest.raises(StoreUnavailable):
            kitchen.trash.purge(kitchen.scope, FreeHandle())
        assert row(kitchen).state is ImageState.TRASHED
        kitchen.happenings.failing.clear()
        assert kitchen.trash.purge(kitchen.scope, FreeHandle()) == 1
        assert kitchen.rows == []


def test_a_vector_is_kept_as_float32(kitchen: Kitchen) -> None:
    image = trashed(kitchen)
    kitchen.trash.sync(kitchen.scope, [image.image_id])
    assert kitchen.database.held.review.vectors[image.image_id].vectors.whole.dtype == np.float32
