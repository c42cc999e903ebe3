"""Lets in as many requests of each class as can be served, lets the next wait a moment, and turns the rest away."""

import asyncio
import random
from collections.abc import Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import metrics
from gateway.errors import Overloaded
from gateway.guards.classes import AdmissionClass, class_of
from gateway.problems import answer_for, problem_of
from gateway.streams.wire import begins_stream

LONGEST_WAIT_S: Final = 0.1


class _Slot:
    """A slot that was taken; it can be given back once."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots: asyncio.Semaphore | None = slots

    def give_back(self) -> None:
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.release()


class Admission:
    """Answers 503 with Retry-After when a class has no slot for a request within the longest wait."""

    def __init__(
        self, app: ASGIApp, *, slots: Mapping[AdmissionClass, int], longest_wait_s: float = LONGEST_WAIT_S
    ) -> None:
        self._app = app
        self._slots = {name: asyncio.Semaphore(count) for name, count in slots.items()}
        self._longest_wait_s = longest_wait_s
        for name in slots:  # a series that begins at 1 has not risen: each class is there from the start, at 0
            metrics.TURNED_AWAY.labels(name.value)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        admission_class = class_of(scope) if scope["type"] == "http" else None
        if admission_class is None:
            await self._app(scope, receive, send)
            return
        slots = self._slots[admission_class]
        if not await self._take(slots):
            metrics.TURNED_AWAY.labels(admission_class.value).inc()
            # Between one and three seconds, so that those turned away together do not come back together.
            refusal = problem_of(Overloaded(random.uniform(0.01, 3)))
            await answer_for(refusal)(scope, receive, send)
            return
        slot = _Slot(slots)

        async def answer(message: Message) -> None:
            await send(message)
            if begins_stream(message):  # it may go on for long, and has bounds of its own
                slot.give_back()

        try:
            await self._app(scope, receive, answer)
        finally:
            slot.give_back()

    async def _take(self, slots: asyncio.Semaphore) -> bool:
        if not slots.locked():
            return await slots.acquire()
        try:
            async with asyncio.timeout(self._longest_wait_s):
                return await slots.acquire()
        except TimeoutError:
            return False
