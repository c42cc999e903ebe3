"""A bounded queue in front of one model. Every accepted item is answered, and a bad item fails alone."""

import asyncio
import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from embedder.batching.lane import Lane
from embedder.batching.questions import Kind, Outcome, Priority, Question, Terms, Tower
from embedder.batching.threads import class_threads
from embedder.errors import Busy, DeadlinePassed, ShuttingDown
from embedder.metrics import Metrics
from embedder.settings import batch_class_share

LONGEST_RETRY_S: Final = 30


class Batcher:
    """Lanes for each class and kind, none of which waits for another; the operating system shares the cores.

    Make it inside the running loop: the lanes are served from then on.
    """

    def __init__(self, towers: Mapping[Kind, Tower], *, limit: int, streams: int, metrics: Metrics) -> None:
        self._limit = limit
        metrics.limit_is(limit)
        self._lanes = {
            (priority, kind): Lane(
                tower,
                threads=class_threads(priority, streams, kind),
                streams=streams,
                metrics=metrics.lane(kind, priority),
            )
            for priority in Priority
            for kind, tower in towers.items()
        }
        self._closing = False
        self._empty = asyncio.Event()

    @property
    def held(self) -> int:
        """Accepted items that have no answer yet."""
        return sum(lane.held for lane in self._lanes.values())

    @property
    def is_alive(self) -> bool:
        """False once the queue is no longer served."""
        return all(lane.is_alive for lane in self._lanes.values())

    def check(self, kind: Kind, count: int, terms: Terms) -> None:
        """Whether `count` items would be admitted now. Raises Busy, DeadlinePassed or ShuttingDown if not."""
        if self._closing or not self.is_alive:
            raise ShuttingDown("the service is stopping")
        if count == 0:
            return
        held = self.held
        room = self._limit if terms.priority is Priority.INTERACTIVE else batch_class_share(self._limit)
        if held + count > room:
            raise Busy("the queue is full", retry_after_s=_whole_seconds(self._seconds_ahead()))
        if terms.deadline < math.inf:
            self._check_deadline(self._lanes[terms.priority, kind], terms.seconds_left)

    @contextlib.contextmanager
    def admit(self, kind: Kind, count: int, terms: Terms) -> Iterator[None]:
        """Hold `count` places of the queue, from before decoding until the answer. Raises as `check` does."""
        self.check(kind, count, terms)
        lane = self._lanes[terms.priority, kind]
        lane.held += count
        try:
            yield
        finally:
            lane.held -= count
            if self.held == 0:
                self._empty.set()

    async def embed(self, kind: Kind, questions: Sequence[Question], terms: Terms) -> list[Outcome]:
        """Answer each question, in order, inside `admit`. Cancelling the call takes its questions out of the queue.

        Raises DeadlinePassed when one of them could not be begun in time.
        """
        lane = self._lanes[terms.priority, kind]
        if not lane.is_alive:
            raise ShuttingDown("the service is stopping")
        waiting = lane.ask(questions, terms.deadline)
        try:
            return await asyncio.gather(*(one.answer for one in waiting))
        finally:
            lane.leave(waiting)

    async def close(self, grace_s: float) -> None:
        """Take nothing new, answer what was accepted; what is left after `grace_s` is answered with ShuttingDown."""
        self._closing = True
        self._empty.clear()
        if self.held:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), grace_s)
        await asyncio.gather(*(lane.close() for lane in self._lanes.values()))

    def _seconds_ahead(self) -> float:
        """How long what is held now will take; the lanes work side by side."""
        return max(lane.rate.seconds_for(lane.held) for lane in self._lanes.values())

    @staticmethod
    def _check_deadline(lane: Lane, seconds_left: float) -> None:
        if seconds_left <= 0:
            raise DeadlinePassed("the time that the client gave was over before the request was read")
        ahead = lane.rate.seconds_for(lane.held)
        if ahead > seconds_left:
            raise Busy("the queue ahead takes longer than the client waits", retry_after_s=_whole_seconds(ahead))


def _whole_seconds(seconds: float) -> int:
    return min(LONGEST_RETRY_S, max(1, math.ceil(seconds)))
