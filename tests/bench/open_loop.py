"""Requests sent when they are due, whatever has become of those before: an open loop, run in a process of its own."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

from tests.bench.wire import Answer, AnswerReader

_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class OpenLoad:
    """Whole requests, again and again: `per_second` of them for `seconds`, on as many connections as that takes."""

    host: str
    port: int
    requests: Sequence[bytes]
    per_second: float
    seconds: float


@dataclass(slots=True)
class OpenOutcome:
    """Milliseconds from when a request was due: of good answers, of 503s, and of its sending. `seconds`: to the last
    good answer; `cpu_share`: of one core, the load's own while it was sending. `lost`: connections that broke.
    """

    good_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    retry_after_s: Counter[int | None] = field(default_factory=Counter)
    others: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    seconds: float = 0.0
    cpu_share: float = 0.0

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return len(self.good_ms) / self.seconds if self.seconds else 0.0


def run(load: OpenLoad) -> OpenOutcome:
    """Send everything and wait for every answer. Raises TimeoutError after five minutes."""
    return uvloop.run(_run(load))


async def _run(load: OpenLoad) -> OpenOutcome:
    crowd = _Crowd(load)
    started, cpu = time.perf_counter(), time.process_time()
    async with asyncio.timeout(_LIMIT_S):
        count = max(1, round(load.per_second * load.seconds))
        for at, request in enumerate(itertools.islice(itertools.cycle(load.requests), count)):
            due = started + at / load.per_second
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            crowd.send(request, due)
        crowd.outcome.cpu_share = (time.process_time() - cpu) / (time.perf_counter() - started)
        await crowd.all_answered()
    crowd.outcome.seconds = crowd.last_good - started
    crowd.close()
    return crowd.outcome


class _Crowd:
    """Connections: idle ones are asked first, and there is one more whenever none is idle."""

    def __init__(self, load: OpenLoad) -> None:
        self._load = load
        self._idle: list[_Connection] = []
        self._opening: set[asyncio.Task[None]] = set()
        self._asked = self._done = 0
        self._waiting: asyncio.Future[None] | None = None
        self.outcome = OpenOutcome()
        self.last_good = 0.0

    def send(self, request: bytes, due: float) -> None:
        self._asked += 1
        if self._idle:
            self._idle.pop().send(request, due)
        else:
            task = asyncio.create_task(self._open(request, due))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def all_answered(self) -> None:
        """Return once every request has its answer, or has lost its connection."""
        if self._done < self._asked:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting

    def close(self) -> None:
        for connection in self._idle:
            connection.close()

    def answered(self, connection: "_Connection", answer: Answer, due: float) -> None:
        now = time.perf_counter()
        took = (now - due) * 1e3
        if answer.status < 400:
            self.outcome.good_ms.append(took)
            self.last_good = now
        elif answer.status == 503:
            self.outcome.refused_ms.append(took)
            self.outcome.retry_after_s[answer.retry_after_s] += 1
        else:
            self.outcome.others[answer.status] += 1
        self._idle.append(connection)
        self._one_done()

    def lost(self, connection: "_Connection", *, busy: bool) -> None:
        if busy:
            self.outcome.lost += 1
            self._one_done()
        elif connection in self._idle:
            self._idle.remove(connection)

    def _one_done(self) -> None:
        self._done += 1
        if self._waiting is not None and self._done == self._asked and not self._waiting.done():
            self._waiting.set_result(None)

    async def _open(self, request: bytes, due: float) -> None:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(lambda: _Connection(self), self._load.host, self._load.port)
        connection.send(request, due)


class _Connection(asyncio.Protocol):
    """Sends a request and waits for the whole answer."""

    def __init__(self, crowd: _Crowd) -> None:
        self._crowd = crowd
        self._reader = AnswerReader()
        self._transport: asyncio.Transport | None = None
        self._due: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.lost(self, busy=self._due is not None)
        self._due = None

    def send(self, request: bytes, due: float) -> None:
        assert self._transport is not None
        self._due = due
        self._crowd.outcome.late_ms.append((time.perf_counter() - due) * 1e3)
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        answer = self._reader.feed(data)
        if answer is not None and self._due is not None:
            due, self._due = self._due, None
            self._crowd.answered(self, answer, due)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
