"""What people do with jobs: look, wait, stop them and set them going again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.errors import JobNotFound
from catalog.jobs.model import JobKind
from catalog.jobs.orders import Order
from catalog.jobs.ports import JobLedger, JobListing
from catalog.jobs.view import Attempt, JobEvent, JobView, attempts_in
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class JobService:
    """The jobs of one tenant. Every method raises DatabaseUnavailable."""

    ledger: JobLedger

    def list_page(self, scope: TenantScope, listing: JobListing) -> list[JobView]:
        """One page of the tenant's jobs, newest first."""
        return self.ledger.list_page(scope, listing)

    def get(self, scope: TenantScope, job_id: UUID) -> JobView:
        """The job. Raises JobNotFound."""
        found = self.ledger.find(scope, [job_id])
        if job_id not in found:
            raise JobNotFound("there is no job with that id")
        return found[job_id]

    def find(self, scope: TenantScope, job_ids: Sequence[UUID]) -> dict[UUID, JobView]:
        """Those of the ids that name a job of the tenant's, by id."""
        return self.ledger.find(scope, job_ids)

    def latest(self, scope: TenantScope, kind: JobKind, dedupe_key: str) -> JobView | None:
        """The newest job of the kind and dedupe key, over or not; None when there is none any more."""
        return self.ledger.latest(scope, kind, dedupe_key)

    def attempts(self, scope: TenantScope, job_id: UUID) -> list[Attempt]:
        """The attempts that the job's events still tell of, oldest first."""
        return attempts_in(self.events_after(scope, job_id, 0))

    def events_after(self, scope: TenantScope, job_id: UUID, seq: int) -> list[JobEvent]:
        """The job's events past `seq` without a gap, as far back as they are kept: the last 500."""
        return self.ledger.events_after(scope, job_id, seq)

    def pause(self, scope: TenantScope, job_id: UUID) -> JobView:
        """Stop it where it can go on later. Raises JobNotFound, JobNotControllable or JobStateConflict."""
        return self.order(scope, job_id, Order.PAUSE)

    def resume(self, scope: TenantScope, job_id: UUID) -> JobView:
        """Let it go on from where it was paused. Raises as pause does."""
        return self.order(scope, job_id, Order.RESUME)

    def cancel(self, scope: TenantScope, job_id: UUID) -> JobView:
        """End it. Raises as pause does."""
        return self.order(scope, job_id, Order.CANCEL)

    def retry(self, scope: TenantScope, job_id: UUID) -> JobView:
        """Set a dead or cancelled one going again, from its last checkpoint. Raises JobNotFound or JobStateConflict."""
        return self.order(scope, job_id, Order.RETRY)

    def order(self, scope: TenantScope, job_id: UUID, order: Order) -> JobView:
        """Do what is ordered; the job as it then stands. Doing it twice is doing it once."""
        return self.ledger.order(scope, job_id, order)
