"""What the job routes answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.jobs.handle import JobProgress
from catalog.jobs.model import DECLARATIONS, JobKind, JobState, QueueName
from catalog.jobs.view import Attempt, JobView
from gateway.schemas import AnswerModel


class ProgressOut(AnswerModel):
    """How far a job is. `total` is 0 while it is not known; `counts` are figures of the kind's own."""

    status: str
    processed: int
    total: int
    message: str
    counts: dict[str, int]


class JobOut(AnswerModel):
    """A job. `attempt` of `max_attempts`; `run_after` is when the next one may begin; `error` is of the last failure.

    `controllable`: whether it can be paused and cancelled. While `pause_requested` or `cancel_requested` it still runs.
    """

    job_id: UUID
    kind: JobKind
    queue: QueueName
    state: JobState
    progress: ProgressOut | None
    attempt: int
    max_attempts: int
    crashes: int
    controllable: bool
    pause_requested: bool
    cancel_requested: bool
    created_at: datetime
    run_after: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str | None
    request_id: str | None
    asked_by: UUID | None


class AttemptOut(AnswerModel):
    """One attempt: by which worker, from when to when, and how it ended."""

    number: int
    owner: str | None
    started_at: datetime
    ended_at: datetime | None
    ended_as: str | None
    error: str | None


class JobDetailOut(JobOut):
    """A job with its attempts, as far back as its events are kept, and the last lines of the last failure's trace."""

    attempts: list[AttemptOut]
    trace: str | None


class JobPageOut(AnswerModel):
    """A page of jobs, newest first. `next_cursor` is null on the last page."""

    jobs: list[JobOut]
    next_cursor: str | None


def job_out(job: JobView) -> dict[str, Any]:
    """JobOut as plain data."""
    declared = DECLARATIONS[job.kind]
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "queue": declared.queue,
        "state": job.state,
        "progress": None if job.progress is None else _progress_out(job.progress),
        "attempt": job.attempt,
        "max_attempts": declared.max_attempts,
        "crashes": job.crashes,
        "controllable": job.controllable,
        "pause_requested": job.pause_requested,
        "cancel_requested": job.cancel_requested,
        "created_at": job.created_at,
        "run_after": job.run_after,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "error": job.error,
        "request_id": job.request_id,
        "asked_by": job.asked_by,
    }


def job_detail_out(job: JobView, attempts: list[Attempt]) -> dict[str, Any]:
    """JobDetailOut as plain data."""
    return {**job_out(job), "attempts": attempts, "trace": job.trace}


def _progress_out(progress: JobProgress) -> dict[str, Any]:
    return {
        "status": progress.status,
        "processed": progress.processed,
        "total": progress.total,
        "message": progress.message,
        "counts": dict(progress.counts),
    }
