"""The ledger across tenants: claims with leases and fences, checkpoints, retries, the dead, what is due."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, Update, case, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import JSONB

from catalog.adapters.postgres import schedules
from catalog.adapters.postgres.backlog import backlog_seen_by
from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.job_rows import (
    UNASKED,
    WAITING,
    claimed,
    held,
    is_held,
    most_attempts,
    most_crashes,
    seconds_since,
    unless_asked,
)
from catalog.adapters.postgres.tables import jobs
from catalog.jobs.backlog import Backlog
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import ClaimedJob, JobKind, JobState, Payload, Summons
from catalog.tenancy import system_scope

_DIED: Final = "the worker died or stood still while it held the job"
_FORGET_UPLOADS: Final = text("DELETE FROM uploads WHERE ingested_at < now() - interval '2 days'")
# What succeeded or was cancelled is of no further use; what is dead stays until somebody has looked at it.
_FORGET_JOBS: Final = text("""
    DELETE FROM jobs WHERE state IN ('succeeded', 'cancelled') AND updated_at < now() - interval '7 days'
""")


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
                jobs.c.state.in_(WAITING),
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
            .returning(jobs, seconds_since(jobs.c.run_after).label("waited_s"))
        )
        with self.database.connection(system_scope()) as connection:
            row = connection.execute(statement).first()
        return None if row is None else claimed(row)

    def renew(self, job: ClaimedJob, *, lease: timedelta) -> bool:
        """Prolong the lease; False when it was lost."""
        return self._state_after(held(job).values(lease_until=func.now() + lease)) is not None

    def checkpoint(self, job: ClaimedJob, progress: JobProgress, cursor: Payload | None) -> JobState | None:
        """Record how far the job is; the state that it is in now, None when the lease was lost."""
        again = {} if cursor is None else {"payload": cursor, **_counted_anew(cursor)}
        return self._state_after(
            held(job).values(
                state=unless_asked(JobState.RUNNING),
                progress=asdict(progress),
                updated_at=func.now(),
                **UNASKED,
                **again,
            )
        )

    def stop_if_asked(self, job: ClaimedJob) -> JobState | None:
        """The state that the job is in now, None when the lease was lost."""
        asked = or_(jobs.c.pause_requested, jobs.c.cancel_requested)
        with self.database.connection(system_scope()) as connection:
            is_asked = connection.execute(select(asked).where(is_held(job))).scalar()
        if not is_asked:
            return None if is_asked is None else JobState.RUNNING
        return self._state_after(
            held(job).values(state=unless_asked(JobState.RUNNING), updated_at=func.now(), **UNASKED)
        )

    def succeed(self, job: ClaimedJob) -> bool:
        """Record success; False when the lease was lost meanwhile."""
        done = held(job).values(state=JobState.SUCCEEDED, error=None, trace=None, updated_at=func.now(), **UNASKED)
        return self._state_after(done) is not None

    def carry_on(self, job: ClaimedJob, payload: Payload) -> bool:
        """Put the job back in line with what is left to do and all its attempts; False when the lease was lost."""
        left = {"payload": payload, **_counted_anew(payload), "attempt": 0, "error": None, "trace": None}
        return self._due_now(job, state=unless_asked(JobState.QUEUED), **left, **UNASKED)

    def retry(self, job: ClaimedJob, *, error: str, delay: timedelta, trace: str | None = None) -> None:
        """Put the job back in line, or bury it after its kind's last attempt."""
        spent = jobs.c.attempt >= most_attempts()
        self._state_after(
            held(job).values(
                state=unless_asked(JobState.RETRY, dead_if=spent),
                run_after=func.now() + delay,
                rung_at=None,
                error=error,
                trace=trace,
                updated_at=func.now(),
                **UNASKED,
            )
        )

    def bury(self, job: ClaimedJob, *, error: str, trace: str | None = None) -> None:
        """Record a failure that will not pass."""
        dead = {"state": JobState.DEAD, "error": error, "trace": trace}
        self._state_after(held(job).values(updated_at=func.now(), **dead, **UNASKED))

    def hand_back(self, job: ClaimedJob) -> bool:
        """Put the job back in line, due now and rung for, its attempt not counted; False when the lease was lost."""
        told = "the worker was told to stop while it held the job"
        again = {"attempt": jobs.c.attempt - 1, "error": told}
        return self._due_now(job, state=unless_asked(JobState.RETRY), **again, **UNASKED)

    def release_expired(self, *, limit: int) -> int:
        """Put jobs whose lease ran out back in line, or bury those that are out of attempts or kill their workers."""
        expired = (
            select(jobs.c.id)
            .where(jobs.c.state == JobState.RUNNING, jobs.c.lease_until < func.now())
            .limit(limit)
            .with_for_update(skip_locked=True)
            # As a plain subquery it may be run once for each row, each time past those it has locked: no limit at all.
            .cte("expired")
            .prefix_with("MATERIALIZED")
        )
        statement = update(jobs).where(jobs.c.id.in_(select(expired.c.id))).values(_crashed())
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
        """Ask for what the clock asks for; whoever does so also forgets what nobody needs any more."""
        with self.database.connection(system_scope()) as connection:
            fired = schedules.fire(connection)
            if fired:
                connection.execute(_FORGET_UPLOADS)
                connection.execute(_FORGET_JOBS)
            return fired

    def _due_now(self, job: ClaimedJob, **values: Any) -> bool:
        """Put a held job back in line, to be taken at once, and ring for it; False when the lease was lost."""
        again = held(job).values(run_after=func.now(), rung_at=func.now(), updated_at=func.now(), **values)
        with self.database.connection(system_scope()) as connection:
            row = connection.execute(again.returning(jobs.c.state, jobs.c.attempt)).first()
        if row is not None and row.state in WAITING:
            self.database.ring([Summons(job.job_id, row.attempt, job.kind)])
        return row is not None

    def _state_after(self, statement: Update) -> JobState | None:
        with self.database.connection(system_scope()) as connection:
            state = connection.execute(statement.returning(jobs.c.state)).scalar()
        return None if state is None else JobState(state)


def _counted_anew(cursor: Payload) -> dict[str, Any]:
    """Whoever gets further has all attempts and no crashes; the same cursor once more is no getting further."""
    is_further = jobs.c.payload != literal(cursor, JSONB)
    return {
        "attempt": case((is_further, 1), else_=jobs.c.attempt),
        "crashes": case((is_further, 0), else_=jobs.c.crashes),
    }


def _crashed() -> dict[str, Any]:
    """What becomes of a job whose worker died."""
    crashes = jobs.c.crashes + 1
    poison, spent = crashes >= most_crashes(), jobs.c.attempt >= most_attempts()
    told = func.concat("its workers died ", crashes, " times without getting further; the last one: ", _DIED)
    return {
        "state": unless_asked(JobState.RETRY, dead_if=or_(poison, spent)),
        "crashes": crashes,
        "run_after": func.now(),
        "rung_at": None,
        "error": case((poison, told), else_=_DIED),
        "trace": None,
        "updated_at": func.now(),
        **UNASKED,
    }


def _due(unheard: timedelta, limit: int) -> Select[Any]:
    not_heard = or_(jobs.c.rung_at.is_(None), jobs.c.rung_at < func.now() - unheard)
    return (
        select(jobs.c.id, jobs.c.attempt, jobs.c.kind)
        .where(jobs.c.state.in_(WAITING), jobs.c.run_after <= func.now(), not_heard)
        .order_by(jobs.c.run_after)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _mark_rung(connection: Connection, job_ids: Sequence[UUID]) -> None:
    if job_ids:
        connection.execute(update(jobs).where(jobs.c.id.in_(job_ids)).values(rung_at=func.now()))
