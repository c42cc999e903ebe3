"""How far a clustering is, as its job tells people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.jobs.handle import JobHandle, JobProgress


class Phase(StrEnum):
    """What is done, in this order."""

    READING = "reading"
    NAMING = "naming"
    CLUSTERING = "clustering"
    WRITING = "writing"


# Of the whole, in hundredths: where each phase begins and ends.
_SHARE: Final = {Phase.READING: (0, 15), Phase.NAMING: (15, 25), Phase.CLUSTERING: (25, 90), Phase.WRITING: (90, 100)}
_MESSAGE: Final = {
    Phase.READING: "reading vectors",
    Phase.NAMING: "embedding the words of the vocabulary",
    Phase.CLUSTERING: "comparing and merging",
    Phase.WRITING: "writing clusters",
}
_STEP: Final = 0.05


@dataclass(slots=True)
class Told:
    """Tells a job how far it is, in images; in steps large enough that telling costs nothing."""

    job: JobHandle
    images: int
    _last: float = -1.0

    def part(self, phase: Phase, done: float) -> None:
        """So much of the phase (0..1) is done. Raises JobStopped or LeaseLost."""
        begin, end = _SHARE[phase]
        whole = (begin + (end - begin) * done) / 100
        self.job.check()
        if whole >= self._last + _STEP or whole >= 1:
            self._last = whole
            self.job.checkpoint(JobProgress(phase.value, int(self.images * whole), self.images, _MESSAGE[phase]))
