"""A worker that is told to stop hands its job back: due and rung for, no attempt lost, and no more to say of it."""

from datetime import timedelta

import pytest

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.test_job_ledger import ask, claim, keeper, rows, scope, state

__all__ = ["keeper", "scope"]
HOUR = timedelta(hours=1)


def test_it_is_due_at_once_and_its_attempt_does_not_count(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
) -> None:
    job_id = ask(ledger, scope)
    job = claim(keeper, job_id, lease=HOUR)
    ledger.bell.rung.clear()
    assert keeper.hand_back(job)
    assert state(ledger, job_id)[:2] == ("retry", 0)
    assert [(summons.job_id, summons.attempt) for summons in ledger.bell.rung] == [(job_id, 0)]
    assert claim(keeper, job_id).attempt == 1


def test_the_next_holder_has_it_alone(ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope) -> None:
    job_id = ask(ledger, scope)
    first = claim(keeper, job_id)
    assert keeper.hand_back(first)
    assert not keeper.succeed(first), "between two holders nobody may record an end"
    second = claim(keeper, job_id)
    assert second.fence > first.fence
    assert not any((keeper.hand_back(first), keeper.succeed(first), keeper.renew(first, lease=HOUR)))
    keeper.retry(first, error="late", delay=HOUR)
    keeper.bury(first, error="late")
    assert state(ledger, job_id)[0] == "running"
    assert keeper.succeed(second)


def test_handing_back_again_and_again_never_buries(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
) -> None:
    job_id = ask(ledger, scope)
    for _ in range(20):
        assert keeper.hand_back(claim(keeper, job_id))
    assert state(ledger, job_id)[:2] == ("retry", 0)
    assert rows(ledger, "SELECT fence FROM jobs WHERE id = %s", job_id) == [(20,)]


@pytest.mark.parametrize("end", ["succeed", "bury"])
def test_what_has_ended_stays_ended(ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope, end: str) -> None:
    job = claim(keeper, ask(ledger, scope))
    keeper.succeed(job) if end == "succeed" else keeper.bury(job, error="refused")
    assert not keeper.hand_back(job)
    assert state(ledger, job.job_id)[0] == ("succeeded" if end == "succeed" else "dead")
