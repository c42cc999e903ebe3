"""Sweeps and batches that somebody pauses or cancels in the middle."""

from pathlib import Path

from catalog.duplicates.views import BatchState, Outcome
from tests.stack.faults.album import FOUND
from tests.stack.faults.slow_worker import slow_worker
from tests.stack.faults.stories import Story, without_versions
from tests.stack.plugin import RunningStack


def test_paused_sweep_goes_on_from_its_cursor(faulty: RunningStack, story: Story, tmp_path: Path) -> None:
    album, expected, jobs = story.album, story.expected("sweep"), story.catalog.jobs
    whole = story.begin("sweep")
    with slow_worker(faulty, tmp_path / "whole", whole, stop_at="sweep.after_edges") as sweep:
        undisturbed = sweep.passes("sweep.after_edges")
    job_id = story.begin("sweep")
    with slow_worker(faulty, tmp_path / "first", job_id, stop_at="sweep.after_edges") as sweep:
        jobs.pause(story.scope, job_id)
        sweep.go_on()
        sweep.wait_done()
    paused = album.wait_over(job_id, "paused")
    assert (paused["payload"]["phase"], len(paused["payload"]["after"])) == ("candidates", 3 * 26)
    assert not album.state("duplicate_groups")["duplicate_groups"]
    album.put_back(job_id)
    with slow_worker(faulty, tmp_path / "second", job_id, stop_at="sweep.after_edges") as sweep:
        assert sweep.passes("sweep.after_edges") == undisturbed - 1
    album.wait_over(job_id)
    story.ends_as("sweep", expected)


def test_cancelled_sweep_does_nothing_any_more(faulty: RunningStack, story: Story, tmp_path: Path) -> None:
    album = story.album
    job_id = story.begin("sweep")
    with slow_worker(faulty, tmp_path, job_id, stop_at="sweep.after_edges") as sweep:
        story.catalog.jobs.cancel(story.scope, job_id)
        sweep.go_on()
        cancelled = album.wait_over(job_id, "cancelled")
        found = album.state(*FOUND)
        sweep.wait_done()
    assert album.state(*FOUND) == found
    assert len(found["duplicate_edges"]) == 1
    assert not found["duplicate_groups"]
    assert album.job(job_id)["last_event"] == cancelled["last_event"]
    album.check()


def test_cancelled_batch_can_be_taken_back(faulty: RunningStack, story: Story, tmp_path: Path) -> None:
    album = story.album
    job_id = story.begin("apply")
    before = album.state("images", "duplicate_groups")
    with slow_worker(faulty, tmp_path, job_id, stop_at="apply.after_rows") as applying:
        story.catalog.jobs.cancel(story.scope, job_id)
        applying.go_on()
        applying.wait_done()
    album.wait_over(job_id, "cancelled")
    album.rest.come()
    batch = story.catalog.duplicates.batch(story.scope, story.only_batch())
    assert (batch.state, batch.outcomes[Outcome.DONE]) == (BatchState.APPLYING, 1)
    assert story.undo(batch.batch_id).state is BatchState.UNDONE
    album.check()
    assert without_versions(album.state("images", "duplicate_groups")) == without_versions(before)
