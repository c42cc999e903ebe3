"""The same bytes again, in whatever order: one image; and what was left to its job is finished once."""

import pytest

from catalog.embeddings.ports import Urgency
from catalog.errors import EmbedderUnavailable, ImageRejected, IndexUnavailable, RejectionReason, StoreUnavailable
from catalog.images.model import ImageState, Ingested
from catalog.jobs.model import JobKind
from tests.fakes.kitchen import DATA, Kitchen, add, ingest

REJECTED = ImageRejected(RejectionReason.CORRUPT, "no picture")


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


class TestAgain:
    def test_same_bytes_are_the_first_image(self, kitchen: Kitchen) -> None:
        first = add(kitchen).image
        again = add(kitchen)
        assert (again.is_new, again.image.image_id, len(kitchen.rows)) == (False, first.image_id, 1)

    def test_same_bytes_of_another_tenant_are_another_image(self, kitchen: Kitchen) -> None:
        add(kitchen)
        kitchen.scope = Kitchen().scope
        assert add(kitchen).is_new
        assert len(kitchen.blobs.objects) == 2

    def test_tags_are_merged_in_row_and_index(self, kitchen: Kitchen) -> None:
        first = add(kitchen, DATA, "a", "b").image
        again = add(kitchen, DATA, "b", "c").image
        assert (first.tags, again.tags) == (("a", "b"), ("a", "b", "c"))
        assert kitchen.index.points[first.image_id][0].tags == ("a", "b", "c")
        assert JobKind.SYNC_PAYLOAD not in kitchen.jobs

    def test_tags_that_cannot_be_told_to_the_index_are_told_later(self, kitchen: Kitchen) -> None:
        first = add(kitchen).image
        kitchen.happenings.failing["payload"] = IndexUnavailable()
        assert add(kitchen, DATA, "late").image.tags == ("late",)
        assert JobKind.SYNC_PAYLOAD in kitchen.jobs
        kitchen.happenings.failing.clear()
        kitchen.indexing.write_payload(kitchen.scope, first.image_id)
        assert kitchen.index.points[first.image_id][0].tags == ("late",)

    def test_upload_whose_answer_was_lost(self, kitchen: Kitchen) -> None:
        key = kitchen.stage(DATA)
        first = ingest(kitchen, key).image
        again = ingest(kitchen, key)
        assert (again.is_new, again.image.image_id) == (False, first.image_id)

    def test_race_for_the_same_bytes_has_one_winner(self, kitchen: Kitchen) -> None:
        others: list[Ingested] = []
        kitchen.happenings.before["put originals"] = lambda: others.append(add(kitchen, DATA, "theirs"))
        mine = add(kitchen, DATA, "mine")
        assert (others[0].is_new, mine.is_new) == (True, False)
        assert mine.image.image_id == others[0].image.image_id
        assert mine.image.tags == ("theirs", "mine")
        assert (len(kitchen.rows), len(kitchen.blobs.objects), len(kitchen.index.points)) == (1, 1, 1)

    def test_more_tags_while_it_is_indexed_do_not_hold_it_up(self, kitchen: Kitchen) -> None:
        kitchen.happenings.before["upsert"] = lambda: _ignore(add(kitchen, DATA, "late"))
        image = add(kitchen).image
        assert (image.state, image.tags) == (ImageState.SEARCHABLE, ("late",))
        point, _ = kitchen.index.points[image.image_id]
        assert (point.tags, point.row_version) == (image.tags, image.row_version)


class TestFinish:
    def test_is_not_done_twice(self, kitchen: Kitchen) -> None:
        image = kitchen.added(DATA)
        kitchen.ingest.finish(kitchen.scope, image.image_id)
        assert "embed" not in kitchen.happenings.effects

    def test_lets_people_go_first(self, kitchen: Kitchen) -> None:
        kitchen.happenings.failing["embed"] = EmbedderUnavailable()
        image = add(kitchen).image
        kitchen.happenings.failing.clear()
        kitchen.ingest.finish(kitchen.scope, image.image_id)
        assert kitchen.embedder.asked == [("pixels", Urgency.BATCH)]

    def test_bytes_that_are_no_picture_any_more_are_given_up(self, kitchen: Kitchen) -> None:
        kitchen.happenings.failing["embed"] = EmbedderUnavailable()
        image = add(kitchen).image
        kitchen.happenings.failing = {"inspect": REJECTED}
        kitchen.ingest.finish(kitchen.scope, image.image_id)
        assert [(row.state, row.failure) for row in kitchen.rows] == [(ImageState.FAILED, "corrupt")]

    def test_bytes_that_are_gone_are_waited_for(self, kitchen: Kitchen) -> None:
        kitchen.happenings.failing["embed"] = EmbedderUnavailable()
        image = add(kitchen).image
        kitchen.blobs.objects.clear()
        with pytest.raises(StoreUnavailable):
            kitchen.ingest.finish(kitchen.scope, image.image_id)


def _ignore(_: object) -> None:
    pass
