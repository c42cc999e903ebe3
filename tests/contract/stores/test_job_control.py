"""A long job of the real runner on the real ledger: paused, resumed and cancelled while it works, chunk by chunk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.job_ledger import PostgresJobLedger
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.jobs.model import JobState, NewJob, Payload, QueueName
from catalog.jobs.runner import JobRunner
from catalog.jobs.service import JobService
from catalog.jobs.view import JobView
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.job_life import STOPPABLE
from tests.contract.stores.test_job_ledger import LEASE, keeper, scope
from tests.contract.stores.test_job_orders import on_queue
from tests.living import until

__all__ = ["keeper", "scope"]
TOTAL = 8


@dataclass
class LongJob:
    """Eight chunks, each done when the test lets it; `done` are those whose work was committed or tried."""

    keeper: PostgresJobKeeper
    jobs: JobService
    scope: TenantScope
    job_id: UUID
    done: list[int] = field(default_factory=list)
    gate: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def handle(self, scope: TenantScope, payload: Payload, job: JobHandle) -> None:
        """Work from the cursor on."""
        for chunk in range(int(payload.get("next", "0")), TOTAL):
            assert self.gate.acquire(timeout=60)
            self.done.append(chunk)
            job.checkpoint(JobProgress("working", chunk + 1, TOTAL), {"next": str(chunk + 1)})

    @contextmanager
    def working(self) -> Iterator[None]:
        """A worker has it until it ends; it does no chunk that an earlier worker was let do."""
        self.gate = threading.Semaphore(0)
        runner = JobRunner(self.keeper, {STOPPABLE: self.handle}, "worker", LEASE)
        working = threading.Thread(target=runner.run, args=(self.job_id, 0))
        working.start()
        until(lambda: self.seen.state is JobState.RUNNING)
        try:
            yield
        finally:
            self.let(TOTAL)
            working.join()

    def let(self, chunks: int) -> None:
        """Let it do so many more."""
        self.gate.release(chunks)

    def reach(self, chunks: int) -> None:
        """Let it go on until so many are committed."""
        self.let(chunks - self.processed)
        until(lambda: self.processed == chunks)

    @property
    def seen(self) -> JobView:
        """As people see it."""
        return self.jobs.get(self.scope, self.job_id)

    @property
    def processed(self) -> int:
        """How many chunks are committed."""
        progress = self.seen.progress
        return 0 if progress is None else progress.processed


@pytest.fixture
def long(ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> LongJob:
    """The job, asked for."""
    with ledger.database(scope) as tx:
        job_id, _ = tx.jobs.ask_or_find(NewJob(STOPPABLE, "long"))
    return LongJob(keeper, JobService(PostgresJobLedger(ledger.database)), scope, job_id)


def test_a_batch_job_stops_after_its_chunk_and_goes_on_with_the_next(long: LongJob) -> None:
    with long.working():
        long.reach(3)
        asked = long.jobs.pause(long.scope, long.job_id)
        assert (asked.state, asked.pause_requested) == (JobState.RUNNING, True)
    assert (long.seen.state, long.processed, long.seen.pause_requested) == (JobState.PAUSED, 4, False)
    assert long.jobs.resume(long.scope, long.job_id).state is JobState.QUEUED
    with long.working():
        long.let(TOTAL)
    assert (long.seen.state, long.processed) == (JobState.SUCCEEDED, TOTAL)
    assert long.done == list(range(TOTAL)), "no chunk is left out and none is done twice"


def test_a_cancelled_one_does_nothing_more_until_it_is_tried_again(long: LongJob) -> None:
    with long.working():
        long.reach(2)
        long.jobs.cancel(long.scope, long.job_id)
    assert (long.seen.state, long.done) == (JobState.CANCELLED, [0, 1, 2])
    assert not JobRunner(long.keeper, {STOPPABLE: long.handle}, "late", LEASE).run(long.job_id, 0)
    long.jobs.retry(long.scope, long.job_id)
    with long.working():
        long.let(TOTAL)
    assert (long.seen.state, long.done) == (JobState.SUCCEEDED, list(range(TOTAL)))


def test_an_interactive_one_is_stopped_at_once_and_what_it_still_does_is_not_recorded(long: LongJob) -> None:
    with on_queue(QueueName.INTERACTIVE):
        with long.working():
            long.reach(3)
            assert long.jobs.pause(long.scope, long.job_id).state is JobState.PAUSED
        assert (long.seen.state, long.processed) == (JobState.PAUSED, 3)
        assert long.done == [0, 1, 2, 3]
        long.jobs.resume(long.scope, long.job_id)
        with long.working():
            long.let(TOTAL)
    assert (long.seen.state, long.done) == (JobState.SUCCEEDED, [0, 1, 2, 3, *range(3, TOTAL)])
