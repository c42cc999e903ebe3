"""How far a detection is, in the form that every client of this endpoint knows."""

from enum import StrEnum
from typing import Any, Final

from catalog.jobs.model import JobState
from catalog.jobs.view import FINAL, JobEvent
from gateway.jobs.progress import Told
from gateway.schemas import AnswerModel

_GROUPS: Final = "groups_found"


class Status(StrEnum):
    """Where a detection stands; nothing follows the last two."""

    SCANNING = "scanning"
    GROUPING = "grouping"
    COMPLETE = "complete"
    ERROR = "error"


class DetectionProgressOut(AnswerModel):
    """The data of an event. `progress` is 0 to 1; `scanned` of `total` images (0 while that is not known)."""

    status: Status
    progress: float
    scanned: int
    total: int
    groups_found: int
    message: str


def progress_out(event: JobEvent) -> dict[str, Any]:
    """DetectionProgressOut as plain data."""
    told = Told.by(event)
    return {
        "status": _status(told).value,
        "progress": told.share,
        "scanned": told.processed,
        "total": told.total,
        "groups_found": int(told.counts.get(_GROUPS, 0)),
        "message": told.message("detection"),
    }


def _status(told: Told) -> Status:
    if told.state in FINAL:
        return Status.COMPLETE if told.state is JobState.SUCCEEDED else Status.ERROR
    return Status.GROUPING if told.step == Status.GROUPING else Status.SCANNING
