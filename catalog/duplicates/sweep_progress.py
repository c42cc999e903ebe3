"""How far a sweep has come: what its job keeps between attempts, and what people are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from catalog.jobs.handle import JobProgress
from catalog.jobs.model import Payload


class SweepPhase(StrEnum):
    """What a sweep does, in this order."""

    HASHING = "hashing"
    CANDIDATES = "candidates"
    VARIANTS = "variants"
    GROUPING = "grouping"


# Of a whole sweep, in hundredths: where each phase begins and ends, for the bar that people see.
_SHARE: Final[Mapping[SweepPhase, tuple[int, int]]] = {
    SweepPhase.HASHING: (0, 10),
    SweepPhase.CANDIDATES: (10, 50),
    SweepPhase.VARIANTS: (50, 95),
    SweepPhase.GROUPING: (95, 100),
}
_MESSAGE: Final[Mapping[SweepPhase, str]] = {
    SweepPhase.HASHING: "hashing images that were taken in by an older version",
    SweepPhase.CANDIDATES: "comparing pictures whose hashes are near each other",
    SweepPhase.VARIANTS: "asking for the nearest neighbours of images that are new",
    SweepPhase.GROUPING: "grouping",
}


@dataclass(frozen=True, slots=True)
class SweepCursor:
    """What a sweep was asked for and where it goes on: behind `after`, in `phase`, in the space of `model_version`.

    `threshold` is None for a sweep that repairs: what was grouped is grouped again, each dataset at its own.
    `after` is an image id or, among candidates, the three ids of the last pair done (component, low, high), joined.
    """

    dataset_id: str
    threshold: float | None
    max_hamming: int
    phase: SweepPhase = SweepPhase.HASHING
    after: str = ""
    model_version: str = ""

    @classmethod
    def read(cls, payload: Mapping[str, str]) -> Self:
        """The cursor that a job's payload holds."""
        return cls(
            payload["dataset_id"],
            float(payload["threshold"]) if payload.get("threshold") else None,
            int(payload["max_hamming"]),
            SweepPhase(payload.get("phase", SweepPhase.HASHING)),
            payload.get("after", ""),
            payload.get("model_version", ""),
        )

    def payload(self) -> Payload:
        """The payload of the job that goes on from here."""
        return {
            "dataset_id": self.dataset_id,
            "threshold": "" if self.threshold is None else repr(self.threshold),
            "max_hamming": str(self.max_hamming),
            "phase": self.phase.value,
            "after": self.after,
            "model_version": self.model_version,
        }

    def entering(self, phase: SweepPhase) -> Self:
        """The beginning of that phase."""
        return replace(self, phase=phase, after="")


def shown(phase: SweepPhase, images: int, done: int, of: int, counts: Mapping[str, int]) -> JobProgress:
    """`done` of the `of` things of a phase, told in images of all the sweep's, so that it only ever grows."""
    begin, end = _SHARE[phase]
    hundredths = begin + (end - begin) * (done / of if of else 1.0)
    status = "grouping" if phase is SweepPhase.GROUPING else "scanning"
    return JobProgress(status, int(images * hundredths / 100), images, _MESSAGE[phase], dict(counts))
