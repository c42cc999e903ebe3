"""The ledger across tenants: claims with leases and fences, retries, the dead, what is due, what the clock asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, Update, case, func, or_, select, text, update

from catalog.adapters.postgres.backlog import backlog_seen_by
from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import jobs
from catalog.jobs.model import DECLARATIONS, Backlog, ClaimedJob, JobKind, JobState, Payload, Summons
from catalog.tenancy import job_scope, system_scope

_WAITING: Final = (JobState.QUEUED, JobState.RETRY)

# One row per tenant and hour; the first scheduler to write it asks for the job, the others find it written.
_FIRE_HOURLY: Final = text("""
    WITH slots AS (
        INSERT INTO schedule_slots (tenant_id, name, slot)
        SELECT id, CAST(:kind AS varchar), date_trunc('hour', now()) FROM tenants
        ON CONFLICT DO NOTHING
        RETURNING tenant_id
    )
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    SELECT tenant_id, gen_random_uuid(), :kind, 'schedule', '{}', 'queued' FROM slots
    ON CONFLICT DO NOTHING
""")
_FORGET_SLOTS: Final = text("DELETE FROM schedule_slots WHERE slot < now() - interval '2 days'")
_FORGET_UPLOADS: Final = text("DELETE FROM uploads WHERE ingested_at < now() - interval '2 days'")
# What succeeded is of no further use; what is dead stays until somebody has looked at it.
_FORGET_JOBS: Final = text("DELETE FROM jobs WHERE state = 'succeeded' AND updated_at < now() - interval '7 days'")


@dataclass(frozen=True, slots=True)
class PostgresJobKeeper:
    """JobKeeper over the ledger's table. Attempts are counted at the claim, so that a crash counts."""

    database: Database

    def claim(self, job_id: UUID, attempt: int, *, owner: str, lease: timedelta) -> ClaimedJob | None:
        """Take the job if that attempt is still to be made."""
        statement = (
            update(jobs)
            .where(
                jobs.c.id == job_id,
                jobs.c.attempt == attempt,
                jobs.c.state.in_(_WAITING),
                jobs.c.run_after <= func.now(),
            )
            .values(
                state=JobState.RUNNING,
                attempt=jobs.c.attempt + 1,
                fence=jobs.c.fence + 1,
                lease_owner=owner,
                lease_until=func.now() + lease,
                updated_at=func.now(),
            )
            .returning(jobs, _seconds_since(jobs.c.run_after).label("waited_s"))
        )
        with self.database.connection(system_scope()) as connection:
            row = connection.execute(statement).first()
        return None if row is None else _claimed(row)

    def renew(self, job: ClaimedJob, *, lease: timedelta) -> bool:
        """Prolong the lease; False when it was lost."""
        return self._changed(_held(job).values(lease_until=func.now() + lease))

    def succeed(self, job: ClaimedJob) -> bool:
        """Record success; False when the lease was lost meanwhile."""
        return self._changed(_held(job).values(state=JobState.SUCCEEDED, error=None, updated_at=func.now()))

    def carry_on(self, job: ClaimedJob, payload: Payload) -> bool:
        """Put the job back in line with what is left to do and all its attempts; False when the lease was lost."""
        return self._due_now(job, attempt=0, state=JobState.QUEUED, payload=payload, error=None)

    def retry(self, job: ClaimedJob, *, error: str, delay: timedelta) -> None:
        """Put the job back in line, or bury it after its kind's last attempt."""
        if job.attempt >= DECLARATIONS[job.kind].max_attempts:
            self.bury(job, error=error)
            return
        statement = _held(job).values(
            state=JobState.RETRY, run_after=func.now() + delay, rung_at=None, error=error, updated_at=func.now()
        )
        self._changed(statement)

    def bury(self, job: ClaimedJob, *, error: str) -> None:
        """Record a failure that will not pass."""
        self._changed(_held(job).values(state=JobState.DEAD, error=error, updated_at=func.now()))

    def hand_back(self, job: ClaimedJob) -> bool:
        """Put the job back in line, due now and rung for, its attempt not counted; False when the lease was lost."""
        told = "the worker was told to stop while it held the job"
        return self._due_now(job, attempt=job.attempt - 1, state=JobState.RETRY, error=told)

    def release_expired(self, *, limit: int) -> int:
        """Put jobs whose lease ran out back in line, or bury those out of attempts."""
        expired = (
            select(jobs.c.id)
            .where(jobs.c.state == JobState.RUNNING, jobs.c.lease_until < func.now())
            .limit(limit)
            .with_for_update(skip_locked=True)
            # As a plain subquery it may be run once for each row, each time past those it has locked: no limit at all.
            .cte("expired")
            .prefix_with("MATERIALIZED")
        )
        statement = (
            update(jobs)
            .where(jobs.c.id.in_(select(expired.c.id)))
            .values(
                state=case((jobs.c.attempt >= _max_attempts(), JobState.DEAD), else_=JobState.RETRY),
                run_after=func.now(),
                rung_at=None,
                error="the worker died or stood still while it held the job",
                updated_at=func.now(),
            )
        )
        with self.database.connection(system_scope()) as connection:
            return connection.execute(statement).rowcount

    def due(self, *, unheard: timedelta, limit: int) -> list[Summons]:
        """Jobs that may run and were never rung, or not taken since; they are marked as rung."""
        with self.database.connection(system_scope()) as connection:
            rows = connection.execute(_due(unheard, limit)).all()
            _mark_rung(connection, [row.id for row in rows])
        return [Summons(row.id, row.attempt, JobKind(row.kind)) for row in rows]

    def backlog(self) -> Backlog:
        """What waits, what is dead and how far the index is behind, over all tenants."""
        with self.database.connection(system_scope()) as connection:
            return backlog_seen_by(connection)

    def fire_schedules(self) -> int:
        """Ask for the hourly orphan sweep of every tenant, once."""
        with self.database.connection(system_scope()) as connection:
            fired = connection.execute(_FIRE_HOURLY, {"kind": JobKind.SWEEP_ORPHANS.value}).rowcount
            if fired:
                connection.execute(_FORGET_SLOTS)
                connection.execute(_FORGET_UPLOADS)
                connection.execute(_FORGET_JOBS)
            return fired

    def _due_now(self, job: ClaimedJob, *, attempt: int, **values: Any) -> bool:
        """Put a held job back in line, to be taken at once, and ring for it; False when the lease was lost."""
        again = _held(job).values(
            attempt=attempt, run_after=func.now(), rung_at=func.now(), updated_at=func.now(), **values
        )
        if not self._changed(again):
            return False
        self.database.ring([Summons(job.job_id, attempt, job.kind)])
        return True

    def _changed(self, statement: Update) -> bool:
        with self.database.connection(system_scope()) as connection:
            return connection.execute(statement).rowcount == 1


def _held(job: ClaimedJob) -> Update:
    """An update that touches the row only while this claim holds it."""
    return update(jobs).where(jobs.c.id == job.job_id, jobs.c.fence == job.fence, jobs.c.state == JobState.RUNNING)


def _due(unheard: timedelta, limit: int) -> Select[Any]:
    not_heard = or_(jobs.c.rung_at.is_(None), jobs.c.rung_at < func.now() - unheard)
    return (
        select(jobs.c.id, jobs.c.attempt, jobs.c.kind)
        .where(jobs.c.state.in_(_WAITING), jobs.c.run_after <= func.now(), not_heard)
        .order_by(jobs.c.run_after)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _mark_rung(connection: Connection, job_ids: Sequence[UUID]) -> None:
    if job_ids:
        connection.execute(update(jobs).where(jobs.c.id.in_(job_ids)).values(rung_at=func.now()))


def _seconds_since(moment: Any) -> Any:
    return func.extract("epoch", func.now() - moment)


def _max_attempts() -> Any:
    return case({kind.value: declared.max_attempts for kind, declared in DECLARATIONS.items()}, value=jobs.c.kind)


def _claimed(row: Any) -> ClaimedJob:
    return ClaimedJob(
        job_id=row.id,
        kind=JobKind(row.kind),
        scope=job_scope(row.tenant_id),
        payload=row.payload,
        attempt=row.attempt,
        fence=row.fence,
        request_id=row.request_id,
        waited_s=float(row.waited_s),
    )
