"""The ledger as the people of one tenant see it: lists, events, and orders carried out with the row held."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal_column, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import job_events, jobs
from catalog.errors import JobNotFound, JobStateConflict
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import JobKind, JobState, Summons
from catalog.jobs.orders import Change, Order, obey
from catalog.jobs.ports import JobListing
from catalog.jobs.view import JobEvent, JobView
from catalog.tenancy import TenantScope

_STANDS_IN_THE_WAY: Final = "another job of its kind for the same thing is unfinished; it does the work"


@dataclass(frozen=True, slots=True)
class PostgresJobLedger:
    """JobLedger over the ledger's tables."""

    database: Database

    def list_page(self, scope: TenantScope, listing: JobListing) -> list[JobView]:
        """The tenant's jobs, newest first."""
        wanted = [jobs.c.tenant_id == scope.tenant_id]
        if listing.kind is not None:
            wanted.append(jobs.c.kind == listing.kind)
        if listing.state is not None:
            wanted += _in_state(listing.state)
        if listing.after is not None:
            wanted.append(tuple_(jobs.c.created_at, jobs.c.id) < tuple_(*listing.after))
        newest_first = (jobs.c.created_at.desc(), jobs.c.id.desc())
        return self._viewed(scope, select(jobs).where(*wanted).order_by(*newest_first).limit(listing.limit))

    def find(self, scope: TenantScope, job_ids: Sequence[UUID]) -> dict[UUID, JobView]:
        """Those of the ids that name a job of the tenant's."""
        found = self._viewed(scope, _own(scope).where(jobs.c.id.in_(job_ids)))
        return {view.job_id: view for view in found}

    def latest(self, scope: TenantScope, kind: JobKind, dedupe_key: str) -> JobView | None:
        """The newest job of the kind and dedupe key."""
        like = _own(scope).where(jobs.c.kind == kind, jobs.c.dedupe_key == dedupe_key)
        found = self._viewed(scope, like.order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(1))
        return found[0] if found else None

    def events_after(self, scope: TenantScope, job_id: UUID, seq: int) -> list[JobEvent]:
        """The job's events past `seq` that are kept, in order."""
        statement = (
            select(job_events)
            .where(job_events.c.tenant_id == scope.tenant_id, job_events.c.job_id == job_id, job_events.c.seq > seq)
            .order_by(job_events.c.seq)
        )
        with self.database.connection(scope) as connection:
            rows = connection.execute(statement).all()
        return [JobEvent(row.seq, row.name, row.data, row.at) for row in rows]

    def order(self, scope: TenantScope, job_id: UUID, order: Order) -> JobView:
        """Do what `obey` makes of the order, with the row held."""
        try:
            with self.database.connection(scope) as connection:
                job, change = _ordered(connection, scope, job_id, order)
        except IntegrityError:
            raise JobStateConflict(self.find(scope, [job_id])[job_id].state, order, _STANDS_IN_THE_WAY) from None
        if change is not None and change.starts_anew:
            self.database.ring([Summons(job.job_id, job.attempt, job.kind)])
        return job

    def _viewed(self, scope: TenantScope, statement: Select[Any]) -> list[JobView]:
        with self.database.connection(scope) as connection:
            return [_view(row) for row in connection.execute(statement)]


def _own(scope: TenantScope) -> Select[Any]:
    return select(jobs).where(jobs.c.tenant_id == scope.tenant_id)


def _in_state(state: JobState) -> list[ColumnElement[bool]]:
    """What succeeded is nearly all; the rest has an index of its own, which is used where the statement spells it."""
    if state is JobState.SUCCEEDED:
        return [jobs.c.state == state]
    return [jobs.c.state == state, jobs.c.state != literal_column(f"'{JobState.SUCCEEDED}'")]


def _ordered(connection: Connection, scope: TenantScope, job_id: UUID, order: Order) -> tuple[JobView, Change | None]:
    row = connection.execute(_own(scope).where(jobs.c.id == job_id).with_for_update()).first()
    if row is None:
        raise JobNotFound("there is no job with that id")
    change = obey(_view(row), order)
    if change is None:
        return _view(row), None
    statement = update(jobs).where(jobs.c.tenant_id == scope.tenant_id, jobs.c.id == job_id)
    changed = connection.execute(statement.values(_values(change)).returning(jobs)).one()
    return _view(changed), change


def _values(change: Change) -> dict[str, Any]:
    values: dict[str, Any] = {
        "state": change.state,
        "pause_requested": change.pause_requested,
        "cancel_requested": change.cancel_requested,
        "updated_at": func.now(),
    }
    if change.is_taken_away:
        values["fence"] = jobs.c.fence + 1
    if change.starts_anew:
        values |= {"attempt": 0, "run_after": func.now(), "rung_at": func.now()}
    if change.forgets_crashes:
        values["crashes"] = 0
    return values


def _view(row: Row[Any]) -> JobView:
    return JobView(
        job_id=row.id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        dedupe_key=row.dedupe_key,
        payload=row.payload,
        progress=None if row.progress is None else JobProgress(**row.progress),
        attempt=row.attempt,
        crashes=row.crashes,
        pause_requested=row.pause_requested,
        cancel_requested=row.cancel_requested,
        created_at=row.created_at,
        run_after=row.run_after,
        started_at=row.started_at,
        finished_at=row.finished_at,
        error=row.error,
        trace=row.trace,
        request_id=row.request_id,
        asked_by=row.asked_by,
        last_event=row.last_event,
    )
