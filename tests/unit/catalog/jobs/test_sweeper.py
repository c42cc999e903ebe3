"""The ledger keeps moving whatever dies: the dead are released, the unheard are rung for again."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from catalog.errors import DatabaseUnavailable
from catalog.jobs.metrics import DUE, OLDEST_DUE_SECONDS
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
    assert Sweeper(keeper, MemoryBell(), MINUTE).sweep().scheduled == 2
    assert (DUE._value.get(), OLDEST_DUE_SECONDS._value.get()) == (1, 1000.0)
