"""Does one job: claim the row, keep the lease, call the kind's method, record how it ended."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from catalog.errors import CatalogError, Unavailable
from catalog.jobs.metrics import ENDED, SECONDS
from catalog.jobs.model import ClaimedJob, JobKind, Payload
from catalog.jobs.ports import JobKeeper
from catalog.telemetry import bound_request_id
from catalog.tenancy import TenantScope

Handler = Callable[[TenantScope, Payload], None]

_log = structlog.get_logger(__name__)
_FIRST_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class JobRunner:
    """Runs jobs of the kinds that it has a handler for."""

    keeper: JobKeeper
    handlers: Mapping[JobKind, Handler]
    owner: str
    lease: timedelta

    def run(self, job_id: UUID, attempt: int) -> bool:
        """Do that attempt of the job; False when it was not there to be taken."""
        job = self.keeper.claim(job_id, attempt, owner=self.owner, lease=self.lease)
        if job is None:
            return False
        with bound_request_id(job.request_id), self._lease_kept(job):
            self._do(job)
        return True

    def _do(self, job: ClaimedJob) -> None:
        with SECONDS.labels(job.kind.value).time():
            outcome = self._outcome(job)
        ENDED.labels(job.kind.value, outcome).inc()

    def _outcome(self, job: ClaimedJob) -> str:
        try:
            self.handlers[job.kind](job.scope, job.payload)
        except Unavailable as error:
            self.keeper.retry(job, error=_told(error), delay=_pause(job.attempt, at_least=error.retry_after_s))
            return "unavailable"
        except CatalogError as error:
            self.keeper.bury(job, error=_told(error))
            return "refused"
        except Exception as error:  # the ledger must hear of every failure, whatever it is
            _log.exception("job failed", kind=job.kind, job_id=str(job.job_id), attempt=job.attempt)
            self.keeper.retry(job, error=_told(error), delay=_pause(job.attempt))
            return "failed"
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
            _log.warning("lease not renewed", job_id=str(job.job_id), error=_told(error))
            return True


def _pause(attempt: int, *, at_least: float = 0.0) -> timedelta:
    """Exponential backoff with full jitter, so that jobs that failed together do not come back together."""
    ceiling = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** (attempt - 1))
    return timedelta(seconds=max(at_least, random.uniform(0, ceiling)))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
