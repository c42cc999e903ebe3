"""Loads from processes of their own against one service or another, and what those spent meanwhile."""

import math
import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Self

from tests.bench import generator
from tests.bench.embed_service import Server
from tests.bench.figures import median, percentile
from tests.bench.generator import Load, Outcome
from tests.bench.processes import cpu_of

_SIDE_BY_SIDE: Final = 2
_NOT_COUNTED: Final = 4


@dataclass(frozen=True, slots=True)
class Round:
    """What one load came to, by item; `cpu_ms` is the service's for each item. `missed` were not answered well."""

    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    missed: int
    load_share: float

    @classmethod
    def of(cls, outcome: Outcome, cpu_s: float, items: int) -> Self:
        """Of a load whose every request holds so many items. `load_share`: of a core, the load's own."""
        good = outcome.latencies_ms
        return cls(
            per_second=outcome.per_second * items,
            p50_ms=percentile(good, 0.50),
            p95_ms=percentile(good, 0.95),
            cpu_ms=cpu_s * 1e3 / max(1, len(good) * items),
            missed=outcome.errors,
            load_share=outcome.cpu_s / outcome.seconds,
        )


@dataclass(frozen=True, slots=True)
class Loads:
    """Where loads come from: two processes, so that one may go on beside the other."""

    processes: ProcessPoolExecutor

    def start(self, load: Load) -> Future[Outcome]:
        """Begin a load."""
        return self.processes.submit(generator.run, load)

    def round(self, server: Server, requests: list[bytes], clients: int, items: int = 1) -> Round:
        """Send each request once, and wait for all answers."""
        before = cpu_of(server.pid)
        load = Load(server.address.host, server.address.port, requests, min(clients, len(requests)))
        outcome = self.start(load).result()
        return Round.of(outcome, cpu_of(server.pid) - before, items)


@contextmanager
def loads() -> Iterator[Loads]:
    """The processes, started."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_SIDE_BY_SIDE, mp_context=spawn) as processes:
        for begun in [processes.submit(abs, 0) for _ in range(_SIDE_BY_SIDE)]:
            begun.result()
        yield Loads(processes)


@dataclass(frozen=True, slots=True)
class Way:
    """A service asked in one way; `requests` writes new ones for each round, of `items` each."""

    name: str
    server: Server
    requests: Callable[[], list[bytes]]
    clients: int
    items: int = 1


def in_turn(
    loads: Loads, rounds: int, ways: Sequence[Way], alone: Callable[[], Mapping[str, Round]]
) -> dict[str, list[Round]]:
    """Round after round, each way and what needs no service after another; the first few requests are not counted."""
    found: dict[str, list[Round]] = defaultdict(list)
    for way in ways:
        loads.round(way.server, way.requests()[:_NOT_COUNTED], way.clients, way.items)
    for _ in range(rounds):
        for way in ways:
            found[way.name].append(loads.round(way.server, way.requests(), way.clients, way.items))
        for name, one in alone().items():
            found[name].append(one)
    return found


def quotient(found: Mapping[str, Sequence[Round]], name: str, other: str) -> float:
    """How many times as much in a second, the median over the rounds; nan without the other."""
    if other not in found:
        return math.nan
    pairs = zip(found[name], found[other], strict=True)
    return median(one.per_second / their.per_second for one, their in pairs)


def cells(rounds: Sequence[Round]) -> list[float]:
    """Items a second, p50, p95 and CPU ms an item: medians."""
    return [
        median(one.per_second for one in rounds),
        median(one.p50_ms for one in rounds),
        median(one.p95_ms for one in rounds),
        median(one.cpu_ms for one in rounds),
    ]
