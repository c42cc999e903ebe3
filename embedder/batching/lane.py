"""One kind of one class: a queue, and threads of its own that answer it."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from embedder.batching.answers import answer
from embedder.batching.questions import Group, Outcome, Question, Tower, Waiting
from embedder.batching.rate import Rate
from embedder.batching.selection import take
from embedder.errors import DeadlinePassed, ShuttingDown
from embedder.metrics import LaneMetrics
from embedder.ports import Vectors


class Lane:
    """A batch leaves as soon as one of the lane's `streams` threads is free; there is no timer.

    `held` counts the places that requests have taken here, from before decoding until the answer.
    """

    def __init__(self, tower: Tower, *, threads: ThreadPoolExecutor, streams: int, metrics: LaneMetrics) -> None:
        self.held = 0
        self.rate = Rate()
        self._tower = tower
        self._threads = threads
        self._idle = streams
        self._metrics = metrics
        self._queue: deque[Waiting] = deque()
        self._flying: dict[Hashable, Group] = {}
        self._wake = asyncio.Event()
        self._workers = [asyncio.create_task(self._work()) for _ in range(streams)]

    @property
    def is_alive(self) -> bool:
        """False once the queue is no longer served."""
        return not any(worker.done() for worker in self._workers)

    def ask(self, questions: Iterable[Question], deadline: float) -> list[Waiting]:
        """Put the questions into the queue."""
        loop, now = asyncio.get_running_loop(), time.monotonic()
        waiting = [Waiting(question, loop.create_future(), now, deadline) for question in questions]
        self._queue.extend(waiting)
        self._metrics.queued(len(self._queue))
        self._wake.set()
        return waiting

    def leave(self, waiting: Sequence[Waiting]) -> None:
        """Their request is over: what has no answer now is not embedded any more."""
        open_ones = [one for one in waiting if one.answer.cancel() or one.answer.cancelled()]
        if open_ones and open_ones[0].deadline <= time.monotonic():
            self._metrics.too_late(len(open_ones))

    async def close(self) -> None:
        """Stop; whoever still waits is answered with ShuttingDown."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _work(self) -> None:
        groups: list[Group] = []
        try:
            while True:
                groups = await self._next()
                await self._serve(groups)
        finally:
            for one in [*self._queue, *(one for group in groups for one in group)]:
                if not one.answer.done():
                    one.answer.set_exception(ShuttingDown("the service is stopping"))

    async def _next(self) -> list[Group]:
        while True:
            # What waits is shared out among the threads that are free: two small batches side by side are sooner done.
            share = math.ceil(len(self._queue) / self._idle)
            groups = take(
                self._queue,
                items=min(share, self._tower.items),
                padded=self._tower.padded,
                still_waits=self._still_waits,
            )
            self._metrics.queued(len(self._queue))
            if groups:
                return groups
            self._wake.clear()
            await self._wake.wait()

    def _still_waits(self, one: Waiting) -> bool:
        if one.answer.done():  # its client has gone
            return False
        if one.deadline <= time.monotonic():
            one.answer.set_exception(DeadlinePassed("the time that the client gave was over before the model was free"))
            self._metrics.too_late(1)
            return False
        if one.question.key in self._flying:  # the same is being embedded at this moment
            self._flying[one.question.key].append(one)
            return False
        return True

    async def _serve(self, groups: list[Group]) -> None:
        started = time.monotonic()
        for group in groups:
            self._flying[group[0].question.key] = group
            for one in group:
                self._metrics.waited(started - one.since)
        self._idle -= 1
        self.rate.started()
        try:
            await answer(groups, self._encode, self._settle)
        finally:
            self._idle += 1
            self.rate.finished(len(groups))
        self._metrics.batch_done(items=len(groups), seconds=time.monotonic() - started, per_second=self.rate.per_second)

    async def _encode(self, payloads: list[Any]) -> Vectors:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._tower.encode, payloads)

    def _settle(self, group: Group, outcome: Outcome) -> None:
        self._flying.pop(group[0].question.key, None)
        for one in group:
            if not one.answer.done():
                one.answer.set_result(outcome)
