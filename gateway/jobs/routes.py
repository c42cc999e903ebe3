"""List and get jobs, and give them orders."""

from typing import Annotated

from fastapi import Query, Response

from catalog.jobs.view import JobView
from gateway.deps import CallerDep, CursorsDep, EditorDep, JobsDep
from gateway.jobs.listing import JobQuery, page_of
from gateway.jobs.schemas import JobDetailOut, JobOut, JobPageOut, job_detail_out, job_out
from gateway.responses import FastJson
from gateway.routing import guarded_router
from gateway.schemas import Uuid

guarded = guarded_router("/api/jobs", "jobs")


@guarded.get("", response_model=JobPageOut)
def list_jobs(wanted: Annotated[JobQuery, Query()], caller: CallerDep, jobs: JobsDep, cursors: CursorsDep) -> Response:
    """One page of the tenant's jobs, newest first."""
    return FastJson(page_of(jobs, caller.scope, wanted, cursors))


@guarded.get("/{job_id}", response_model=JobDetailOut)
def get_job(job_id: Uuid, caller: CallerDep, jobs: JobsDep) -> Response:
    """One job: how far it is, what was tried, and why it failed."""
    job = jobs.get(caller.scope, job_id)
    return FastJson(job_detail_out(job, jobs.attempts(caller.scope, job_id)))


@guarded.post("/{job_id}/pause", response_model=JobOut)
def pause_job(job_id: Uuid, caller: EditorDep, jobs: JobsDep) -> Response:
    """Stop the job where it can go on later: at once, or after the chunk that it is at."""
    return _answer(jobs.pause(caller.scope, job_id))


@guarded.post("/{job_id}/resume", response_model=JobOut)
def resume_job(job_id: Uuid, caller: EditorDep, jobs: JobsDep) -> Response:
    """Let a paused job go on from where it was stopped."""
    return _answer(jobs.resume(caller.scope, job_id))


@guarded.post("/{job_id}/cancel", response_model=JobOut)
def cancel_job(job_id: Uuid, caller: EditorDep, jobs: JobsDep) -> Response:
    """End the job: at once, or after the chunk that it is at."""
    return _answer(jobs.cancel(caller.scope, job_id))


@guarded.post("/{job_id}/retry", response_model=JobOut)
def retry_job(job_id: Uuid, caller: EditorDep, jobs: JobsDep) -> Response:
    """Set a dead or cancelled job going again."""
    return _answer(jobs.retry(caller.scope, job_id))


def _answer(job: JobView) -> Response:
    return FastJson(job_out(job))
