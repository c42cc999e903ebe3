"""A lean HTTP/1.1 load generator: N keep-alive connections in a closed loop, run in a process of its own."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

_LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
_RETRY_AFTER = re.compile(rb"retry-after: *(\d+)", re.I)
_END_OF_HEAD = b"\r\n\r\n"
_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Load:
    """Whole requests, sent once each over `clients` connections.

    `patient`: what is answered 503 is sent again after the Retry-After.
    """

    host: str
    port: int
    requests: Sequence[bytes]
    clients: int
    patient: bool = False


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
    work = _Work(load, iter(load.requests), loop.create_future(), load.clients)
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


class _Connection(asyncio.Protocol):
    """Sends a request, waits for the whole answer, sends the next."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._transport: asyncio.Transport | None = None
        self._request = b""
        self._received = bytearray()
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
            self._work.busy -= 1
            if self._work.busy == 0 and not self._work.done.done():
                self._work.done.set_result(None)
            return
        self._sent_at = time.perf_counter()
        self._send(request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(_END_OF_HEAD)
        if head < 0:
            return
        length = _LENGTH.search(self._received, 0, head)
        body_at = head + len(_END_OF_HEAD)
        if length is None or len(self._received) - body_at < int(length[1]):
            return
        answer = bytes(self._received)
        self._received.clear()
        self._take(answer, head, body_at)

    def _take(self, answer: bytes, head: int, body_at: int) -> None:
        status = int(answer[9:12])
        self._work.statuses[status] += 1
        if status == 503 and self._work.load.patient:
            wait = _RETRY_AFTER.search(answer, 0, head)
            asyncio.get_running_loop().call_later(float(wait[1]) if wait else 1.0, self._send, self._request)
            return
        if status < 400:
            self._work.latencies_ms.append((time.perf_counter() - self._sent_at) * 1e3)
            self._work.last_body = answer[body_at:]
        self.send_next()

    def _send(self, request: bytes) -> None:
        assert self._transport is not None
        self._request = request
        self._transport.write(request)
