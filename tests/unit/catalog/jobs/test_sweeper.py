"""The ledger keeps moving whatever dies: the dead are released, the unheard are rung for again."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from catalog.errors import DatabaseUnavailable
from catalog.jobs.metrics import LedgerGauges
from catalog.jobs.model import JobKind, JobState
from catalog.jobs.sweeper import Sweeper, Swept
from catalog.tenancy import job_scope
from tests.fakes.ledger import MemoryBell, MemoryKeeper

SCOPE = job_scope(uuid4())
MINUTE = timedelta(seconds=60)


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper(clock: Clock) -> MemoryKeeper:
    return MemoryKeeper(now=clock)


def test_rings_for_what_was_never_rung_and_once_only(keeper: MemoryKeeper) -> None:
    bell = MemoryBell()
    job_id = keeper.add(JobKind.FINISH_INGEST, SCOPE)
    sweeper = Sweeper(keeper, bell, MINUTE)
    assert [sweeper.sweep(), sweeper.sweep()] == [Swept(0, 1, 0), Swept(0, 0, 0)]
    assert [(one.job_id, one.attempt) for one in bell.rung] == [(job_id, 0)]


def test_flushed_queue_is_rung_again_after_the_wait(keeper: MemoryKeeper, clock: Clock) -> None:
    bell = MemoryBell()
    keeper.add(JobKind.FINISH_INGEST, SCOPE)
    sweeper = Sweeper(keeper, bell, MINUTE)
    for pause in (0, 59, 2, 61):
        clock.now += pause
        sweeper.sweep()
    assert len(bell.rung) == 3


def test_dead_workers_job_goes_back_in_line_as_its_next_attempt(keeper: MemoryKeeper, clock: Clock) -> None:
    bell = MemoryBell()
    job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)
    keeper.claim(job_id, 0, owner="the dead", lease=MINUTE)
    sweeper = Sweeper(keeper, bell, MINUTE)
    assert sweeper.sweep() == Swept(0, 0, 0)
    clock.now += 61
    assert sweeper.sweep() == Swept(1, 1, 0)
    assert [one.attempt for one in bell.rung] == [1]


def test_job_that_kills_every_worker_is_buried(keeper: MemoryKeeper, clock: Clock) -> None:
    job_id = keeper.add(JobKind.SWEEP_ORPHANS, SCOPE)
    sweeper = Sweeper(keeper, MemoryBell(), MINUTE)
    for attempt in range(3):
        assert keeper.claim(job_id, attempt, owner="the dead", lease=MINUTE) is not None
        clock.now += 61
        sweeper.sweep()
    assert keeper.entries[job_id].state is JobState.DEAD


def test_absent_queue_is_left_for_a_later_pass(keeper: MemoryKeeper, clock: Clock) -> None:
    bell = MemoryBell(broken_after=1)
    for _ in range(3):
        keeper.add(JobKind.FINISH_INGEST, SCOPE)
    sweeper = Sweeper(keeper, bell, MINUTE)
    with capture_logs() as logs:
        assert sweeper.sweep().rung == 1
    assert [log["event"] for log in logs] == ["bell not rung"]
    bell.broken_after = None
    clock.now += 61
    assert sweeper.sweep().rung == 3


def test_absent_database_is_said(keeper: MemoryKeeper) -> None:
    keeper.happenings.failing["release"] = DatabaseUnavailable("away")
    with pytest.raises(DatabaseUnavailable):
        Sweeper(keeper, MemoryBell(), MINUTE).sweep()


def test_schedules_are_counted_and_the_backlog_is_measured(keeper: MemoryKeeper, clock: Clock) -> None:
    keeper.scheduled = 2
    keeper.add(JobKind.FINISH_INGEST, SCOPE)
    dead = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)
    keeper.entries[dead] = replace(keeper.entries[dead], state=JobState.DEAD)
    gauges = LedgerGauges(clock=lambda: 77.0)
    assert Sweeper(keeper, MemoryBell(), MINUTE, gauges).sweep().scheduled == 2
    seen = shown(gauges)
    assert seen["semblance_jobs_due", "interactive"] == 1
    assert seen["semblance_jobs_due", "batch"] == 0, "an empty queue is said to be empty"
    assert seen["semblance_job_oldest_due_seconds", "interactive"] == 1000.0
    assert seen["semblance_jobs_dead", "make_thumbnails"] == 1
    assert seen["semblance_jobs_dead", "finish_ingest"] == 0
    assert seen["semblance_outbox_lag_seconds", ""] == 1000.0
    assert seen["semblance_last_sweep_timestamp_seconds", ""] == 77.0


@pytest.mark.parametrize("step", ["release", "backlog"])
def test_what_an_earlier_pass_saw_is_not_shown_after_one_that_failed(keeper: MemoryKeeper, step: str) -> None:
    gauges = LedgerGauges()
    sweeper = Sweeper(keeper, MemoryBell(), MINUTE, gauges)
    assert shown(gauges) == {}, "nothing is known before the first pass"
    sweeper.sweep()
    assert shown(gauges) != {}
    keeper.happenings.failing[step] = DatabaseUnavailable("away")
    with pytest.raises(DatabaseUnavailable):
        sweeper.sweep()
    assert shown(gauges) == {}
    keeper.happenings.failing.clear()
    sweeper.sweep()
    assert shown(gauges) != {}


def shown(gauges: LedgerGauges) -> dict[tuple[str, str], float]:
    """Each sample by its name and its one label's value."""
    samples = [sample for family in gauges.collect() for sample in family.samples]
    return {(sample.name, "".join(sample.labels.values())): sample.value for sample in samples}
