"""Whatever workers, the sweeper and people do to one job in whatever order, the ledger says what the rules say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.job_ledger import PostgresJobLedger
from catalog.errors import JobNotFound, JobStateConflict
from catalog.jobs.model import DECLARATIONS, JobState, NewJob, QueueName
from catalog.jobs.orders import Order
from catalog.jobs.ports import JobListing
from catalog.jobs.service import JobService
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.job_life import CRASHES, MOST, STOPPABLE, Life
from tests.contract.stores.test_job_ledger import KIND, ask, claim, keeper, scope

__all__ = ["keeper", "scope"]


@pytest.fixture
def jobs(ledger: Ledger) -> JobService:
    """What people do."""
    return JobService(PostgresJobLedger(ledger.database))


@contextmanager
def on_queue(queue: QueueName) -> Iterator[None]:
    """The kind is of this queue, with more attempts than crashes."""
    declared = replace(DECLARATIONS[STOPPABLE], queue=queue, max_attempts=MOST, max_crashes=CRASHES)
    with patch.dict(DECLARATIONS, {STOPPABLE: declared}):
        yield


@pytest.mark.parametrize("queue", QueueName)
def test_every_order_of_things_ends_where_the_rules_say(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService, queue: QueueName
) -> None:
    held = {"ledger": ledger, "keeper": keeper, "scope": scope, "jobs": jobs}
    with on_queue(queue):
        run_state_machine_as_test(
            type("LifeHere", (Life,), held),
            settings=settings(
                max_examples=30,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )


class TestOrders:
    def test_of_people_ring_for_what_is_due(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
    ) -> None:
        job_id = ask(ledger, scope)
        keeper.bury(claim(keeper, job_id), error="refused")
        ledger.bell.rung.clear()
        assert jobs.retry(scope, job_id).state is JobState.QUEUED
        assert [(one.job_id, one.attempt, one.kind) for one in ledger.bell.rung] == [(job_id, 0, KIND)]
        assert claim(keeper, job_id).fence == 2

    def test_leave_one_unfinished_job_for_the_same_thing(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
    ) -> None:
        dead = ask(ledger, scope)
        keeper.bury(claim(keeper, dead), error="refused")
        ask(ledger, scope)
        with pytest.raises(JobStateConflict):
            jobs.retry(scope, dead)
        assert jobs.get(scope, dead).state is JobState.DEAD

    def test_reach_no_other_tenant(
        self, ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
    ) -> None:
        job_id, stranger = ask(ledger, scope), ledger.tenant()
        for order in Order:
            with pytest.raises(JobNotFound):
                jobs.order(stranger, job_id, order)


def test_asking_finds_what_is_unfinished_paused_or_not(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
) -> None:
    def asked() -> tuple[UUID, bool]:
        with ledger.database(scope) as tx:
            return tx.jobs.ask_or_find(NewJob(STOPPABLE, "k"))

    first, is_new = asked()
    assert (is_new, asked()) == (True, (first, False))
    jobs.pause(scope, first)
    assert asked() == (first, False)
    jobs.cancel(scope, first)
    second, is_new = asked()
    assert is_new
    latest = jobs.latest(scope, STOPPABLE, "k")
    assert latest is not None
    assert latest.job_id == second != first


def test_pages_show_each_job_once_newest_first(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, jobs: JobService
) -> None:
    ids = [ask(ledger, scope, str(number)) for number in range(5)]
    ask(ledger, ledger.tenant(), "theirs")
    keeper.bury(claim(keeper, ids[1]), error="refused")
    pages: list[list[UUID]] = []
    after = None
    while page := jobs.list_page(scope, JobListing(None, None, after, 2)):
        pages.append([job.job_id for job in page])
        after = page[-1].created_at, page[-1].job_id
    assert pages == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]
    dead = jobs.list_page(scope, JobListing(KIND, JobState.DEAD, None, 10))
    assert [(job.job_id, job.error) for job in dead] == [(ids[1], "refused")]
    assert jobs.list_page(scope, JobListing(STOPPABLE, None, None, 10)) == []
