"""How far a scoring is, in the form that the clients of detections know."""

from enum import StrEnum
from typing import Any, Final

from catalog.jobs.model import JobState
from catalog.jobs.view import FINAL, JobEvent
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


def progress_out(told: JobEvent) -> dict[str, Any]:
    """ScoringProgressOut as plain data."""
    so_far = told.data.get("progress") or {}
    state = JobState(told.data["state"])
    scored, total = int(so_far.get("processed", 0)), int(so_far.get("total", 0))
    return {
        "status": _status(state).value,
        "progress": 1.0 if state is JobState.SUCCEEDED else round(min(1.0, scored / total), 4) if total else 0.0,
        "scored": scored,
        "total": total,
        "flagged": int((so_far.get("counts") or {}).get(_FLAGGED, 0)),
        "message": _message(state, told, so_far.get("message", "")),
    }


def _status(state: JobState) -> Status:
    if state not in FINAL:
        return Status.SCORING
    return Status.COMPLETE if state is JobState.SUCCEEDED else Status.ERROR


def _message(state: JobState, told: JobEvent, said: str) -> str:
    match state:
        case JobState.CANCELLED:
            return "the scoring was cancelled"
        case JobState.DEAD:
            return f"the scoring failed: {told.data.get('error', 'its job says why')}"[:300]
        case JobState.PAUSED:
            return "the scoring is paused"
        case JobState.QUEUED | JobState.RETRY if not said:
            return "the scoring waits for a worker"
    return said
