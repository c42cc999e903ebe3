"""A ledger of one job, for tests of how its events are told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.jobs.handle import JobProgress
from catalog.jobs.model import JobKind, JobState
from catalog.jobs.view import JobEvent, JobView


def told(at: datetime, seq: int, state: JobState, progress: dict[str, Any] | None = None, **more: Any) -> JobEvent:
    """An event of the job's, as the ledger keeps it."""
    data = {"state": state.value, "attempt": 1, **({"progress": progress} if progress else {}), **more}
    return JobEvent(seq, state.value, data, at)


@dataclass
class OneJob:
    """Jobs, of which there is one."""

    job_id: UUID
    kind: JobKind
    step: str
    events: list[JobEvent]

    @property
    def job(self) -> JobView:
        """The job as its last event left it."""
        at = self.events[0].at
        return JobView(
            job_id=self.job_id,
            kind=self.kind,
            state=JobState(self.events[-1].data["state"]),
            dedupe_key="drawings",
            payload={},
            progress=JobProgress(self.step),
            attempt=1,
            crashes=0,
            pause_requested=False,
            cancel_requested=False,
            created_at=at,
            run_after=at,
            started_at=at,
            finished_at=None,
            error=None,
            trace=None,
            request_id=None,
            asked_by=None,
            last_event=len(self.events),
        )

    def find(self, scope: Any, job_ids: Any) -> dict[UUID, JobView]:
        """The job."""
        return {self.job_id: self.job}

    def events_after(self, scope: Any, job_id: UUID, seq: int) -> list[JobEvent]:
        """What happened past that number."""
        return self.events[seq:]
