"""Runs loads in processes of their own, round after round, and reads off what each service spent meanwhile."""

import math
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Self

from deploy.local.layout import Layout
from tests.bench import bare, generator, presigned
from tests.bench.bare import BareLoad
from tests.bench.figures import median, percentile
from tests.bench.generator import Load, Outcome
from tests.bench.presigned import PresignedLoad
from tests.bench.processes import cpu_seconds, difference

WORKERS: Final = ("worker-interactive", "worker-batch")
SERVICES: Final = ("gateway", "qdrant", "embedder", "postgres", "s3", *WORKERS)
_LOOK_S: Final = 0.5
_QUIET_SHARE: Final = 0.05
_SETTLED_WITHIN_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Round:
    """One load: what came of it, and the CPU seconds that each service spent."""

    outcome: Outcome
    cpu_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """Medians over the rounds of one load; `cpu_ms` is per good answer."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    errors: int
    cpu_ms: dict[str, float]
    load_share: float

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> Self:
        """The medians. `load_share` is the load process's own share of one core."""
        good = [max(1, len(one.outcome.latencies_ms)) for one in rounds]
        return cls(
            per_second=median(one.outcome.per_second for one in rounds),
            p50_ms=median(percentile(one.outcome.latencies_ms, 0.50) for one in rounds),
            p95_ms=median(percentile(one.outcome.latencies_ms, 0.95) for one in rounds),
            p99_ms=median(percentile(one.outcome.latencies_ms, 0.99) for one in rounds),
            errors=sum(one.outcome.errors for one in rounds),
            cpu_ms={
                name: median(one.cpu_s[name] * 1e3 / count for one, count in zip(rounds, good, strict=True))
                for name in SERVICES
            },
            load_share=median(one.outcome.cpu_s / one.outcome.seconds for one in rounds),
        )


@dataclass(frozen=True, slots=True)
class Bench:
    """Measures one stack."""

    layout: Layout
    processes: ProcessPoolExecutor

    def http(self, load: Load) -> Round:
        """One round of HTTP requests."""
        return self._measured(lambda: self.processes.submit(generator.run, load).result())

    def bare(self, load: BareLoad) -> Round:
        """One round of bare qdrant-client calls."""
        return self._measured(lambda: self.processes.submit(bare.run, load).result())

    def presigned(self, load: PresignedLoad) -> Round:
        """One round of uploads as a browser makes them."""
        return self._measured(lambda: self.processes.submit(presigned.run, load).result())

    def settle(self) -> None:
        """Wait (half a minute at most) until the workers have done what earlier rounds left them."""
        deadline = time.monotonic() + _SETTLED_WITHIN_S
        spent = math.inf
        while spent > _QUIET_SHARE * _LOOK_S and time.monotonic() < deadline:
            before = cpu_seconds(self.layout, WORKERS)
            time.sleep(_LOOK_S)
            spent = sum(difference(before, cpu_seconds(self.layout, WORKERS)).values())

    def _measured(self, run: Callable[[], Outcome]) -> Round:
        before = cpu_seconds(self.layout, SERVICES)
        outcome = run()
        return Round(outcome, difference(before, cpu_seconds(self.layout, SERVICES)))


@contextmanager
def bench_of(layout: Layout) -> Iterator[Bench]:
    """A bench whose load comes from one other process, kept between rounds."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        processes.submit(abs, 0).result()
        yield Bench(layout, processes)
