"""A lean HTTP/1.1 load generator: N keep-alive connections in a closed loop, run in a process of its own."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

from tests.bench.wire import Answer, AnswerReader

_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Load:
    """Whole requests, sent once each over `clients` connections, or again and again until `seconds` are over.

    `patient`: what is answered 503 is sent again after the Retry-After.
    """

    host: str
    port: int
    requests: Sequence[bytes]
    clients: int
    patient: bool = False
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Latencies in milliseconds of answers below 400, how often each status came, and what it took in all."""

    latencies_ms: list[float]
    statuses: Counter[int]
    seconds: float
    cpu_s: float
    last_body: bytes = b""

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return len(self.latencies_ms) / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> int:
        """Answers of 400 and more."""
        return sum(count for status, count in self.statuses.items() if status >= 400)


def run(load: Load) -> Outcome:
    """Send everything and wait for every answer. Raises TimeoutError after five minutes."""
    return uvloop.run(_run(load))


@dataclass(slots=True)
class _Work:
    """What the connections share."""

    load: Load
    left: Iterator[bytes]
    done: asyncio.Future[None]
    busy: int
    latencies_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    last_body: bytes = b""


async def _run(load: Load) -> Outcome:
    loop = asyncio.get_running_loop()
    work = _Work(load, _supply(load), loop.create_future(), load.clients)
    connections = [
        (await loop.create_connection(lambda: _Connection(work), load.host, load.port))[1] for _ in range(load.clients)
    ]
    started, cpu = time.perf_counter(), time.process_time()
    for connection in connections:
        connection.send_next()
    async with asyncio.timeout(_LIMIT_S):
        await work.done
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    for connection in connections:
        connection.close()
    return Outcome(work.latencies_ms, work.statuses, seconds, cpu_s, work.last_body)


def _supply(load: Load) -> Iterator[bytes]:
    """What to send next; the time begins when the first one is asked for."""
    if load.seconds is None:
        yield from load.requests
        return
    ends = time.perf_counter() + load.seconds
    yield from itertools.takewhile(lambda _: time.perf_counter() < ends, itertools.cycle(load.requests))


class _Connection(asyncio.Protocol):
    """Sends a request, waits for the whole answer, sends the next."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._transport: asyncio.Transport | None = None
        self._request = b""
        self._reader = AnswerReader()
        self._sent_at = 0.0
        self._closing = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._closing and not self._work.done.done():
            self._work.done.set_exception(ConnectionError(f"the server closed a connection: {exc}"))

    def close(self) -> None:
        self._closing = True
        if self._transport is not None:
            self._transport.close()

    def send_next(self) -> None:
        request = next(self._work.left, None)
        if request is None:
            self._closing = True  # the server may close it now: it waits for nothing more
            self._work.busy -= 1
            if self._work.busy == 0 and not self._work.done.done():
                self._work.done.set_result(None)
            return
        self._sent_at = time.perf_counter()
        self._send(request)

    def data_received(self, data: bytes) -> None:
        answer = self._reader.feed(data)
        if answer is not None:
            self._take(answer)

    def _take(self, answer: Answer) -> None:
        self._work.statuses[answer.status] += 1
        if answer.status == 503 and self._work.load.patient:
            asyncio.get_running_loop().call_later(answer.retry_after_s or 1.0, self._send, self._request)
            return
        if answer.status < 400:
            self._work.latencies_ms.append((time.perf_counter() - self._sent_at) * 1e3)
            self._work.last_body = answer.body
        self.send_next()

    def _send(self, request: bytes) -> None:
        assert self._transport is not None
        self._request = request
        self._transport.write(request)
