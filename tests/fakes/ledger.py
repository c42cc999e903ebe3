"""The ledger of jobs in a dict: as a transaction sees it, and as workers and the sweeper see it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from catalog.errors import QueueUnavailable
from catalog.jobs.backlog import OUTBOX, Backlog, Waiting
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import ACTIVE, DECLARATIONS, ClaimedJob, JobKind, JobState, NewJob, QueueName, Summons
from catalog.tenancy import TenantScope
from tests.fakes.happenings import Happenings


@dataclass(slots=True)
class MemoryRequests:
    """JobRequests over a list of what was asked; `settled` names what was marked as done."""

    asked: list[NewJob] = field(default_factory=list)
    settled: list[tuple[JobKind, str]] = field(default_factory=list)

    def ask(self, job: NewJob) -> None:
        """Keep it, unless one like it is kept."""
        if (job.kind, job.dedupe_key) in self.standing:
            return
        if (job.kind, job.dedupe_key) in self.settled:
            self.settled.remove((job.kind, job.dedupe_key))
        self.asked.append(job)

    def ask_or_find(self, job: NewJob) -> tuple[UUID, bool]:
        """Keep it, or find the one like it; ids are made from the kind and the key."""
        is_new = (job.kind, job.dedupe_key) not in self.standing
        self.ask(job)
        return uuid5(NAMESPACE_OID, f"{job.kind} {job.dedupe_key}"), is_new

    def settle(self, kind: JobKind, dedupe_key: str) -> None:
        """Note it as done."""
        self.settled.append((kind, dedupe_key))

    @property
    def standing(self) -> list[tuple[JobKind, str]]:
        """What was asked for and not settled."""
        return [(job.kind, job.dedupe_key) for job in self.asked if (job.kind, job.dedupe_key) not in self.settled]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger; times are seconds on the keeper's clock."""

    job_id: UUID
    kind: JobKind
    scope: TenantScope
    payload: dict[str, str]
    state: JobState = JobState.QUEUED
    attempt: int = 0
    fence: int = 0
    run_after: float = 0.0
    rung_at: float | None = None
    lease_until: float = 0.0
    error: str | None = None
    trace: str | None = None
    crashes: int = 0
    progress: JobProgress | None = None
    asked: JobState | None = None


@dataclass(slots=True)
class MemoryKeeper:
    """JobKeeper over a dict, on a clock that the test moves."""

    now: Callable[[], float] = lambda: 0.0
    entries: dict[UUID, Entry] = field(default_factory=dict)
    scheduled: int = 0
    renewals: int = 0
    happenings: Happenings = field(default_factory=Happenings)

    def add(self, kind: JobKind, scope: TenantScope, **payload: str) -> UUID:
        """Write a job that may run at once."""
        entry = Entry(uuid4(), kind, scope, payload)
        self.entries[entry.job_id] = entry
        return entry.job_id

    def claim(self, job_id: UUID, attempt: int, *, owner: str, lease: timedelta) -> ClaimedJob | None:
        """Take the job if that attempt is still to be made."""
        entry = self.entries.get(job_id)
        if entry is None or entry.attempt != attempt or not self._may_run(entry):
            return None
        entry = replace(
            entry,
            state=JobState.RUNNING,
            attempt=attempt + 1,
            fence=entry.fence + 1,
            lease_until=self.now() + lease.total_seconds(),
        )
        self.entries[job_id] = entry
        waited_s = self.now() - entry.run_after
        return ClaimedJob(job_id, entry.kind, entry.scope, entry.payload, entry.attempt, entry.fence, None, waited_s)

    def renew(self, job: ClaimedJob, *, lease: timedelta) -> bool:
        """Prolong the lease; False when it was lost."""
        self.renewals += 1
        self.happenings.happen("renew")
        return self._change(job, lease_until=self.now() + lease.total_seconds())

    def succeed(self, job: ClaimedJob) -> bool:
        """Record success; False when the lease was lost."""
        return self._change(job, state=JobState.SUCCEEDED, error=None)

    def checkpoint(self, job: ClaimedJob, progress: JobProgress, cursor: dict[str, str] | None) -> JobState | None:
        """Record how far the job is; a test asks it to stop by the entry's `asked`."""
        self.happenings.happen("checkpoint")
        is_further = cursor not in (None, self.entries[job.job_id].payload)
        again: dict[str, object] = {"payload": cursor, "attempt": 1, "crashes": 0} if is_further else {}
        return self.stop_if_asked(job) if self._change(job, progress=progress, **again) else None

    def stop_if_asked(self, job: ClaimedJob) -> JobState | None:
        """Put the job into the state that it was asked to be in."""
        state = self.entries[job.job_id].asked or JobState.RUNNING
        return state if self._change(job, state=state, asked=None) else None

    def carry_on(self, job: ClaimedJob, payload: dict[str, str]) -> bool:
        """Put the job back in line with what is left to do."""
        return self._change(
            job, state=JobState.QUEUED, payload=payload, attempt=0, crashes=0, run_after=self.now(), error=None
        )

    def retry(self, job: ClaimedJob, *, error: str, delay: timedelta, trace: str | None = None) -> None:
        """Put the job back in line, or bury it after its last attempt."""
        if job.attempt >= DECLARATIONS[job.kind].max_attempts:
            self.bury(job, error=error, trace=trace)
            return
        due = self.now() + delay.total_seconds()
        self._change(job, state=JobState.RETRY, run_after=due, rung_at=None, error=error, trace=trace)

    def bury(self, job: ClaimedJob, *, error: str, trace: str | None = None) -> None:
        """Record a failure that will not pass."""
        self._change(job, state=JobState.DEAD, error=error, trace=trace)

    def hand_back(self, job: ClaimedJob) -> bool:
        """Put the job back in line, its attempt not counted."""
        self.happenings.happen("hand back")
        return self._change(job, state=JobState.RETRY, attempt=job.attempt - 1, run_after=self.now(), rung_at=None)

    def release_expired(self, *, limit: int) -> int:
        """Put jobs whose lease ran out back in line, or bury those out of attempts."""
        self.happenings.happen("release")
        expired = [one for one in self.entries.values() if self._has_expired(one)][:limit]
        for entry in expired:
            declared, crashes = DECLARATIONS[entry.kind], entry.crashes + 1
            spent = entry.attempt >= declared.max_attempts or crashes >= declared.max_crashes
            state = JobState.DEAD if spent else JobState.RETRY
            self.entries[entry.job_id] = replace(
                entry, state=state, crashes=crashes, run_after=self.now(), rung_at=None
            )
        return len(expired)

    def due(self, *, unheard: timedelta, limit: int) -> list[Summons]:
        """Jobs that may run and were never rung, or not taken since."""
        oldest = self.now() - unheard.total_seconds()
        unrung = [
            one for one in self.entries.values() if self._may_run(one) and (one.rung_at is None or one.rung_at < oldest)
        ]
        for entry in unrung[:limit]:
            self.entries[entry.job_id] = replace(entry, rung_at=self.now())
        return [Summons(one.job_id, one.attempt, one.kind) for one in unrung[:limit]]

    def backlog(self) -> Backlog:
        """What waits, what is dead, how far the index is behind. Jobs are as old as they are due here."""
        self.happenings.happen("backlog")
        queues = {queue: self._waiting(queue) for queue in QueueName}
        dead = {kind: sum(one.kind is kind for one in self._in(JobState.DEAD)) for kind in JobKind}
        behind = [self.now() - one.run_after for one in self._in(*ACTIVE) if one.kind in OUTBOX]
        return Backlog(queues, dead, max(behind, default=0.0))

    def _waiting(self, queue: QueueName) -> Waiting:
        due = [one for one in self.entries.values() if self._may_run(one) and DECLARATIONS[one.kind].queue is queue]
        return Waiting(len(due), max((self.now() - one.run_after for one in due), default=0.0))

    def _in(self, *states: JobState) -> list[Entry]:
        return [one for one in self.entries.values() if one.state in states]

    def fire_schedules(self) -> int:
        """Nothing is scheduled here but what the test says."""
        return self.scheduled

    def _may_run(self, entry: Entry) -> bool:
        return entry.state in (JobState.QUEUED, JobState.RETRY) and entry.run_after <= self.now()

    def _has_expired(self, entry: Entry) -> bool:
        return entry.state is JobState.RUNNING and entry.lease_until < self.now()

    def _change(self, job: ClaimedJob, **facts: object) -> bool:
        entry = self.entries[job.job_id]
        if entry.fence != job.fence or entry.state is not JobState.RUNNING:
            return False
        self.entries[job.job_id] = replace(entry, **facts)  # type: ignore[arg-type]  # the callers are all above
        return True


@dataclass(slots=True)
class MemoryBell:
    """Bell that keeps what it was rung for; `broken_after` rings it is away."""

    rung: list[Summons] = field(default_factory=list)
    broken_after: int | None = None

    def ring(self, summons: Summons) -> None:
        """Keep it, or raise QueueUnavailable."""
        if self.broken_after is not None and len(self.rung) >= self.broken_after:
            raise QueueUnavailable("Redis does not answer")
        self.rung.append(summons)
