"""What happens to one job as an event stream that leaves nothing out: each event has a number, and can be asked for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Response

from catalog.jobs.service import JobService
from catalog.jobs.view import JobEvent
from catalog.tenancy import TenantScope
from gateway.deps import CallerDep, JobsDep
from gateway.jobs.watching import RESPONSES, JobWatchDep, newest
from gateway.routing import guarded_router
from gateway.schemas import Uuid
from gateway.streams.wire import Event

guarded = guarded_router("/api/jobs", "jobs")


@guarded.get("/{job_id}/events", response_class=Response, responses=RESPONSES)
def watch_job(job_id: Uuid, caller: CallerDep, jobs: JobsDep, watch: JobWatchDep) -> Response:
    """What happened to the job after the event that was seen last, then what happens, until it is over."""
    return watch.stream(caller.scope, jobs.get(caller.scope, job_id), _spell)


def look(jobs: JobService, scope: TenantScope, job_ids: Sequence[str]) -> Mapping[str, Event]:
    """The number of each job's newest event, for the poll."""
    found = jobs.find(scope, [UUID(job_id) for job_id in job_ids])
    return {str(job_id): newest(job) for job_id, job in found.items()}


def _spell(event: JobEvent) -> tuple[str, Mapping[str, object]]:
    return event.name, {**event.data, "at": event.at.isoformat()}
