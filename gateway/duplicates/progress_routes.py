"""How far a detection is, as an event stream: the events of its job, in the form of this endpoint."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Response

from catalog.errors import NotDetected
from catalog.jobs.view import JobEvent
from gateway.deps import CallerDep, DuplicatesDep
from gateway.duplicates.both import WhereDep, both
from gateway.duplicates.progress import DetectionProgressOut, progress_out
from gateway.jobs.watching import RESPONSES, JobWatchDep

_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    **RESPONSES,
    200: {
        "description": "Events named `progress`, until the detection is complete or has failed.",
        "content": {"text/event-stream": {"schema": DetectionProgressOut.model_json_schema()}},
    },
}


@both("GET", "/progress", response_class=Response, responses=_RESPONSES)
def watch_near_duplicates(
    where: WhereDep, caller: CallerDep, duplicates: DuplicatesDep, watch: JobWatchDep
) -> Response:
    """How far the newest detection is, and has been, until it is over. 404 `not-detected` before the first."""
    job = duplicates.latest_sweep(caller.scope, where)
    if job is None:
        raise NotDetected("ask for a detection first")
    return watch.stream(caller.scope, job, _spell)


def _spell(event: JobEvent) -> tuple[str, Mapping[str, object]]:
    return "progress", progress_out(event)
