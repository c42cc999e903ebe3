"""How far a detection is, in the form that every client of this endpoint knows."""

from enum import StrEnum
from typing import Any, Final

from catalog.jobs.model import JobState
from catalog.jobs.view import FINAL, JobEvent
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


def progress_out(told: JobEvent) -> dict[str, Any]:
    """DetectionProgressOut as plain data."""
    so_far = told.data.get("progress") or {}
    state = JobState(told.data["state"])
    scanned, total = int(so_far.get("processed", 0)), int(so_far.get("total", 0))
    return {
        "status": _status(state, so_far.get("status", "")).value,
        "progress": 1.0 if state is JobState.SUCCEEDED else round(min(1.0, scanned / total), 4) if total else 0.0,
        "scanned": scanned,
        "total": total,
        "groups_found": int((so_far.get("counts") or {}).get(_GROUPS, 0)),
        "message": _message(state, told, so_far.get("message", "")),
    }


def _status(state: JobState, step: str) -> Status:
    if state in FINAL:
        return Status.COMPLETE if state is JobState.SUCCEEDED else Status.ERROR
    return Status.GROUPING if step == Status.GROUPING else Status.SCANNING


def _message(state: JobState, told: JobEvent, said: str) -> str:
    match state:
        case JobState.CANCELLED:
            return "the detection was cancelled"
        case JobState.DEAD:
            return f"the detection failed: {told.data.get('error', 'its job says why')}"[:300]
        case JobState.PAUSED:
            return "the detection is paused"
        case JobState.QUEUED | JobState.RETRY if not said:
            return "the detection waits for a worker"
    return said
