"""The job ledger on PostgreSQL: one claim for each attempt, leases that end, fences, retries, the dead."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.jobs.model import DECLARATIONS, ClaimedJob, JobKind, NewJob
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger

LEASE = timedelta(minutes=5)
NO_TIME = timedelta(0)
GONE = timedelta(seconds=-1)
KIND = JobKind.MAKE_THUMBNAILS


@pytest.fixture
def keeper(ledger: Ledger) -> PostgresJobKeeper:
    """The ledger's keeper; nothing is in the ledger."""
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute("DELETE FROM jobs")
        connection.execute("DELETE FROM schedule_slots")
    ledger.bell.rung.clear()
    return PostgresJobKeeper(ledger.database)


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


def ask(ledger: Ledger, scope: TenantScope, key: str = "k", delay: timedelta = NO_TIME) -> UUID:
    """Ask for a job; its id."""
    with ledger.database(scope) as tx:
        tx.jobs.ask(NewJob(KIND, key, {"image_id": key}, delay))
    [job_id] = rows(ledger, "SELECT id FROM jobs WHERE tenant_id = %s AND dedupe_key = %s", scope.tenant_id, key)[-1]
    return UUID(str(job_id))


def rows(ledger: Ledger, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the owner of the database sees."""
    with psycopg.connect(ledger.owner_url) as connection:
        return connection.execute(query.encode(), values).fetchall()


def state(ledger: Ledger, job_id: UUID) -> tuple[Any, ...]:
    """The job's state, attempts and error."""
    [found] = rows(ledger, "SELECT state, attempt, error FROM jobs WHERE id = %s", job_id)
    return found


def claim(keeper: PostgresJobKeeper, job_id: UUID, attempt: int = 0, lease: timedelta = LEASE) -> ClaimedJob:
    """Take the job."""
    job = keeper.claim(job_id, attempt, owner="test", lease=lease)
    assert job is not None
    return job


class TestAsking:
    def test_rings_once_it_is_committed(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        with ledger.database(scope) as tx:
            tx.jobs.ask(NewJob(KIND, "k"))
            assert ledger.bell.rung == []
        [summons] = ledger.bell.rung
        assert (summons.kind, summons.attempt) == (KIND, 0)
        assert claim(keeper, summons.job_id).scope == scope

    def test_rings_for_nothing_that_was_rolled_back(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        with suppress(ZeroDivisionError), ledger.database(scope) as tx:
            tx.jobs.ask(NewJob(KIND, "k"))
            raise ZeroDivisionError
        assert ledger.bell.rung == []
        assert rows(ledger, "SELECT id FROM jobs") == []

    def test_twice_makes_one_active_job(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        first = ask(ledger, scope)
        assert ask(ledger, scope) == first
        job = claim(keeper, first)
        assert ask(ledger, scope) == first, "a running job is active"
        assert keeper.succeed(job)
        ask(ledger, scope)
        assert len(rows(ledger, "SELECT id FROM jobs")) == 2, "a job that has ended is not"
        ask(ledger, ledger.tenant())
        assert len(rows(ledger, "SELECT id FROM jobs")) == 3, "tenants do not share"

    def test_at_once_by_many_makes_one(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        with ThreadPoolExecutor(10) as pool:
            list(pool.map(lambda _: ask(ledger, scope), range(10)))
        assert len(rows(ledger, "SELECT id FROM jobs")) == 1
        assert len(ledger.bell.rung) == 1

    def test_settling_ends_what_waits_and_not_what_runs(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        waiting, running = ask(ledger, scope, "waiting"), ask(ledger, scope, "running")
        job = claim(keeper, running)
        with ledger.database(scope) as tx:
            tx.jobs.settle(KIND, "waiting")
            tx.jobs.settle(KIND, "running")
            tx.jobs.settle(KIND, "nothing")
        assert state(ledger, waiting)[0] == "succeeded"
        assert state(ledger, running)[0] == "running"
        assert keeper.claim(waiting, 0, owner="late", lease=LEASE) is None
        assert keeper.succeed(job)

    def test_settling_keeps_to_its_tenant(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        job_id = ask(ledger, scope)
        with ledger.database(ledger.tenant()) as tx:
            tx.jobs.settle(KIND, "k")
        assert state(ledger, job_id)[0] == "queued"


class TestClaiming:
    def test_gives_an_attempt_to_one(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        job_id = ask(ledger, scope)
        with ThreadPoolExecutor(12) as pool:
            claims = list(pool.map(lambda n: keeper.claim(job_id, 0, owner=str(n), lease=LEASE), range(12)))
        [job] = [one for one in claims if one is not None]
        assert (job.job_id, job.kind, job.scope, job.payload) == (job_id, KIND, scope, {"image_id": "k"})
        assert (job.attempt, job.fence) == (1, 1)

    def test_comes_too_early_too_late_or_for_nothing(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        later = ask(ledger, scope, "later", timedelta(hours=1))
        assert ledger.bell.rung == [], "nobody is called for what must wait"
        assert keeper.claim(later, 0, owner="early", lease=LEASE) is None
        now = ask(ledger, scope, "now")
        assert keeper.claim(now, 1, owner="another attempt", lease=LEASE) is None
        assert keeper.claim(uuid4(), 0, owner="nothing", lease=LEASE) is None
        keeper.succeed(claim(keeper, now))
        assert keeper.claim(now, 1, owner="done", lease=LEASE) is None


class TestFence:
    def test_a_lost_lease_writes_nothing(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        job_id = ask(ledger, scope)
        lost = claim(keeper, job_id, lease=GONE)
        assert keeper.release_expired(limit=10) == 1
        held = claim(keeper, job_id, attempt=1)
        assert held.fence > lost.fence
        assert not keeper.succeed(lost)
        assert not keeper.renew(lost, lease=LEASE)
        keeper.retry(lost, error="late", delay=NO_TIME)
        keeper.bury(lost, error="late")
        assert state(ledger, job_id)[:2] == ("running", 2)
        assert keeper.renew(held, lease=LEASE)
        assert keeper.succeed(held)
        assert not keeper.succeed(held)
        assert state(ledger, job_id) == ("succeeded", 2, None)

    def test_a_renewed_lease_is_not_taken(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        job = claim(keeper, ask(ledger, scope), lease=GONE)
        assert keeper.renew(job, lease=LEASE)
        assert keeper.release_expired(limit=10) == 0


class TestFailing:
    def test_a_retry_waits_its_turn_and_the_last_one_is_buried(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id, most = ask(ledger, scope), DECLARATIONS[KIND].max_attempts
        for attempt in range(most):
            keeper.retry(claim(keeper, job_id, attempt), error=f"failure {attempt}", delay=NO_TIME)
        assert state(ledger, job_id) == ("dead", most, f"failure {most - 1}")
        assert keeper.due(unheard=NO_TIME, limit=10) == []
        ask(ledger, scope)
        assert len(rows(ledger, "SELECT id FROM jobs")) == 2, "a dead job does not stand in the way"

    def test_a_retry_with_a_delay_cannot_be_claimed(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id = ask(ledger, scope)
        keeper.retry(claim(keeper, job_id), error="later", delay=timedelta(hours=1))
        assert keeper.claim(job_id, 1, owner="early", lease=LEASE) is None
        assert keeper.due(unheard=NO_TIME, limit=10) == []
        assert keeper.backlog().queues[DECLARATIONS[KIND].queue].due == 0

    def test_what_will_not_pass_is_buried_at_once(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id = ask(ledger, scope)
        keeper.bury(claim(keeper, job_id), error="no such image")
        assert state(ledger, job_id) == ("dead", 1, "no such image")

    def test_one_that_kills_its_workers_dies(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id, most = ask(ledger, scope), DECLARATIONS[KIND].max_crashes
        for attempt in range(most):
            claim(keeper, job_id, attempt, lease=GONE)
            assert keeper.release_expired(limit=10) == 1
        assert state(ledger, job_id)[:2] == ("dead", most)
        assert keeper.release_expired(limit=10) == 0


class TestSweeping:
    def test_what_nobody_was_told_is_due_once(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id = ask(ledger, scope)
        hour = timedelta(hours=1)
        assert keeper.due(unheard=hour, limit=10) == [], "it was rung when it was asked for"
        keeper.retry(claim(keeper, job_id), error="once more", delay=NO_TIME)
        with ThreadPoolExecutor(4) as pool:
            found = [one for some in pool.map(lambda _: keeper.due(unheard=hour, limit=10), range(4)) for one in some]
        assert [one.job_id for one in found] == [job_id]

    def test_what_was_told_and_not_heard_is_due_again(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id = ask(ledger, scope)
        assert [one.job_id for one in keeper.due(unheard=GONE, limit=10)] == [job_id]
        assert keeper.backlog().queues[DECLARATIONS[KIND].queue].due == 1

    def test_a_released_job_is_due_with_its_next_attempt(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
    ) -> None:
        job_id = ask(ledger, scope)
        claim(keeper, job_id, lease=GONE)
        keeper.release_expired(limit=10)
        [summons] = keeper.due(unheard=timedelta(hours=1), limit=10)
        assert (summons.job_id, summons.attempt, summons.kind) == (job_id, 1, KIND)

    def test_limits_are_kept(self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
        jobs = [ask(ledger, scope, str(number)) for number in range(5)]
        assert len(keeper.due(unheard=GONE, limit=2)) == 2
        for job_id in jobs:
            claim(keeper, job_id, lease=GONE)
        assert [keeper.release_expired(limit=3) for _ in range(3)] == [3, 2, 0]
