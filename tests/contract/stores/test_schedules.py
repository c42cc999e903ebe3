"""What the clock asks for, on PostgreSQL: once for each tenant and slot whoever looks, and once after an outage."""

from concurrent.futures import ThreadPoolExecutor

import psycopg

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.schedules import BEGINS_S
from catalog.jobs.schedules import SCHEDULES
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.test_job_ledger import keeper, rows, scope

__all__ = ["keeper", "scope"]


def asked(ledger: Ledger, scope: TenantScope) -> list[str]:
    """The kinds of the tenant's jobs, each as often as it was asked for."""
    found = rows(ledger, "SELECT kind FROM jobs WHERE tenant_id = %s ORDER BY kind", scope.tenant_id)
    return [kind for (kind,) in found]


def move(ledger: Ledger, statement: str) -> None:
    """What time or people do."""
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute(statement.encode())


EACH_ONCE = sorted(one.kind.value for one in SCHEDULES)


def test_each_fires_once_for_each_tenant_whoever_keeps_the_clock(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
) -> None:
    other = ledger.tenant()
    tenants = rows(ledger, "SELECT count(*) FROM tenants")[0][0]
    with ThreadPoolExecutor(6) as pool:
        fired = list(pool.map(lambda _: keeper.fire_schedules(), range(6)))
    # The clock may strike between two of them, but what is unfinished is not asked for again.
    assert sum(fired) == tenants * len(SCHEDULES)
    assert asked(ledger, scope) == asked(ledger, other) == EACH_ONCE


def test_what_an_outage_missed_is_made_up_for_once(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
) -> None:
    keeper.fire_schedules()
    move(ledger, "UPDATE jobs SET state = 'succeeded'")
    move(ledger, "UPDATE schedule_slots SET slot = slot - interval '3 days'")
    for _ in range(3):
        keeper.fire_schedules()
    assert asked(ledger, scope) == sorted(EACH_ONCE * 2)


def test_one_that_is_unfinished_is_not_asked_for_again(
    ledger: Ledger, keeper: PostgresJobKeeper, scope: TenantScope
) -> None:
    keeper.fire_schedules()
    move(ledger, "UPDATE jobs SET state = 'paused'")
    move(ledger, "UPDATE schedule_slots SET slot = slot - interval '3 days'")
    assert keeper.fire_schedules() == 0
    assert asked(ledger, scope) == EACH_ONCE


def test_days_of_tenants_begin_at_times_of_their_own(ledger: Ledger) -> None:
    ids = [str(ledger.tenant().tenant_id) for _ in range(20)]
    query = f"SELECT {BEGINS_S} FROM tenants WHERE id = ANY(%s::uuid[])"  # noqa: S608 - our own words
    begins = [second for (second,) in rows(ledger, query, ids)]
    assert all(0 <= second < 86_400 for second in begins)
    assert len(set(begins)) > 15
