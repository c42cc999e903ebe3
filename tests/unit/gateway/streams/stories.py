"""What an event stream sends to a client that a test plays: the messages, and the events in them."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from starlette.types import Message

from gateway.streams.answer import EventStream, Source
from gateway.streams.bounds import OpenStreams
from gateway.streams.mailbox import Mailbox
from gateway.streams.wire import Event

TENANT = uuid4()


def an_event(number: int, *, last: bool = False) -> Event:
    """The event of that number."""
    return Event(str(number), "state", {"number": number}, last=last)


def a_bound(per_tenant: int = 4, total: int = 8) -> OpenStreams:
    """Nothing is open yet."""
    return OpenStreams(per_tenant=per_tenant, total=total)


class Source1:
    """A source of one mailbox, which the test fills."""

    def __init__(self) -> None:
        self.mailbox: Mailbox | None = None

    @contextmanager
    def __call__(self, mailbox: Mailbox) -> Iterator[None]:
        self.mailbox = mailbox
        try:
            yield
        finally:
            self.mailbox = None


class Reader:
    """A client of one stream."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.gone = asyncio.Event()
        self._moved = asyncio.Event()

    @property
    def text(self) -> str:
        """All that came."""
        return b"".join(one.get("body", b"") for one in self.messages).decode()

    async def send(self, message: Message) -> None:
        """Take what comes."""
        self.messages.append(message)
        self._moved.set()

    async def receive(self) -> Message:
        """Say nothing, and in the end that it has gone."""
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def sees(self, part: str) -> None:
        """Wait until it came."""
        while part not in self.text:
            self._moved.clear()
            await self._moved.wait()


def opening(reader: Reader, streams: OpenStreams, source: Source, **changes: Any) -> asyncio.Task[None]:
    """A stream on its way to the reader."""
    facts: dict[str, Any] = {"first": an_event(1), "seen": None, "good_until": time.time() + 600}
    tenant_id: UUID = changes.pop("tenant_id", TENANT)
    stream = EventStream(streams, tenant_id, source, **(facts | changes))
    return asyncio.create_task(stream({"type": "http"}, reader.receive, reader.send))
