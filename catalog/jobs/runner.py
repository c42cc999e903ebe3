"""Does one job: claim the row, keep the lease, call the kind's method, record how it ended."""

import random
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from catalog.errors import CatalogError, Unavailable
from catalog.jobs.handle import JobHandle, JobStopped, LeaseLost
from catalog.jobs.held import HeldJob
from catalog.jobs.metrics import ENDED, SECONDS, WAIT_SECONDS
from catalog.jobs.model import DECLARATIONS, ClaimedJob, JobKind, JobState, Payload
from catalog.jobs.ports import JobKeeper
from catalog.telemetry import Redactor, bound_request_id
from catalog.tenancy import TenantScope

# What a handler gives back is what is left to do: the job then goes on with it, behind those that wait already.
Handler = Callable[[TenantScope, Payload, JobHandle], Payload | None]

_log = structlog.get_logger(__name__)
_FIRST_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 300.0
_LONGEST_ERROR: Final = 2000
_TRACE_LINES: Final = 15
_LONGEST_TRACE: Final = 4000
_HOUSE: Final = re.compile(r'(?<=File ")[^"]*/(?=(?:catalog|workers|site-packages|python3\.\d+)/)')


@dataclass(frozen=True, slots=True)
class JobRunner:
    """Runs jobs of the kinds that it has a handler for."""

    keeper: JobKeeper
    handlers: Mapping[JobKind, Handler]
    owner: str
    lease: timedelta
    # People read in the ledger why a job failed.
    without_secrets: Callable[[str], str] = Redactor().text
    _in_hand: dict[UUID, ClaimedJob] = field(default_factory=dict, init=False, repr=False, compare=False)

    def run(self, job_id: UUID, attempt: int) -> bool:
        """Do that attempt of the job; False when it was not there to be taken."""
        job = self.keeper.claim(job_id, attempt, owner=self.owner, lease=self.lease)
        if job is None:
            return False
        WAIT_SECONDS.labels(DECLARATIONS[job.kind].queue.value).observe(job.waited_s)
        with bound_request_id(job.request_id), self._held(job), self._lease_kept(job):
            self._do(job)
        return True

    def hand_back(self) -> int:
        """Put what is in hand back in line, due now and as if it was never begun; how many jobs that were.

        For a process that is about to end: what it still does to such a job, it does without a lease. Called from
        another thread than the job's. Raises DatabaseUnavailable.
        """
        return sum(self.keeper.hand_back(job) for job in list(self._in_hand.values()))

    @contextmanager
    def _held(self, job: ClaimedJob) -> Iterator[None]:
        self._in_hand[job.job_id] = job
        try:
            yield
        finally:
            del self._in_hand[job.job_id]

    def _do(self, job: ClaimedJob) -> None:
        started = time.perf_counter()
        outcome = self._outcome(job)
        seconds = time.perf_counter() - started
        SECONDS.labels(job.kind.value).observe(seconds)
        ENDED.labels(job.kind.value, outcome).inc()
        ms = round(seconds * 1e3, 2)
        _log.info("job", kind=job.kind, job_id=str(job.job_id), attempt=job.attempt, outcome=outcome, ms=ms)

    def _outcome(self, job: ClaimedJob) -> str:
        try:
            left = self.handlers[job.kind](job.scope, job.payload, HeldJob(self.keeper, job))
        except JobStopped as stopped:
            return "carried_on" if stopped.state is JobState.QUEUED else stopped.state.value
        except LeaseLost:
            return "lease_lost"
        except Unavailable as error:
            pause = _pause(job.attempt, at_least=error.retry_after_s)
            self.keeper.retry(job, error=self._told(error), delay=pause, trace=self._trace(error))
            return "unavailable"
        except CatalogError as error:
            self.keeper.bury(job, error=self._told(error), trace=self._trace(error))
            return "refused"
        except Exception as error:  # the ledger must hear of every failure, whatever it is
            _log.exception("job failed", kind=job.kind, job_id=str(job.job_id), attempt=job.attempt)
            self.keeper.retry(job, error=self._told(error), delay=_pause(job.attempt), trace=self._trace(error))
            return "failed"
        if left is not None:
            return "carried_on" if self.keeper.carry_on(job, left) else "lease_lost"
        return "succeeded" if self.keeper.succeed(job) else "lease_lost"

    @contextmanager
    def _lease_kept(self, job: ClaimedJob) -> Iterator[None]:
        done = threading.Event()

        def keep() -> None:
            while not done.wait(self.lease.total_seconds() / 3):
                if not self._renewed(job):
                    return

        keeping = threading.Thread(target=keep, name=f"lease-{job.job_id}", daemon=True)
        keeping.start()
        try:
            yield
        finally:
            done.set()
            keeping.join()

    def _renewed(self, job: ClaimedJob) -> bool:
        try:
            return self.keeper.renew(job, lease=self.lease)
        except Unavailable as error:
            _log.warning("lease not renewed", job_id=str(job.job_id), error=self._told(error))
            return True

    def _told(self, error: Exception) -> str:
        return self.without_secrets(f"{type(error).__name__}: {error}")[:_LONGEST_ERROR]

    def _trace(self, error: Exception) -> str:
        """Its last lines, with no more of each path than is the house's own."""
        lines = "".join(traceback.format_exception(error)).rstrip().splitlines()[-_TRACE_LINES:]
        return self.without_secrets(_HOUSE.sub("", "\n".join(lines)))[-_LONGEST_TRACE:]


def _pause(attempt: int, *, at_least: float = 0.0) -> timedelta:
    """Exponential backoff with full jitter, so that jobs that failed together do not come back together."""
    ceiling = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** (attempt - 1))
    return timedelta(seconds=max(at_least, random.uniform(0, ceiling)))
