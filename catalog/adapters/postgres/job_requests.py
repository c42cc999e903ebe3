"""Asking for jobs inside the transaction that makes them necessary."""

from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Connection, func, text, update
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.tables import jobs
from catalog.jobs.model import JobKind, JobState, NewJob, Summons
from catalog.telemetry import current_request_id
from catalog.tenancy import TenantScope

_ONE_ACTIVE = text("state IN ('queued', 'running', 'retry')")


@dataclass(frozen=True, slots=True)
class PostgresJobRequests:
    """JobRequests over one connection; `rings` is what to ring for after the commit."""

    connection: Connection
    scope: TenantScope
    rings: list[Summons] = field(default_factory=list)

    def ask(self, job: NewJob) -> None:
        """Write the job's row unless one like it is active."""
        job_id = uuid4()
        at_once = not job.delay
        statement = (
            insert(jobs)
            .values(
                tenant_id=self.scope.tenant_id,
                id=job_id,
                kind=job.kind,
                dedupe_key=job.dedupe_key,
                payload=job.payload,
                state=JobState.QUEUED,
                run_after=func.now() + job.delay,
                rung_at=func.now() if at_once else None,
                request_id=current_request_id(),
            )
            .on_conflict_do_nothing(
                index_elements=[jobs.c.tenant_id, jobs.c.kind, jobs.c.dedupe_key], index_where=_ONE_ACTIVE
            )
            .returning(jobs.c.id)
        )
        if self.connection.execute(statement).first() is not None and at_once:
            self.rings.append(Summons(job_id, 0, job.kind))

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
