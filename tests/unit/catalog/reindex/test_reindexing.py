"""One tenant's rebuild: points are made to say what rows say, whatever others do to the rows meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from catalog.embeddings.model import ModelFacts, Preprocess, PreprocessMode, VectorSpace
from catalog.embeddings.ports import Urgency
from catalog.errors import EmbedderUnavailable, ImageRejected, ModelMismatch, NotFound, RejectionReason
from catalog.images import reindexing as module
from catalog.images.crops import Box, CropVector
from catalog.images.model import Image, ImageState
from catalog.images.reembedding import Reembedding
from catalog.images.reindex_progress import Phase, Progress
from catalog.images.reindexing import Reindexing
from catalog.jobs.model import JobKind
from tests.fakes.images import an_image
from tests.fakes.inventory import MemoryInventory
from tests.fakes.kitchen import MAX_BYTES, Kitchen
from tests.fakes.parts import MODEL, vector_of

OTHER = VectorSpace("images_other_2", "other", "v2", 8, Preprocess(PreprocessMode.CROP, (1, 2, 3)))


class Bench:
    """A kitchen with three searchable images, and a rebuild over it."""

    def __init__(self) -> None:
        self.kitchen, self.crops = Kitchen(), 0
        self.images = [self.kitchen.added(f"picture {number}".encode()) for number in range(3)]
        self.inventory = MemoryInventory(self.kitchen.index)

    @property
    def reindexing(self) -> Reindexing:
        kitchen = self.kitchen
        reembedding = Reembedding(kitchen.blobs, kitchen.inspector, kitchen.embedder, MAX_BYTES, 2, self.crops)
        return Reindexing(
            kitchen.database, kitchen.index, self.inventory, kitchen.spaces, reembedding, timedelta(seconds=1)
        )

    def run(self, *, everything: bool = False, collection: str = "images_tiny_1") -> Progress:
        """Every slice, through the payload that is kept between two."""
        left: Progress | None = Progress(collection, everything=everything)
        last = left
        with capture_logs():
            while left is not None:
                last = Progress.read(left.payload())
                left = self.reindexing.next_slice(self.kitchen.scope, last)
        assert last is not None
        return last

    def row(self, image: Image) -> Image:
        """The row as it is now."""
        return self.kitchen.database.held.images[image.image_id]

    def point(self, image: Image) -> Image:
        """What the index says of it."""
        return self.kitchen.index.points[image.image_id][0]

    def change(self, image: Image, tag: str = "new") -> None:
        """Tag the row as another request does; its payload job finds no point and is settled."""
        row = self.row(image)
        self.kitchen.database.held.images[image.image_id] = row.with_tags_of((tag,))

    def agrees(self) -> bool:
        """True when rows and points say the same."""
        return {
            one: image for one, (image, _) in self.kitchen.index.points.items()
        } == self.kitchen.database.held.images


@pytest.fixture
def bench() -> Bench:
    return Bench()


def counts(progress: Progress) -> tuple[int, int, int, int, int]:
    return progress.indexed, progress.failed, progress.removed, progress.rows, progress.points


class TestLive:
    def test_what_is_right_is_left_alone(self, bench: Bench) -> None:
        bench.kitchen.happenings.effects.clear()
        assert counts(bench.run()) == (0, 0, 0, 3, 3)
        assert not {"embed", "upsert", "payload"} & set(bench.kitchen.happenings.effects)

    def test_lost_points_are_made_again_at_batch_priority(self, bench: Bench) -> None:
        before = dict(bench.kitchen.index.points)
        bench.kitchen.index.points.clear()
        bench.kitchen.embedder.asked.clear()
        assert counts(bench.run()) == (3, 0, 0, 3, 3)
        assert bench.agrees()
        assert {one: vector.tolist() for one, (_, vector) in bench.kitchen.index.points.items()} == {
            one: vector.tolist() for one, (_, vector) in before.items()
        }
        assert bench.kitchen.embedder.asked == [("pixels", Urgency.BATCH)] * 3

    def test_everything_is_embedded_anew_when_asked(self, bench: Bench) -> None:
        wrong = bench.images[0].image_id
        bench.kitchen.index.points[wrong] = (bench.point(bench.images[0]), vector_of(b"wrong"))
        assert bench.run(everything=True).indexed == 3
        assert bench.kitchen.index.points[wrong][1].tolist() == vector_of(b"picture 0").tolist()

    @pytest.mark.parametrize("crops", [2, 0])
    def test_everything_has_as_many_crops_as_the_setting_says_now(self, bench: Bench, crops: int) -> None:
        bench.crops, held = crops, bench.kitchen.index.crops
        held.update({image.image_id: (CropVector(Box(0, 0, 1, 1), vector_of(b"before")),) for image in bench.images})
        assert (bench.run().indexed, {len(parts) for parts in held.values()}) == (0, {1})
        bench.kitchen.embedder.asked.clear()
        assert (bench.run(everything=True).indexed, {len(parts) for parts in held.values()}) == (3, {crops})
        assert len(bench.kitchen.embedder.asked) == 3 * (1 + crops)

    def test_points_without_a_row_go(self, bench: Bench) -> None:
        stray, foreign = an_image(bench.kitchen.scope), an_image(Kitchen().scope)
        for image in (stray, foreign):
            bench.kitchen.index.points[image.image_id] = (image, vector_of(b"stray"))
        assert bench.run().removed == 1
        assert foreign.image_id in bench.kitchen.index.points
        assert stray.image_id not in bench.kitchen.index.points

    def test_payload_of_an_older_row_is_written_anew(self, bench: Bench) -> None:
        bench.change(bench.images[0])
        assert bench.run().indexed == 0
        assert bench.point(bench.images[0]).tags == ("new",)

    @pytest.mark.parametrize("everything", [False, True])
    def test_payload_of_a_row_that_was_restored_to_an_older_one_is_too(self, bench: Bench, everything: bool) -> None:
        image = bench.images[0]
        ahead = replace(bench.row(image), tags=("future",), row_version=9)
        bench.kitchen.index.points[image.image_id] = (ahead, bench.kitchen.index.points[image.image_id][1])
        bench.run(everything=everything)
        assert bench.agrees()

    def test_point_that_another_request_has_just_written_is_kept(self, bench: Bench) -> None:
        image = bench.images[0]

        def change() -> None:
            bench.change(image)
            bench.kitchen.index.set_payload(bench.kitchen.scope, OTHER, bench.row(image))

        bench.inventory.after_versions = change
        bench.run()
        assert bench.agrees()

    def test_tag_that_came_before_the_point_is_not_lost(self, bench: Bench) -> None:
        bench.kitchen.index.points.clear()
        bench.kitchen.happenings.before["upsert"] = lambda: bench.change(bench.images[0])
        bench.run()
        assert bench.agrees()
        assert bench.point(bench.images[0]).tags == ("new",)

    def test_what_was_accepted_is_finished_by_its_own_job(self, bench: Bench) -> None:
        waiting = an_image(bench.kitchen.scope)
        bench.kitchen.database.held.images[waiting.image_id] = waiting
        assert counts(bench.run()) == (0, 0, 0, 3, 3)
        assert (JobKind.FINISH_INGEST, waiting.image_id) in bench.kitchen.database.held.jobs.standing

    def test_point_from_the_future_of_such_an_image_does_not_stand_in_its_way(self, bench: Bench) -> None:
        waiting = an_image(bench.kitchen.scope)
        bench.kitchen.database.held.images[waiting.image_id] = waiting
        bench.kitchen.index.points[waiting.image_id] = (replace(waiting, row_version=5), vector_of(b"x"))
        bench.run()
        assert waiting.image_id not in bench.kitchen.index.points

    def test_point_of_an_upload_under_way_is_kept(self, bench: Bench) -> None:
        waiting = an_image(bench.kitchen.scope)
        bench.kitchen.database.held.images[waiting.image_id] = waiting
        bench.kitchen.index.points[waiting.image_id] = (replace(waiting, row_version=2), vector_of(b"x"))
        assert bench.run().removed == 0
        assert waiting.image_id in bench.kitchen.index.points

    def test_failed_image_has_no_point(self, bench: Bench) -> None:
        image = bench.images[0]
        bench.kitchen.database.held.images[image.image_id] = bench.row(image).now_failed("corrupt")
        assert counts(bench.run()) == (0, 0, 1, 2, 2)


class TestTrouble:
    def test_lost_original_is_counted_and_the_others_are_made(self, bench: Bench) -> None:
        bench.kitchen.index.points.clear()
        del bench.kitchen.blobs.objects[bench.images[1].key]
        assert counts(bench.run()) == (2, 1, 0, 3, 2)
        assert bench.row(bench.images[1]).state is ImageState.SEARCHABLE

    def test_original_that_is_refused_now_is_counted(self, bench: Bench) -> None:
        bench.kitchen.index.points.clear()
        bench.kitchen.happenings.failing["inspect"] = ImageRejected(RejectionReason.CORRUPT, "no")
        assert counts(bench.run()) == (0, 3, 0, 3, 0)

    def test_absent_embedder_stops_the_slice_and_nothing_is_told_of_it(self, bench: Bench) -> None:
        bench.kitchen.index.points.clear()
        bench.kitchen.happenings.failing["embed"] = EmbedderUnavailable()
        with pytest.raises(EmbedderUnavailable):
            bench.run()
        assert bench.kitchen.index.points == {}

    def test_embedder_of_another_model_fills_nothing(self, bench: Bench) -> None:
        bench.kitchen.index.points.clear()
        bench.kitchen.embedder.facts = ModelFacts("other", "v2", 8)
        with pytest.raises(ModelMismatch):
            bench.run()
        assert bench.kitchen.index.points == {}

    def test_dropped_space_ends_its_rebuild(self, bench: Bench) -> None:
        with pytest.raises(NotFound):
            bench.run(collection="images_gone_7")


class TestNewModel:
    @pytest.fixture(autouse=True)
    def _other_model(self, bench: Bench) -> None:
        bench.kitchen.index.points.clear()
        bench.kitchen.spaces.add(OTHER)
        bench.kitchen.embedder.facts = replace(MODEL, name="other", version="v2")

    def test_space_that_is_not_live_is_filled_and_rows_stay(self, bench: Bench) -> None:
        assert counts(bench.run(collection=OTHER.collection)) == (3, 0, 0, 3, 3)
        assert {bench.row(image).model_version for image in bench.images} == {"v1"}
        assert {bench.point(image).model_version for image in bench.images} == {"v2"}

    def test_after_the_switch_rows_say_the_model_and_nothing_is_embedded_twice(self, bench: Bench) -> None:
        bench.run(collection=OTHER.collection)
        bench.kitchen.spaces.switch_to(OTHER)
        assert counts(bench.run(collection=OTHER.collection)) == (0, 0, 0, 3, 3)
        assert {bench.row(image).model_version for image in bench.images} == {"v2"}
        assert bench.agrees()

    def test_tag_that_went_to_the_old_space_meanwhile_is_caught_up(self, bench: Bench) -> None:
        bench.run(collection=OTHER.collection)
        bench.change(bench.images[2])
        bench.kitchen.spaces.switch_to(OTHER)
        bench.run(collection=OTHER.collection)
        assert bench.agrees()
        assert bench.point(bench.images[2]).tags == ("new",)


def test_slices_go_on_where_the_last_one_ended(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(module, "POINTS_AT_ONCE", 2)
    bench.kitchen.index.points.clear()
    told = Progress("images_tiny_1")
    cursors = []
    with capture_logs():
        while (left := bench.reindexing.next_slice(bench.kitchen.scope, told)) is not None:
            cursors.append((left.phase, left.indexed))
            told = left
    assert [one for one in cursors if one[0] is Phase.ROWS] == [(Phase.ROWS, 2), (Phase.ROWS, 3)]
    assert counts(told) == (3, 0, 0, 3, 3)
