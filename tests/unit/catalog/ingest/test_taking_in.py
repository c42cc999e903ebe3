"""Bytes, then the row with its jobs, then the index, then the answer; and nothing left behind when refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from catalog.embeddings.model import ModelFacts
from catalog.errors import (
    DatabaseUnavailable,
    EmbedderUnavailable,
    ForeignKey,
    ImageRejected,
    IndexUnavailable,
    InspectorBusy,
    RejectionReason,
    StoreUnavailable,
    Unavailable,
    UploadMissing,
)
from catalog.images.keys import original_key, staging_key
from catalog.images.model import ImageState
from catalog.jobs.model import JobKind
from tests.fakes.images import sha256_of
from tests.fakes.kitchen import DATA, DELAY, MAX_BYTES, Kitchen, add, ingest, new_image
from tests.fakes.parts import vector_of

REJECTED = ImageRejected(RejectionReason.CORRUPT, "no picture")


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


class TestOrder:
    def test_of_effects(self, kitchen: Kitchen) -> None:
        key = kitchen.stage(DATA)
        ingested = ingest(kitchen, key)
        assert [effect for effect in kitchen.happenings.effects if effect not in ("commit", "model")] == [
            "head staging",
            "inspect",
            "put originals",
            "row",
            "embed",
            "upsert",
            "save searchable",
            "delete staging",
        ]
        assert (ingested.is_new, ingested.image.state) == (True, ImageState.SEARCHABLE)

    @pytest.mark.parametrize("at_once", [True, False], ids=["at once", "by its job"])
    def test_crops_are_embedded_with_the_whole_in_one_call(self, kitchen: Kitchen, *, at_once: bool) -> None:
        if not at_once:
            kitchen.happenings.failing["embed"] = EmbedderUnavailable("away")
        taking_in = replace(kitchen.ingest, crops=2)
        with capture_logs():
            image = taking_in.from_bytes(kitchen.scope, DATA, declared_type=None, new=new_image()).image
        kitchen.happenings.failing.clear()
        taking_in.finish(kitchen.scope, image.image_id)
        assert len(kitchen.embedder.asked) == 3
        assert [effect for effect in kitchen.happenings.effects if effect == "upsert"] == ["upsert"]
        crops = kitchen.index.crops[image.image_id]
        assert [crop.vector.tolist() for crop in crops] == [vector_of(DATA + end).tolist() for end in (b"0", b"1")]
        assert kitchen.index.points[image.image_id][1].tolist() == vector_of(DATA).tolist()

    def test_row_and_jobs_are_one_transaction(self, kitchen: Kitchen) -> None:
        kitchen.happenings.before["commit"] = lambda: kitchen.happenings.before.update(commit=_away(kitchen))
        with pytest.raises(DatabaseUnavailable):
            add(kitchen)
        assert (kitchen.rows, kitchen.jobs, kitchen.index.points) == ([], [], {})

    def test_bytes_that_were_looked_at_are_kept_not_what_is_put_to_staging_later(self, kitchen: Kitchen) -> None:
        key = kitchen.stage(DATA)
        kitchen.happenings.before["inspect"] = lambda: kitchen.blobs.objects.update({key: b"another"})
        image = ingest(kitchen, key).image
        assert kitchen.blobs.objects == {original_key(kitchen.scope, sha256_of(DATA)): DATA}
        assert image.sha256 == sha256_of(DATA)

    def test_searchable_image_leaves_its_thumbnails_and_its_probe_to_do(self, kitchen: Kitchen) -> None:
        add(kitchen)
        assert kitchen.jobs == [JobKind.MAKE_THUMBNAILS, JobKind.PROBE_DUPLICATES]

    def test_job_that_finishes_waits_for_the_request(self, kitchen: Kitchen) -> None:
        add(kitchen)
        delays = {job.kind: job.delay for job in kitchen.database.held.jobs.asked}
        assert delays.pop(JobKind.PROBE_DUPLICATES) > timedelta(seconds=5), "the window of its key is over by then"
        assert delays == {JobKind.FINISH_INGEST: DELAY, JobKind.MAKE_THUMBNAILS: timedelta(0)}

    def test_images_that_come_together_are_probed_together(self, kitchen: Kitchen) -> None:
        first, second = (add(kitchen, data).image for data in (DATA, DATA + b"2"))
        keys = {job.dedupe_key for job in kitchen.database.held.jobs.asked if job.kind is JobKind.PROBE_DUPLICATES}
        assert {key.split()[0] for key in keys} == {first.image_id[:6], second.image_id[:6]}
        assert len({key.split()[1] for key in keys}) <= 2


class TestRefused:
    @pytest.mark.parametrize("door", ["bytes", "staging"])
    def test_leaves_nothing_behind(self, kitchen: Kitchen, door: str) -> None:
        key = kitchen.stage(DATA)
        kitchen.happenings.failing["inspect"] = REJECTED
        with pytest.raises(ImageRejected):
            ingest(kitchen, key) if door == "staging" else add(kitchen)
        assert kitchen.blobs.objects == ({} if door == "staging" else {key: DATA})
        assert (kitchen.rows, kitchen.jobs, kitchen.index.points) == ([], [], {})

    def test_more_bytes_than_allowed_are_not_even_read(self, kitchen: Kitchen) -> None:
        key = kitchen.stage(DATA)
        kitchen.blobs.objects[key] = bytes(MAX_BYTES + 1)
        with pytest.raises(ImageRejected, match="at most"):
            ingest(kitchen, key)
        assert kitchen.blobs.objects == {}
        assert "inspect" not in kitchen.happenings.effects

    def test_presign_of_more_than_allowed(self, kitchen: Kitchen) -> None:
        with pytest.raises(ImageRejected):
            kitchen.ingest.presign(kitchen.scope, content_type="image/png", size_bytes=MAX_BYTES + 1)

    def test_foreign_key_is_refused_before_anything_is_touched(self, kitchen: Kitchen) -> None:
        with pytest.raises(ForeignKey):
            ingest(kitchen, staging_key(Kitchen().scope))
        assert kitchen.happenings.effects == []

    def test_nothing_uploaded(self, kitchen: Kitchen) -> None:
        with pytest.raises(UploadMissing):
            ingest(kitchen, staging_key(kitchen.scope))


class TestOurFault:
    @pytest.mark.parametrize(
        ("effect", "error"),
        [
            ("inspect", InspectorBusy()),
            ("put originals", StoreUnavailable()),
            ("row", DatabaseUnavailable()),
            ("commit", DatabaseUnavailable()),
        ],
    )
    def test_staging_is_kept_and_the_same_request_works_later(
        self, kitchen: Kitchen, effect: str, error: Exception
    ) -> None:
        key = kitchen.stage(DATA)
        kitchen.happenings.failing[effect] = error
        with pytest.raises(Unavailable):
            ingest(kitchen, key)
        assert key in kitchen.blobs.objects
        kitchen.happenings.failing.clear()
        assert ingest(kitchen, key).image.state is ImageState.SEARCHABLE
        assert list(kitchen.blobs.objects) == [original_key(kitchen.scope, sha256_of(DATA))]

    @pytest.mark.parametrize(
        ("effect", "error"),
        [
            ("model", EmbedderUnavailable()),
            ("embed", EmbedderUnavailable("full")),
            ("upsert", IndexUnavailable()),
            ("save searchable", DatabaseUnavailable()),
        ],
    )
    def test_after_the_row_the_image_is_accepted_and_finished_later(
        self, kitchen: Kitchen, effect: str, error: Exception
    ) -> None:
        key = kitchen.stage(DATA)
        kitchen.happenings.failing[effect] = error
        ingested = ingest(kitchen, key)
        assert (ingested.is_new, ingested.image.state) == (True, ImageState.UPLOADED)
        assert key not in kitchen.blobs.objects
        assert JobKind.FINISH_INGEST in kitchen.jobs
        kitchen.happenings.failing.clear()
        kitchen.ingest.finish(kitchen.scope, ingested.image.image_id)
        assert [row.state for row in kitchen.rows] == [ImageState.SEARCHABLE]
        assert kitchen.jobs == [JobKind.MAKE_THUMBNAILS, JobKind.PROBE_DUPLICATES]
        assert list(kitchen.index.points) == [ingested.image.image_id]

    def test_embedder_with_another_model_is_waited_for(self, kitchen: Kitchen) -> None:
        kitchen.added(b"the first makes the space")
        kitchen.embedder.facts = ModelFacts("tiny", "v2", 8)
        image = add(kitchen).image
        assert image.state is ImageState.UPLOADED
        assert image.image_id not in kitchen.index.points

    def test_staging_that_cannot_be_emptied_is_left_to_the_sweep(self, kitchen: Kitchen) -> None:
        key = kitchen.stage(DATA)
        kitchen.happenings.failing["delete staging"] = StoreUnavailable()
        assert ingest(kitchen, key).is_new
        assert key in kitchen.blobs.objects


def _away(kitchen: Kitchen) -> Callable[[], None]:
    def fail() -> None:
        kitchen.happenings.failing["commit"] = DatabaseUnavailable()

    return fail
