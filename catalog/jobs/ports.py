"""The ledger's faces (asking in a transaction, keeping across tenants, looking) and the bell that wakes workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from catalog.jobs.backlog import Backlog
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import ClaimedJob, JobKind, JobState, NewJob, Payload, Summons
from catalog.jobs.orders import Order
from catalog.jobs.view import JobEvent, JobView
from catalog.tenancy import TenantScope


class JobRequests(Protocol):
    """The ledger as a transaction sees it. What is asked is rung after the commit."""

    def ask(self, job: NewJob) -> None:
        """Write the job's row; an unfinished job with the same kind and dedupe key makes this a no-op."""

    def ask_or_find(self, job: NewJob) -> tuple[UUID, bool]:
        """Write the job's row, or find the unfinished one of its kind and dedupe key; the id, and whether it is new."""

    def settle(self, kind: JobKind, dedupe_key: str) -> None:
        """Mark the queued job as succeeded because its work has just been done in this transaction."""


@dataclass(frozen=True, slots=True)
class JobListing:
    """Which jobs, newest first: of a kind, in a state, created before the one at `after` (its time and id)."""

    kind: JobKind | None
    state: JobState | None
    after: tuple[datetime, UUID] | None
    limit: int


class JobLedger(Protocol):
    """The ledger as the people of one tenant see it. Every method raises DatabaseUnavailable."""

    def list_page(self, scope: TenantScope, listing: JobListing) -> list[JobView]:
        """The tenant's jobs, newest first."""

    def find(self, scope: TenantScope, job_ids: Sequence[UUID]) -> dict[UUID, JobView]:
        """Those of the ids that name a job of the tenant's."""

    def latest(self, scope: TenantScope, kind: JobKind, dedupe_key: str) -> JobView | None:
        """The newest job of the kind and dedupe key."""

    def events_after(self, scope: TenantScope, job_id: UUID, seq: int) -> list[JobEvent]:
        """The job's events past `seq` that are kept, in order."""

    def order(self, scope: TenantScope, job_id: UUID, order: Order) -> JobView:
        """Do what `obey` makes of the order, with the row held. Raises JobNotFound and what `obey` raises.

        JobStateConflict also where the job would be the second unfinished one of its kind and dedupe key.
        """


class Bell(Protocol):
    """Wakes a worker. Losing a ring loses time, never work."""

    def ring(self, summons: Summons) -> None:
        """Tell the kind's queue. Raises QueueUnavailable."""


class JobKeeper(Protocol):
    """The ledger as workers and the sweeper see it: every tenant's jobs, nothing but jobs."""

    def claim(self, job_id: UUID, attempt: int, *, owner: str, lease: timedelta) -> ClaimedJob | None:
        """Take the job if that attempt is still to be made; None when somebody else has or had it."""

    def renew(self, job: ClaimedJob, *, lease: timedelta) -> bool:
        """Prolong the lease; False when it was lost."""

    def succeed(self, job: ClaimedJob) -> bool:
        """Record success; False when the lease was lost meanwhile."""

    def checkpoint(self, job: ClaimedJob, progress: JobProgress, cursor: Payload | None) -> JobState | None:
        """Record how far the job is, and what is left to do; less than before gives it all its attempts again.

        PAUSED or CANCELLED when it was asked to be, which it then is; else RUNNING; None when the lease was lost.
        """

    def stop_if_asked(self, job: ClaimedJob) -> JobState | None:
        """The same word without recording anything else."""

    def carry_on(self, job: ClaimedJob, payload: Payload) -> bool:
        """Put the job back in line with what is left to do and all its attempts; False when the lease was lost.

        One that was asked to pause or to be cancelled is not put back.
        """

    def retry(self, job: ClaimedJob, *, error: str, delay: timedelta, trace: str | None = None) -> None:
        """Record a failure that may pass; after the kind's last attempt the job is dead."""

    def bury(self, job: ClaimedJob, *, error: str, trace: str | None = None) -> None:
        """Record a failure that will not pass."""

    def hand_back(self, job: ClaimedJob) -> bool:
        """Put the job back in line, due now and rung for, its attempt not counted; False when the lease was lost."""

    def release_expired(self, *, limit: int) -> int:
        """Put jobs whose lease ran out back in line, a crash counted; how many there were.

        Those out of attempts are buried, and those whose workers have died too often without getting further.
        """

    def due(self, *, unheard: timedelta, limit: int) -> list[Summons]:
        """Jobs that may run and were never rung, or not taken for `unheard` since; they are marked as rung."""

    def backlog(self) -> Backlog:
        """What waits, what is dead and how far the index is behind, over all tenants."""

    def fire_schedules(self) -> int:
        """Ask for the jobs whose time slot has come, once each over all schedulers; how many were asked for."""
