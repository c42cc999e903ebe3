"""A claimed job as its handler holds it: checkpoints go to the ledger, and the ledger's word stops the handler."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from catalog.jobs.handle import JobProgress, JobStopped, LeaseLost
from catalog.jobs.model import DECLARATIONS, ClaimedJob, JobState, Payload
from catalog.jobs.ports import JobKeeper

_LOOK_EVERY_S: Final = 1.0


@dataclass(slots=True)
class HeldJob:
    """JobHandle over the ledger.

    A job that has had half of its time goes back in line at its next checkpoint with a cursor, behind what waits
    already: so none is cut off in the middle, and a long one does not keep the others waiting.
    """

    keeper: JobKeeper
    job: ClaimedJob
    clock: Callable[[], float] = time.monotonic
    _yields_at: float = field(init=False)
    _looks_at: float = field(init=False)

    def __post_init__(self) -> None:
        now = self.clock()
        self._looks_at = now + _LOOK_EVERY_S
        self._yields_at = now + DECLARATIONS[self.job.kind].timeout.total_seconds() / 2

    @property
    def job_id(self) -> UUID:
        """The job's id."""
        return self.job.job_id

    def checkpoint(self, progress: JobProgress, cursor: Payload | None = None) -> None:
        """Commit how far the job is; see JobHandle."""
        _heed(self.keeper.checkpoint(self.job, progress, cursor))
        if cursor is not None and self.clock() >= self._yields_at:
            _heed(JobState.QUEUED if self.keeper.carry_on(self.job, cursor) else None)

    def check(self) -> None:
        """Look whether the job is to stop, unless that was looked at within a second."""
        now = self.clock()
        if now >= self._looks_at:
            self._looks_at = now + _LOOK_EVERY_S
            _heed(self.keeper.stop_if_asked(self.job))


def _heed(state: JobState | None) -> None:
    if state is None:
        raise LeaseLost
    if state is not JobState.RUNNING:
        raise JobStopped(state)
