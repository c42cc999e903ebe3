"""The events of a job, on PostgreSQL: one for each change, numbered without a gap, and gone with the job."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.job_ledger import PostgresJobLedger
from catalog.errors import JobNotFound
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import ClaimedJob, JobState
from catalog.jobs.service import JobService
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.test_job_ledger import GONE, NO_TIME, ask, claim, keeper, rows, scope

__all__ = ["keeper", "scope"]
KEPT = 500


@pytest.fixture
def jobs(ledger: Ledger) -> JobService:
    """What people see."""
    return JobService(PostgresJobLedger(ledger.database))


def go_on(keeper: PostgresJobKeeper, job: ClaimedJob, processed: int) -> None:
    """Say that so much is done."""
    state = keeper.checkpoint(job, JobProgress("working", processed, KEPT), {"image_id": "k", "at": str(processed)})
    assert state is JobState.RUNNING


def numbers(jobs: JobService, scope: TenantScope, job_id: UUID, seq: int = 0) -> list[int]:
    """Of the events past that one."""
    return [event.seq for event in jobs.events_after(scope, job_id, seq)]


def test_tell_a_life_in_order(ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService) -> None:
    job_id = ask(ledger, scope)
    keeper.retry(claim(keeper, job_id), error="the first failure", delay=NO_TIME)
    claim(keeper, job_id, 1, lease=GONE)
    keeper.release_expired(limit=10)
    job = claim(keeper, job_id, 2)
    go_on(keeper, job, 7)
    go_on(keeper, job, 7)
    keeper.bury(job, error="the end")
    events = jobs.events_after(scope, job_id, 0)
    names = ["queued", "running", "retry", "running", "retry", "running", "progress", "dead"]
    assert [event.name for event in events] == names, "what changes nothing is no event"
    assert [event.seq for event in events] == list(range(1, 9))
    assert [event.data["state"] for event in events][-2:] == ["running", "dead"]
    assert events[-1].data["progress"]["processed"] == 7
    made = [(one.owner, one.ended_as, one.error) for one in jobs.attempts(scope, job_id)]
    died = "the worker died or stood still while it held the job"
    assert made == [("test", "retry", "the first failure"), ("test", "retry", died), ("test", "dead", "the end")]


def test_whoever_reads_while_they_are_written_misses_none_and_sees_none_twice(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
) -> None:
    job_id = ask(ledger, scope)
    job = claim(keeper, job_id)

    def read() -> list[int]:
        seen: list[int] = []
        while len(seen) < 83:
            seen += numbers(jobs, scope, job_id, seen[-1] if seen else 0)
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(80):
            go_on(keeper, job, number)
        keeper.succeed(job)
    assert [reader.result() for reader in readers] == [list(range(1, 84))] * 3


def test_the_last_ones_are_kept_without_a_gap(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
) -> None:
    job_id = ask(ledger, scope)
    job = claim(keeper, job_id)
    for number in range(KEPT + 10):
        go_on(keeper, job, number)
    last = KEPT + 12
    assert jobs.get(scope, job_id).last_event == last
    assert numbers(jobs, scope, job_id) == list(range(last - KEPT + 1, last + 1))
    assert numbers(jobs, scope, job_id, last - 3) == [last - 2, last - 1, last]
    assert numbers(jobs, scope, job_id, last) == []


def test_are_of_one_tenant_and_go_with_the_job(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
) -> None:
    job_id = ask(ledger, scope)
    stranger = ledger.tenant()
    assert numbers(jobs, stranger, job_id) == []
    with pytest.raises(JobNotFound):
        jobs.get(stranger, job_id)
    keeper.succeed(claim(keeper, job_id))
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute("UPDATE jobs SET updated_at = now() - interval '8 days'")
    keeper.fire_schedules()
    assert rows(ledger, "SELECT 1 FROM job_events WHERE job_id = %s", job_id) == []
    with pytest.raises(JobNotFound):
        jobs.get(scope, job_id)
