"""How far a scoring is, in the form that the clients of detections know."""

from enum import StrEnum
from typing import Any, Final

from catalog.jobs.model import JobState
from catalog.jobs.view import FINAL, JobEvent
from gateway.jobs.progress import Told
from gateway.schemas import AnswerModel

_FLAGGED: Final = "flagged"


class Status(StrEnum):
    """Where a scoring stands; nothing follows the last two."""

    SCORING = "scoring"
    COMPLETE = "complete"
    ERROR = "error"


class ScoringProgressOut(AnswerModel):
    """The data of an event. `progress` is 0 to 1; `scored` of `total` images (0 while that is not known)."""

    status: Status
    progress: float
    scored: int
    total: int
    flagged: int
    message: str


def progress_out(event: JobEvent) -> dict[str, Any]:
    """ScoringProgressOut as plain data."""
    told = Told.by(event)
    return {
        "status": _status(told).value,
        "progress": told.share,
        "scored": told.processed,
        "total": told.total,
        "flagged": int(told.counts.get(_FLAGGED, 0)),
        "message": told.message("scoring"),
    }


def _status(told: Told) -> Status:
    if told.state in FINAL:
        return Status.COMPLETE if told.state is JobState.SUCCEEDED else Status.ERROR
    return Status.SCORING
