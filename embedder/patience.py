"""Work for a request, no longer than its client waits: until its deadline, and until it closes the connection."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from fastapi import Request

from embedder.batching.questions import Terms
from embedder.errors import ClientGone, DeadlinePassed
from embedder.outcomes import Outcome


@contextlib.asynccontextmanager
async def until_deadline(terms: Terms) -> AsyncIterator[None]:
    """Cancel what is done inside, and raise DeadlinePassed, when the time that the client gave is over."""
    left = terms.seconds_left
    timeout = asyncio.timeout(None if math.isinf(left) else left)
    try:
        async with timeout:
            yield
    except TimeoutError:
        if not timeout.expired():
            raise
        raise DeadlinePassed("the time that the client gave was over before the answer was ready") from None


async def unless_gone(request: Request, work: Coroutine[Any, Any, list[Outcome]]) -> list[Outcome]:
    """The work's result; when the client goes away first, the work is cancelled and leaves the queue."""
    working = asyncio.create_task(work)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGone("the client closed the connection")
        return working.result()
    finally:
        working.cancel()
        gone.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
