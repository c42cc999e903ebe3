"""What happens to one job as an event stream that leaves nothing out: each event has a number, and can be asked for."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID

from anyio.to_thread import run_sync
from fastapi import Header, Response

from catalog.jobs.model import JobState
from catalog.jobs.service import JobService
from catalog.jobs.view import FINAL, JobEvent, JobView
from catalog.tenancy import TenantScope
from gateway.deps import CallerDep, JobPollDep, JobsDep, StreamsDep, TokenEndDep
from gateway.routing import guarded_router
from gateway.schemas import Uuid
from gateway.streams.answer import event_stream
from gateway.streams.wire import Event

guarded = guarded_router("/api/jobs", "jobs")

_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Every change of the job, until it is over.", "content": {"text/event-stream": {}}},
    204: {"description": "The event that Last-Event-ID names was the last one."},
}


@guarded.get("/{job_id}/events", response_class=Response, responses=_RESPONSES)
def watch_job(
    job_id: Uuid,
    caller: CallerDep,
    jobs: JobsDep,
    streams: StreamsDep,
    poll: JobPollDep,
    token_end: TokenEndDep,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> Response:
    """What happened to the job after the event that was seen last, then what happens, until it is over."""
    job = jobs.get(caller.scope, job_id)
    return event_stream(
        streams,
        caller.scope.tenant_id,
        partial(poll.watching, caller.scope, str(job_id)),
        first=_newest(job),
        seen=_seen(last_event_id, job),
        good_until=token_end,
        between=partial(_between, jobs, caller.scope, job_id),
    )


def look(jobs: JobService, scope: TenantScope, job_ids: Sequence[str]) -> Mapping[str, Event]:
    """The number of each job's newest event, for the poll."""
    found = jobs.find(scope, [UUID(job_id) for job_id in job_ids])
    return {str(job_id): _newest(job) for job_id, job in found.items()}


async def _between(
    jobs: JobService, scope: TenantScope, job_id: UUID, seen: str | None, newest: Event
) -> Sequence[Event]:
    if seen == newest.id:
        return []
    events = await run_sync(jobs.events_after, scope, job_id, int(seen or 0))
    return [_told(event, is_newest=event is events[-1]) for event in events]


def _newest(job: JobView) -> Event:
    """Stands for all events up to it; it is not told itself."""
    return Event(str(job.last_event), "newest", {}, last=job.is_over)


def _told(event: JobEvent, *, is_newest: bool) -> Event:
    """Only the newest can be the last: a dead job may have been set going again."""
    is_over = JobState(event.data["state"]) in FINAL
    return Event(str(event.seq), event.name, {**event.data, "at": event.at.isoformat()}, last=is_newest and is_over)


def _seen(last_event_id: str | None, job: JobView) -> str | None:
    """The number that was sent, if it is one of this job's events; anything else counts as none."""
    is_one = last_event_id is not None and _NUMBER.fullmatch(last_event_id) and int(last_event_id) <= job.last_event
    return str(int(last_event_id)) if is_one and last_event_id is not None else None
