"""Asking for jobs inside the transaction that makes them necessary."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Select, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.tables import jobs
from catalog.jobs.model import UNFINISHED, JobKind, JobState, NewJob, Summons
from catalog.telemetry import current_request_id
from catalog.tenancy import TenantScope

_ONE_ACTIVE = text("state IN ('queued', 'running', 'retry', 'paused')")


@dataclass(frozen=True, slots=True)
class PostgresJobRequests:
    """JobRequests over one connection; `rings` is what to ring for after the commit."""

    connection: Connection
    scope: TenantScope
    rings: list[Summons] = field(default_factory=list)

    def ask(self, job: NewJob) -> None:
        """Write the job's row unless one like it is unfinished."""
        self._write(job)

    def ask_or_find(self, job: NewJob) -> tuple[UUID, bool]:
        """Write the job's row, or find the unfinished one like it."""
        # Between the two statements the other one may end, and then this one may be written.
        while True:
            if (written := self._write(job)) is not None:
                return written, True
            if (found := self.connection.execute(self._like(job)).scalar()) is not None:
                return found, False

    def _write(self, job: NewJob) -> UUID | None:
        at_once = not job.delay
        statement = (
            insert(jobs)
            .values(
                tenant_id=self.scope.tenant_id,
                id=uuid4(),
                kind=job.kind,
                dedupe_key=job.dedupe_key,
                payload=job.payload,
                state=JobState.QUEUED,
                run_after=func.now() + job.delay,
                rung_at=func.now() if at_once else None,
                request_id=current_request_id(),
                asked_by=job.asked_by,
            )
            .on_conflict_do_nothing(
                index_elements=[jobs.c.tenant_id, jobs.c.kind, jobs.c.dedupe_key], index_where=_ONE_ACTIVE
            )
            .returning(jobs.c.id)
        )
        written: UUID | None = self.connection.execute(statement).scalar()
        if written is not None and at_once:
            self.rings.append(Summons(written, 0, job.kind))
        return written

    def _like(self, job: NewJob) -> Select[Any]:
        return select(jobs.c.id).where(
            jobs.c.tenant_id == self.scope.tenant_id,
            jobs.c.kind == job.kind,
            jobs.c.dedupe_key == job.dedupe_key,
            jobs.c.state.in_(UNFINISHED),
        )

    def settle(self, kind: JobKind, dedupe_key: str) -> None:
        """Mark the waiting job as succeeded; one that is running ends by itself."""
        self.connection.execute(
            update(jobs)
            .where(
                jobs.c.tenant_id == self.scope.tenant_id,
                jobs.c.kind == kind,
                jobs.c.dedupe_key == dedupe_key,
                jobs.c.state.in_((JobState.QUEUED, JobState.RETRY)),
            )
            .values(state=JobState.SUCCEEDED, updated_at=func.now())
        )
