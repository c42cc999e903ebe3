"""What the gauges are made of, on PostgreSQL: what waits, what is dead, how far the index is behind."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Select, text
from sqlalchemy.dialects import postgresql

from catalog.adapters.postgres.backlog import DEAD, DUE, OLDEST_CHANGE
from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.jobs.backlog import Waiting
from catalog.jobs.model import JobKind, JobState, QueueName
from catalog.tenancy import system_scope
from tests.contract.stores.conftest import Ledger

NEVER = dict.fromkeys(JobKind, 0)
LEASE = timedelta(minutes=5)
_WRITE = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state, run_after, created_at, updated_at)
    SELECT id, gen_random_uuid(), %s, gen_random_uuid(), '{}', %s, now() - %s::interval, now() - %s::interval,
           now() - %s::interval FROM tenants LIMIT 1
"""

_WRITE_MANY = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state, run_after)
    SELECT tenant.id, gen_random_uuid(), %s, gen_random_uuid(), '{}', %s, now() + number * interval '1 minute'
    FROM (SELECT id FROM tenants LIMIT 1) AS tenant, generate_series(1, %s) AS number
"""


@pytest.fixture
def keeper(ledger: Ledger) -> PostgresJobKeeper:
    """The ledger's keeper; there is a tenant, and nothing in the ledger."""
    ledger.tenant()
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute("DELETE FROM jobs")
    return PostgresJobKeeper(ledger.database)


def write(
    ledger: Ledger, kind: JobKind, state: JobState, *, due_s: float = 0, made_s: float = 0, ended_s: float = 0
) -> None:
    """A job that has been due, was made and was last changed that many seconds ago."""
    ages = [timedelta(seconds=age) for age in (due_s, made_s, ended_s)]
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute(_WRITE, (kind.value, state.value, *ages))


def test_an_empty_ledger_names_every_queue_and_kind(keeper: PostgresJobKeeper) -> None:
    found = keeper.backlog()
    assert found.queues == dict.fromkeys(QueueName, Waiting(0, 0.0))
    assert (found.dead, found.outbox_lag_s) == (NEVER, 0.0)


def test_what_waits_is_counted_by_queue_and_by_the_oldest(ledger: Ledger, keeper: PostgresJobKeeper) -> None:
    write(ledger, JobKind.FINISH_INGEST, JobState.QUEUED, due_s=30)
    write(ledger, JobKind.SYNC_PAYLOAD, JobState.RETRY, due_s=5000)
    write(ledger, JobKind.FINISH_INGEST, JobState.QUEUED, due_s=-3600)
    write(ledger, JobKind.FINISH_INGEST, JobState.RUNNING, due_s=9000)
    write(ledger, JobKind.MAKE_THUMBNAILS, JobState.SUCCEEDED, due_s=9000)
    found = keeper.backlog()
    assert found.queues[QueueName.BATCH] == Waiting(0, 0.0)
    interactive = found.queues[QueueName.INTERACTIVE]
    assert interactive.due == 2
    assert 5000 <= interactive.oldest_s < 6000


def test_the_dead_count_for_seven_days(ledger: Ledger, keeper: PostgresJobKeeper) -> None:
    write(ledger, JobKind.MAKE_THUMBNAILS, JobState.DEAD, ended_s=6 * 86400)
    write(ledger, JobKind.MAKE_THUMBNAILS, JobState.DEAD, ended_s=8 * 86400)
    write(ledger, JobKind.MAKE_THUMBNAILS, JobState.CANCELLED)
    assert keeper.backlog().dead == {**NEVER, JobKind.MAKE_THUMBNAILS: 1}


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RETRY, JobState.RUNNING])
@pytest.mark.parametrize("kind", [JobKind.FINISH_INGEST, JobKind.SYNC_PAYLOAD])
def test_the_index_is_behind_by_the_oldest_change_due_or_not(
    ledger: Ledger, keeper: PostgresJobKeeper, kind: JobKind, state: JobState
) -> None:
    write(ledger, kind, state, due_s=-3600, made_s=400)
    write(ledger, kind, JobState.QUEUED, made_s=10)
    assert 400 <= keeper.backlog().outbox_lag_s < 1400


def test_what_the_index_never_hears_of_does_not_count(ledger: Ledger, keeper: PostgresJobKeeper) -> None:
    write(ledger, JobKind.MAKE_THUMBNAILS, JobState.QUEUED, made_s=400)
    write(ledger, JobKind.SYNC_PAYLOAD, JobState.SUCCEEDED, made_s=400)
    write(ledger, JobKind.SYNC_PAYLOAD, JobState.DEAD, made_s=400)
    assert keeper.backlog().outbox_lag_s == 0


def test_a_claim_says_for_how_long_the_job_was_due(ledger: Ledger, keeper: PostgresJobKeeper) -> None:
    write(ledger, JobKind.SYNC_PAYLOAD, JobState.QUEUED, due_s=500)
    [summons] = keeper.due(unheard=LEASE, limit=1)
    job = keeper.claim(summons.job_id, 0, owner="test", lease=LEASE)
    assert job is not None
    assert 500 <= job.waited_s < 1500
    assert keeper.claim(uuid4(), 0, owner="test", lease=LEASE) is None


@pytest.mark.parametrize(
    ("question", "index"), [(DUE, "jobs_due"), (DEAD, "jobs_dead"), (OLDEST_CHANGE, "jobs_outbox")]
)
def test_each_question_is_answered_by_its_index(
    ledger: Ledger, keeper: PostgresJobKeeper, question: Select[Any], index: str
) -> None:
    """Among many that are done and many that wait for their hour, so that no other way comes near in cost."""
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute(_WRITE_MANY, ("make_thumbnails", "succeeded", 5000))
        connection.execute(_WRITE_MANY, ("sync_payload", "queued", 3000))
        connection.execute("ANALYZE jobs")
    compiled = question.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]  # SQLAlchemy does not say
    with ledger.database.connection(system_scope()) as connected:
        plan: Sequence[str] = connected.execute(text(f"EXPLAIN {compiled}")).scalars().all()
    assert f" {index} " in "\n".join(plan)
