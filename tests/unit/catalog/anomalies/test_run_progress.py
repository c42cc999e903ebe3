"""What people are shown of a scoring: hundredths that only grow, and orders heeded in between."""

import pytest

from catalog.anomalies.run_progress import RunPhase, RunProgress
from catalog.jobs.handle import JobStopped
from tests.fakes.handle import FreeHandle


def test_each_hundredth_is_told_once_and_they_only_grow() -> None:
    job = FreeHandle()
    progress = RunProgress(job, 1_000)
    for phase in RunPhase:
        for step in range(401):
            progress.tell(phase, step / 400)
    told = [one.processed for one, _ in job.told]
    assert told == list(range(0, 1_001, 10))
    assert [one.status for one, _ in job.told[::40]] == ["reading", "comparing", "comparing"]
    assert (job.told[-1][0].total, job.told[-1][0].status) == (1_000, "writing")


def test_it_is_stopped_between_two_hundredths_too() -> None:
    job = FreeHandle()
    progress = RunProgress(job, 10)
    progress.tell(RunPhase.COMPARING, 0.5)
    job.stops_after = 1
    with pytest.raises(JobStopped):
        progress.tell(RunPhase.COMPARING, 0.5)
