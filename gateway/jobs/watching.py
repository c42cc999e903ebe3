"""One job's events as an event stream, for whoever watches jobs, by whatever name the feature gives them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID

from anyio.to_thread import run_sync
from fastapi import Depends, Header, Response

from catalog.jobs.model import JobState
from catalog.jobs.service import JobService
from catalog.jobs.view import FINAL, JobEvent, JobView
from catalog.tenancy import TenantScope
from gateway.deps import JobPollDep, JobsDep, StreamsDep, TokenEndDep
from gateway.streams.answer import event_stream
from gateway.streams.bounds import OpenStreams
from gateway.streams.poll import Poll
from gateway.streams.wire import Event

_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Every change of the job, until it is over.", "content": {"text/event-stream": {}}},
    204: {"description": "The event that Last-Event-ID names was the last one."},
}

Spell = Callable[[JobEvent], tuple[str, Mapping[str, object]]]
"""The name and the data by which an event of the job is told."""


@dataclass(frozen=True, slots=True)
class JobWatch:
    """Streams the events of jobs to one client, until `good_until` at most; see EventStream."""

    jobs: JobService
    poll: Poll
    streams: OpenStreams
    good_until: float
    last_event_id: str | None

    def stream(self, scope: TenantScope, job: JobView, spell: Spell) -> Response:
        """What happened to the job after the event that was seen last, then what happens, until it is over."""
        return event_stream(
            self.streams,
            scope.tenant_id,
            partial(self.poll.watching, scope, str(job.job_id)),
            first=newest(job),
            seen=self._seen(job),
            good_until=self.good_until,
            between=partial(_between, self.jobs, scope, job.job_id, spell),
        )

    def _seen(self, job: JobView) -> str | None:
        """The number that was sent, if it is one of this job's events; anything else counts as none."""
        sent = self.last_event_id
        if sent is None or not _NUMBER.fullmatch(sent) or int(sent) > job.last_event:
            return None
        return str(int(sent))


async def _job_watch(
    jobs: JobsDep,
    poll: JobPollDep,
    streams: StreamsDep,
    token_end: TokenEndDep,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> JobWatch:
    return JobWatch(jobs, poll, streams, token_end, last_event_id)


JobWatchDep = Annotated[JobWatch, Depends(_job_watch)]


def newest(job: JobView) -> Event:
    """Stands for all events up to it; it is not told itself."""
    return Event(str(job.last_event), "newest", {}, last=job.is_over)


async def _between(
    jobs: JobService, scope: TenantScope, job_id: UUID, spell: Spell, seen: str | None, newest: Event
) -> Sequence[Event]:
    if seen == newest.id:
        return []
    events = await run_sync(jobs.events_after, scope, job_id, int(seen or 0))
    return [_told(event, spell, is_newest=event is events[-1]) for event in events]


def _told(event: JobEvent, spell: Spell, *, is_newest: bool) -> Event:
    """Only the newest can be the last: a dead job may have been set going again."""
    name, data = spell(event)
    return Event(str(event.seq), name, data, last=is_newest and JobState(event.data["state"]) in FINAL)
