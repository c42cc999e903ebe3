"""The answer that is an event stream: what there is to tell now, then each change, until one that is the last."""

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from typing import Final
from uuid import UUID

import anyio
import structlog
from fastapi import Response
from starlette.types import Receive, Scope, Send

from catalog.errors import Unavailable
from gateway.streams.bounds import OpenStreams
from gateway.streams.mailbox import Mailbox
from gateway.streams.wire import HEADERS, HEARTBEAT, MEDIA_TYPE, Event, retry, spelled

_log = structlog.get_logger("gateway.streams")
HEARTBEAT_S: Final = 15.0
LONGEST_S: Final = 900.0
_RETRY_MS: Final = 2000
# After an end that many meet at once they come back one by one.
_SPREAD_MS: Final = (1000, 5000)

Say = Callable[[bytes], Awaitable[None]]

Source = Callable[[Mailbox], AbstractContextManager[None]]
"""What fills a mailbox while its block runs."""

Between = Callable[[str | None, Event], Awaitable[Sequence[Event]]]
"""What is to be told to whoever has seen the event of that id, now that this is the newest. Raises Unavailable."""


async def the_newest(seen: str | None, newest: Event) -> Sequence[Event]:
    """The newest alone: for states, of which only the last counts."""
    return [newest] if newest.id != seen else []


class EventStream(Response):
    """Open until the last event, `good_until` (seconds since the epoch), LONGEST_S, or the end of the process.

    Whoever has `seen` an event by its id is not told it again; what lies between that and the newest one `between`
    says. Raises TooManyStreams or Overloaded when it is sent.
    """

    media_type = MEDIA_TYPE

    def __init__(
        self,
        streams: OpenStreams,
        tenant_id: UUID,
        source: Source,
        *,
        first: Event,
        seen: str | None,
        good_until: float,
        between: Between = the_newest,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self.status_code = 200
        self.background = None
        self._streams, self._tenant_id, self._source = streams, tenant_id, source
        self._first, self._seen, self._between = first, seen, between
        self._life_s = min(LONGEST_S, good_until - time.time())
        self._heartbeat_s = heartbeat_s
        self.init_headers(HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, until its end or until the client goes away."""
        with self._streams.opened(self._tenant_id) as mailbox, self._source(mailbox):
            async with anyio.create_task_group() as group:
                group.start_soon(_cancel_when_gone, receive, group.cancel_scope)
                await self._tell(mailbox, send)
                group.cancel_scope.cancel()

    async def _tell(self, mailbox: Mailbox, send: Send) -> None:
        async def say(body: bytes, *, more: bool = True) -> None:
            await send({"type": "http.response.body", "body": body, "more_body": more})

        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await say(retry(_RETRY_MS))
        try:
            is_over = await self._tell_all(mailbox, say)
        except Unavailable as error:
            _log.warning("stream ended", error=type(error).__name__)
            is_over = False
        await say(b"" if is_over else retry(random.randint(*_SPREAD_MS)), more=False)

    async def _tell_all(self, mailbox: Mailbox, say: Say) -> bool:
        """Tell until the last event, and be True; or until the stream must end before it."""
        deadline, seen = time.monotonic() + self._life_s, self._seen
        event: Event | None = self._first
        while True:
            if event is not None:
                untold = await self._between(seen, event)
                for one in untold:
                    await say(spelled(one))
                    seen = one.id
                if (untold[-1] if untold else event).last:
                    return True
            left = deadline - time.monotonic()
            if mailbox.is_closed or left <= 0:
                return False
            event = await mailbox.take(min(self._heartbeat_s, left))
            if event is None and left > self._heartbeat_s and not mailbox.is_closed:
                await say(HEARTBEAT)


def event_stream(
    streams: OpenStreams,
    tenant_id: UUID,
    source: Source,
    *,
    first: Event,
    seen: str | None,
    good_until: float,
    between: Between = the_newest,
) -> Response:
    """The stream; 204 when its last event has been seen, which tells the client not to come back."""
    if first.last and first.id == seen:
        return Response(status_code=204)
    return EventStream(streams, tenant_id, source, first=first, seen=seen, good_until=good_until, between=between)


async def _cancel_when_gone(receive: Receive, stream: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.cancel()
