"""The state of one image as an event stream: for whoever was answered "accepted" and waits for "searchable"."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Final

from fastapi import Header, Response

from catalog.images.model import ImageState, Standing
from catalog.images.service import ImageService
from catalog.tenancy import TenantScope
from gateway.deps import CallerDep, ImagePollDep, ImagesDep, StreamsDep, TokenEndDep
from gateway.routing import guarded_router
from gateway.schemas import Ulid
from gateway.streams.answer import event_stream
from gateway.streams.wire import Event

guarded = guarded_router("/api/images", "images")

_FINAL: Final = (ImageState.SEARCHABLE, ImageState.FAILED, ImageState.TRASHED)
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Events named `state`, until one is final.", "content": {"text/event-stream": {}}},
    204: {"description": "The event that Last-Event-ID names was the last one."},
}


@guarded.get("/{image_id}/events", response_class=Response, responses=_RESPONSES)
def watch_image(
    image_id: Ulid,
    caller: CallerDep,
    images: ImagesDep,
    streams: StreamsDep,
    poll: ImagePollDep,
    token_end: TokenEndDep,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> Response:
    """The image's state, now and whenever it changes, until it is `searchable`, `failed` or `trashed`."""
    first = _event_of(images.standing(caller.scope, image_id))
    source = partial(poll.watching, caller.scope, image_id)
    return event_stream(streams, caller.scope.tenant_id, source, first=first, seen=last_event_id, good_until=token_end)


def look(images: ImageService, scope: TenantScope, image_ids: Sequence[str]) -> Mapping[str, Event]:
    """How things stand with these images, for the poll."""
    return {image_id: _event_of(found) for image_id, found in images.standings(scope, image_ids).items()}


def _event_of(found: Standing) -> Event:
    data = {"image_id": found.image_id, "state": found.state.value, "failure": found.failure}
    return Event(f"{found.row_version}-{found.state.value}", "state", data, last=found.state in _FINAL)
