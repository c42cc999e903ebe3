"""The ledger as people see it, in a dict, and a row with telling defaults."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from catalog.errors import JobNotFound
from catalog.jobs.model import JobKind, JobState
from catalog.jobs.orders import Order, obey
from catalog.jobs.ports import JobListing
from catalog.jobs.view import JobEvent, JobView
from catalog.tenancy import TenantScope

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def a_job(kind: JobKind = JobKind.SWEEP_ORPHANS, state: JobState = JobState.QUEUED, **facts: Any) -> JobView:
    """A job that was asked for and nothing else."""
    told: dict[str, Any] = {"job_id": uuid4(), "dedupe_key": "k", "payload": {}, "progress": None, "attempt": 0}
    told |= {"crashes": 0, "pause_requested": False, "cancel_requested": False, "created_at": MOMENT}
    told |= {"run_after": MOMENT, "started_at": None, "finished_at": None, "error": None, "trace": None}
    told |= {"request_id": None, "asked_by": None, "last_event": 1}
    return JobView(kind=kind, state=state, **(told | facts))


@dataclass(slots=True)
class MemoryLedger:
    """JobLedger over lists; only `say` writes events."""

    held: dict[TenantScope, dict[UUID, JobView]] = field(default_factory=dict)
    events: dict[UUID, list[JobEvent]] = field(default_factory=dict)

    def keep(self, scope: TenantScope, job: JobView) -> JobView:
        """One more job, with no event."""
        self.held.setdefault(scope, {})[job.job_id] = job = replace(job, last_event=0)
        self.events[job.job_id] = []
        return job

    def say(self, scope: TenantScope, job_id: UUID, state: JobState, name: str | None = None) -> None:
        """The job is in that state now, and its event says so."""
        told = self.events[job_id]
        at = MOMENT + timedelta(seconds=len(told))
        told.append(JobEvent(len(told) + 1, name or state.value, {"state": state.value, "attempt": 1}, at))
        self.held[scope][job_id] = replace(self.held[scope][job_id], state=state, last_event=len(told))

    def list_page(self, scope: TenantScope, listing: JobListing) -> list[JobView]:
        """All of them, whatever is asked."""
        return list(self.held.get(scope, {}).values())[: listing.limit]

    def find(self, scope: TenantScope, job_ids: Sequence[UUID]) -> dict[UUID, JobView]:
        """The tenant's own."""
        own = self.held.get(scope, {})
        return {job_id: own[job_id] for job_id in job_ids if job_id in own}

    def latest(self, scope: TenantScope, kind: JobKind, dedupe_key: str) -> JobView | None:
        """The one that was kept last."""
        like = [one for one in self.held.get(scope, {}).values() if (one.kind, one.dedupe_key) == (kind, dedupe_key)]
        return like[-1] if like else None

    def events_after(self, scope: TenantScope, job_id: UUID, seq: int) -> list[JobEvent]:
        """The tenant's own."""
        return [event for event in self.events[job_id] if event.seq > seq] if self.find(scope, [job_id]) else []

    def order(self, scope: TenantScope, job_id: UUID, order: Order) -> JobView:
        """Do what `obey` says of the state and the requests."""
        job = self.find(scope, [job_id]).get(job_id)
        if job is None:
            raise JobNotFound("there is no job with that id")
        change = obey(job, order)
        if change is not None:
            job = replace(
                job,
                state=change.state,
                pause_requested=change.pause_requested,
                cancel_requested=change.cancel_requested,
            )
            self.held[scope][job_id] = job
        return job
