"""A job's handle that keeps what it is told, and stops the handler where a test says so."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from catalog.jobs.handle import JobProgress, JobStopped
from catalog.jobs.model import JobState, Payload


@dataclass(slots=True)
class FreeHandle:
    """JobHandle over a list; after `stops_after` checkpoints the job is paused. None: it is never stopped."""

    stops_after: int | None = None
    job_id: UUID = field(default_factory=uuid4)
    told: list[tuple[JobProgress, Payload | None]] = field(default_factory=list)

    def checkpoint(self, progress: JobProgress, cursor: Payload | None = None) -> None:
        """Keep it. Raises JobStopped once there are `stops_after` of them."""
        self.told.append((progress, cursor))
        self.check()

    def check(self) -> None:
        """Raise JobStopped once there are `stops_after` checkpoints."""
        if self.stops_after is not None and len(self.told) >= self.stops_after:
            raise JobStopped(JobState.PAUSED)

    @property
    def cursor(self) -> Payload | None:
        """What the next attempt would begin with; None before the first one was committed."""
        return next((cursor for _, cursor in reversed(self.told) if cursor is not None), None)
