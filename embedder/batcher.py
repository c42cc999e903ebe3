"""Many small questions, few large ones. Every accepted item is answered, and a bad item fails alone."""

import asyncio
import contextlib
import math
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import structlog

from embedder.errors import Busy, NotEmbedded, Reason, ShuttingDown
from embedder.metrics import Metrics
from embedder.ports import Vectors
from embedder.settings import batch_class_share

log = structlog.get_logger(__name__)

# After so many batches in a row that passed it over, the batch class gets one.
PATIENCE: Final = 8


class Kind(StrEnum):
    """What is embedded; each kind has its own queue and its own batches."""

    IMAGE = "image"
    TEXT = "text"


class Priority(StrEnum):
    """Who asks: a person who waits, or a job that does not."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Question:
    """One input; two questions with the same key have the same answer. `size` is a text's length in tokens."""

    key: Hashable
    payload: Any
    size: int = 1


Outcome = Vectors | NotEmbedded
Encode = Callable[[Sequence[Any]], Vectors]


@dataclass(slots=True, eq=False)
class _Waiting:
    question: Question
    answer: asyncio.Future[Outcome]
    since: float


@dataclass(frozen=True, slots=True)
class Tower:
    """How one kind is encoded, on the device's thread, and how many at once at most."""

    encode: Encode
    batch_size: int


class Batcher:
    """A bounded queue in front of one device. A batch leaves as soon as the device is free; there is no timer.

    Interactive questions go before those of the batch class, the longest waiting kind first.
    """

    def __init__(
        self, towers: Mapping[Kind, Tower], *, limit: int, device: ThreadPoolExecutor, metrics: Metrics
    ) -> None:
        self._towers = towers
        self._limit = limit
        self._device = device
        self._metrics = metrics
        metrics.limit_is(limit)
        self._lanes = {(priority, kind): deque[_Waiting]() for priority in Priority for kind in Kind}
        self._flying: list[_Waiting] = []
        self._held = 0
        self._passed_over = 0
        self._item_seconds = 0.05
        self._wake = asyncio.Event()
        self._closing = False
        self._loop = asyncio.create_task(self._run(), name="batcher")

    @property
    def held(self) -> int:
        """Accepted items that have no answer yet."""
        return self._held

    @property
    def is_alive(self) -> bool:
        """False once the queue is no longer served."""
        return not self._loop.done()

    @contextlib.contextmanager
    def admit(self, count: int, priority: Priority) -> Iterator[None]:
        """Hold `count` places of the queue, from before decoding until the answer. Raises Busy or ShuttingDown."""
        if self._closing or not self.is_alive:
            raise ShuttingDown("the service is stopping")
        room = self._limit if priority is Priority.INTERACTIVE else batch_class_share(self._limit)
        if self._held + count > room:
            raise Busy("the queue is full", retry_after_s=self._retry_after())
        self._held += count
        try:
            yield
        finally:
            self._held -= count
            self._wake.set()

    async def embed(self, kind: Kind, questions: Sequence[Question], priority: Priority) -> list[Outcome]:
        """Answer each question, in order, inside `admit`. Cancelling the call takes its questions out of the queue."""
        if not self.is_alive:
            raise ShuttingDown("the service is stopping")
        loop, now = asyncio.get_running_loop(), time.monotonic()
        waiting = [_Waiting(question, loop.create_future(), now) for question in questions]
        self._lanes[priority, kind].extend(waiting)
        self._wake.set()
        return await asyncio.gather(*(one.answer for one in waiting))

    async def close(self, grace_s: float) -> None:
        """Take nothing new, answer what was accepted; what is left after `grace_s` is answered with ShuttingDown."""
        self._closing = True
        self._wake.set()
        await asyncio.wait([self._loop], timeout=grace_s)
        self._loop.cancel()
        await asyncio.wait([self._loop])

    async def _run(self) -> None:
        try:
            while not (self._closing and self._held == 0):
                lane = self._next_lane()
                if lane is None:
                    self._wake.clear()
                    await self._wake.wait()
                else:
                    await self._serve(*lane)
        finally:
            for one in [*self._flying, *(one for lane in self._lanes.values() for one in lane)]:
                if not one.answer.done():
                    one.answer.set_exception(ShuttingDown("the service is stopping"))

    def _next_lane(self) -> tuple[Priority, Kind] | None:
        for lane in self._lanes.values():
            while lane and lane[0].answer.done():  # its client has gone
                lane.popleft()
        order = [Priority.INTERACTIVE, Priority.BATCH]
        if self._passed_over >= PATIENCE:
            order.reverse()
        for priority in order:
            heads = [(lane[0].since, kind) for kind in Kind if (lane := self._lanes[priority, kind])]
            if heads:
                self._count_passing(priority)
                return priority, min(heads)[1]
        return None

    def _count_passing(self, chosen: Priority) -> None:
        behind = any(self._lanes[Priority.BATCH, kind] for kind in Kind)
        self._passed_over = self._passed_over + 1 if chosen is Priority.INTERACTIVE and behind else 0

    async def _serve(self, priority: Priority, kind: Kind) -> None:
        lane, tower = self._lanes[priority, kind], self._towers[kind]
        alike: dict[Hashable, list[_Waiting]] = {}
        started = time.monotonic()
        while lane and (len(alike) < tower.batch_size or lane[0].question.key in alike):
            one = lane.popleft()
            if not one.answer.done():
                self._flying.append(one)
                alike.setdefault(one.question.key, []).append(one)
                self._metrics.waited(kind, started - one.since)
        await self._answer(tower, list(alike.values()))
        seconds = time.monotonic() - started
        self._metrics.batch_done(kind, items=len(alike), seconds=seconds)
        self._item_seconds += 0.2 * (seconds / len(alike) - self._item_seconds)
        self._flying.clear()

    async def _answer(self, tower: Tower, groups: list[list[_Waiting]]) -> None:
        try:
            outcomes = await self._encode(tower, [group[0].question.payload for group in groups])
        except Exception as error:
            if len(groups) > 1:
                for group in groups:  # one of them is bad: find it, and let it fail alone
                    if not all(one.answer.done() for one in group):
                        await self._answer(tower, [group])
                return
            log.warning("model_failed", error=type(error).__name__)
            outcomes = [NotEmbedded(Reason.MODEL_FAILED, "the model failed on this item")]
        for group, outcome in zip(groups, outcomes, strict=True):
            for one in group:
                if not one.answer.done():
                    one.answer.set_result(outcome)

    async def _encode(self, tower: Tower, payloads: list[Any]) -> list[Outcome]:
        vectors = await asyncio.get_running_loop().run_in_executor(self._device, tower.encode, payloads)
        if vectors.ndim != 2 or len(vectors) != len(payloads):
            raise ValueError("the model gave another number of vectors than it was asked for")
        return [_checked(vector) for vector in vectors]

    def _retry_after(self) -> int:
        return min(30, max(1, math.ceil(self._held * self._item_seconds)))


def _checked(vector: Vectors) -> Outcome:
    """The vector when it has length 1; NaN, infinity and zero have not."""
    length = float(np.linalg.norm(vector))
    if math.isfinite(length) and abs(length - 1) < 1e-3:
        return vector
    return NotEmbedded(Reason.NOT_FINITE, "the model gave no unit vector for this item")
