"""A whole scoring of a tenant through PostgreSQL and Qdrant: seconds by phase, megabytes, and a page of the queue."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text

from catalog.anomalies.model import AnomalyListing
from catalog.anomalies.run_progress import RunPhase
from catalog.anomalies.scoring import Method
from catalog.images.datasets import WHOLE_TENANT
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import Payload
from tests.bench.bench_stack import BenchStack
from tests.bench.crowd import Crowd
from tests.bench.figures import exponent, median, table
from tests.bench.measuring import Bench
from tests.bench.plan import Plan
from tests.bench.telling import begin_most_anew, most_mb

_TENANT: Final = "bench-scoring"
_TABLES: Final = ("anomaly_scores", "anomaly_runs")
_PHASES: Final = tuple(RunPhase)
_HEADS: Final = ("images", "seconds", *_PHASES, "MB on top", "MB of rows", "page ms")
_PAGES: Final = 5


@dataclass(slots=True)
class _Clock:
    """A handle that notes how long each phase took, as told by the step that a checkpoint names."""

    job_id: UUID = field(default_factory=uuid4)
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _since: float = field(default_factory=time.perf_counter)

    def checkpoint(self, progress: JobProgress, _: Payload | None = None) -> None:
        """Count what passed since the last one towards the phase."""
        now = time.perf_counter()
        self.spent[progress.status] += now - self._since
        self._since = now

    def check(self) -> None:
        """Nobody asks to stop."""


def run(stack: BenchStack, bench: Bench, plan: Plan) -> None:
    """Print what a second scoring costs at each size; the first one compiles."""
    del bench
    stack = stack.as_tenant(_TENANT)
    crowd = Crowd(stack.database, stack.qdrant, stack.scope, stack.space())
    measured: list[list[float]] = []
    for size in plan.sweep_sizes:
        crowd.grow_to(size)
        measured.append(_measured(stack, warm=not measured))
        print(table(_HEADS, [[f"{size:,}", *measured[-1]]]), flush=True)
    exponents = [exponent(plan.sweep_sizes, [max(one, 1e-3) for one in costs]) for costs in zip(*measured, strict=True)]
    rows: list[list[str | float]] = [
        [f"{size:,}", *costs] for size, costs in zip(plan.sweep_sizes, measured, strict=True)
    ]
    print(table(_HEADS, [*rows, ["exponent", *exponents]]))
    _forget(stack)
    crowd.grow_to(0)


def _measured(stack: BenchStack, *, warm: bool) -> list[float]:
    if warm:
        stack.catalog.anomalies.score_anomalies(stack.scope, dataset_id=WHOLE_TENANT, job=_Clock())
    begin_most_anew()
    clock, before = _Clock(), most_mb()
    stack.catalog.anomalies.score_anomalies(stack.scope, dataset_id=WHOLE_TENANT, job=clock)
    phases = [clock.spent[phase.value] for phase in _PHASES]
    return [sum(phases), *phases, most_mb() - before, _megabytes(stack), _page_ms(stack)]


def _page_ms(stack: BenchStack) -> float:
    """The worst fifty images with their evidence."""
    took = []
    for _ in range(_PAGES):
        began = time.perf_counter()
        stack.catalog.anomalies.queue(stack.scope, AnomalyListing(WHOLE_TENANT, Method.KNN))
        took.append(time.perf_counter() - began)
    return median(took) * 1e3


def _megabytes(stack: BenchStack) -> float:
    """Of the tables of scores, with their indexes."""
    with stack.database.connection(stack.scope) as connection:
        sizes = [connection.execute(text("SELECT pg_total_relation_size(:name)"), {"name": one}) for one in _TABLES]
        return sum(int(size.scalar_one()) for size in sizes) / 1e6


def _forget(stack: BenchStack) -> None:
    with stack.database.connection(stack.scope) as connection:
        for name in _TABLES:
            connection.execute(text(f"DELETE FROM {name} WHERE tenant_id = :own"), {"own": stack.scope.tenant_id})  # noqa: S608 - our own words
