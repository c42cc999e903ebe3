"""Sweeps beside one another, and beside people who take images away: nothing is found of what is not there."""

from pathlib import Path

import pytest

from catalog.duplicates.views import BatchState
from catalog.errors import SweepRunning
from catalog.jobs.model import JobKind
from tests.image_bank.forge import encoded
from tests.stack.faults.album import FOUND, pictured
from tests.stack.faults.slow_worker import slow_worker
from tests.stack.faults.stories import DATASET, Story, without_versions
from tests.stack.plugin import RunningStack


def test_two_sweeps_at_once_write_the_same(faulty: RunningStack, story: Story, tmp_path: Path) -> None:
    """Of the whole tenant and of its one dataset: each stands in the middle of its work while the other one works."""
    album, expected = story.album, story.expected("sweep")
    first, second = story.begin("sweep"), story.ask_sweep("default")
    with (
        slow_worker(faulty, tmp_path / "first", first, stop_at="sweep.after_edges") as one,
        slow_worker(faulty, tmp_path / "second", second, stop_at="sweep.before_groups") as other,
    ):
        for sweep in (one, other):
            sweep.go_on()
        for sweep in (one, other):
            sweep.wait_done()
    album.check()
    found = album.state(*FOUND)
    assert found["duplicate_edges"] == expected["duplicate_edges"]
    for dataset in ("", "default"):
        own = [{**row, "dataset_id": ""} for row in found["duplicate_groups"] if row["dataset_id"] == dataset]
        assert own == expected["duplicate_groups"]


def test_who_asks_for_a_second_one_is_told_of_the_first(story: Story) -> None:
    first = story.begin("sweep")
    with pytest.raises(SweepRunning) as refused:
        story.catalog.duplicates.detect(story.scope, DATASET, 0.9, 6, by=story.album.user_id)
    assert refused.value.job_id == first
    story.album.ring(first)
    story.album.wait_over(first)
    story.ends_as("sweep", story.expected("sweep"))


@pytest.mark.parametrize("point", ["sweep.after_candidates", "sweep.after_edges", "sweep.before_groups"])
def test_images_that_go_into_the_trash_in_mid_sweep_are_in_no_group(
    faulty: RunningStack, story: Story, tmp_path: Path, point: str
) -> None:
    """And are there again as they were, once the batch is taken back and the tenant swept again."""
    album, expected = story.album, story.expected("sweep")
    album.reset(story.swept)
    job_id = story.ask_sweep()
    with slow_worker(faulty, tmp_path, job_id, stop_at=point) as sweep:
        batch = story.resolve()
        sweep.go_on()
        sweep.wait_done()
    album.check()
    assert {group["status"] for group in album.groups()} == {"resolved"}
    assert story.undo(batch.batch_id).state is BatchState.UNDONE
    album.check()
    again = story.ask_sweep()
    album.ring(again)
    album.wait_over(again)
    album.check()
    found = album.state("duplicate_edges", "duplicate_groups")
    assert without_versions(found) == without_versions({table: expected[table] for table in found})


def test_image_that_is_removed_for_good_in_mid_sweep(faulty: RunningStack, story: Story, tmp_path: Path) -> None:
    album, expected = story.album, story.expected("sweep")
    album.reset()
    image_id = album.take_in("passing.jpg", encoded(pictured(1), "JPEG", quality=80))
    job_id = story.ask_sweep()
    with slow_worker(faulty, tmp_path, job_id, stop_at="sweep.after_edges") as sweep:
        album.age_in_trash(image_id)
        purge = album.ask(JobKind.PURGE_TRASH, {}, "test")
        album.ring(purge)
        album.wait_over(purge)
        sweep.go_on()
        sweep.wait_done()
    story.ends_as("sweep", expected)
