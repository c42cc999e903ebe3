"""How far a scoring is, as people are shown it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.jobs.handle import JobHandle, JobProgress


class RunPhase(StrEnum):
    """What a scoring does, in this order."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"


# Of a whole scoring, in hundredths: where each phase begins and ends, for the bar that people see.
_SHARE: Final[Mapping[RunPhase, tuple[int, int]]] = {
    RunPhase.READING: (0, 25),
    RunPhase.COMPARING: (25, 85),
    RunPhase.WRITING: (85, 100),
}
_MESSAGE: Final[Mapping[RunPhase, str]] = {
    RunPhase.READING: "reading vectors",
    RunPhase.COMPARING: "finding the nearest neighbours of every image",
    RunPhase.WRITING: "writing scores",
}


@dataclass(slots=True)
class RunProgress:
    """Tells the job, in images of all the dataset's, when another hundredth is done; in between it looks for orders.

    `flagged` is how many the method that people ask first has flagged, once that is known.
    """

    job: JobHandle
    images: int
    told: int = -1
    flagged: int = 0

    def tell(self, phase: RunPhase, share: float) -> None:
        """So much (0..1) of the phase is done. Raises JobStopped or LeaseLost."""
        begin, end = _SHARE[phase]
        hundredth = int(begin + (end - begin) * share)
        if hundredth <= self.told:
            self.job.check()
            return
        self.told = hundredth
        done = self.images * hundredth // 100
        counts = {"flagged": self.flagged}
        self.job.checkpoint(JobProgress(phase.value, done, self.images, _MESSAGE[phase], counts))
