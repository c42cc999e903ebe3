"""Where a stream waits for what it is to tell."""

import asyncio

from gateway.streams.wire import Event


class Mailbox:
    """Holds the newest event only: one that was not taken in time is replaced, so that a slow reader costs nothing."""

    def __init__(self) -> None:
        self.is_closed = False
        self._newest: Event | None = None
        self._last_id: str | None = None
        self._woken = asyncio.Event()

    def put(self, event: Event) -> None:
        """Here is a state; the one that was put last is no news."""
        if event.id != self._last_id:
            self._last_id = event.id
            self._newest = event
            self._woken.set()

    def close(self) -> None:
        """Nothing more will come."""
        self.is_closed = True
        self._woken.set()

    async def take(self, within_s: float) -> Event | None:
        """The newest event that was not taken yet; None when there is none within that time, or when it is closed."""
        try:
            async with asyncio.timeout(within_s):
                await self._woken.wait()
        except TimeoutError:
            return None
        if not self.is_closed:
            self._woken.clear()
        event, self._newest = self._newest, None
        return event
