"""What every feature tells alike of how far its job is, each under names of its own."""

from dataclasses import dataclass
from typing import Self

from catalog.jobs.model import JobState
from catalog.jobs.view import JobEvent


@dataclass(frozen=True, slots=True)
class Told:
    """What an event tells of a job: `processed` of `total` things (0 while that is not known), in the step `step`."""

    state: JobState
    step: str
    processed: int
    total: int
    counts: dict[str, int]
    said: str
    error: str

    @classmethod
    def by(cls, event: JobEvent) -> Self:
        """What this event tells."""
        so_far = event.data.get("progress") or {}
        return cls(
            JobState(event.data["state"]),
            so_far.get("status", ""),
            int(so_far.get("processed", 0)),
            int(so_far.get("total", 0)),
            so_far.get("counts") or {},
            so_far.get("message", ""),
            event.data.get("error", "its job says why"),
        )

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        if self.state is JobState.SUCCEEDED:
            return 1.0
        return round(min(1.0, self.processed / self.total), 4) if self.total else 0.0

    def message(self, work: str) -> str:
        """How the work stands, in words."""
        match self.state:
            case JobState.CANCELLED:
                return f"the {work} was cancelled"
            case JobState.DEAD:
                return f"the {work} failed: {self.error}"[:300]
            case JobState.PAUSED:
                return f"the {work} is paused"
            case JobState.QUEUED | JobState.RETRY if not self.said:
                return f"the {work} waits for a worker"
        return self.said
