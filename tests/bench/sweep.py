"""A whole sweep through PostgreSQL and Qdrant: seconds of each phase, bytes of its tables, how both grow with images.

And moving the threshold over 200,000 edges, from the tables to the groups written.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import text

from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.duplicates.arrays import EDITED
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.hamming import pairs_within
from catalog.duplicates.model import WHOLE_TENANT
from catalog.duplicates.regrouping import Regrouping
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import Payload
from tests.bench.bench_stack import BenchStack
from tests.bench.crowd import Crowd
from tests.bench.figures import exponent, median, table
from tests.bench.measuring import Bench
from tests.bench.plan import Plan
from tests.bench.population import Drawn

_PHASES: Final = ("hashing", "candidates", "variants", "grouping")
_TABLES: Final = ("duplicate_edges", "duplicate_probes", "duplicate_groups")
_HEADS: Final = ("images", "first", *_PHASES, "again", "regroup", "edges", "groups", "MB of rows")
_TENANT: Final = "bench-sweep"
_THRESHOLD: Final = "0.95"
_GROUP: Final = 5
_MOVES: Final = (0.93, 0.95, 0.97, 0.95, 0.93)


@dataclass(slots=True)
class _Clock:
    """A handle that notes how long each phase took."""

    job_id: UUID = field(default_factory=uuid4)
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _since: float = field(default_factory=time.perf_counter)

    def checkpoint(self, _: JobProgress, cursor: Payload | None = None) -> None:
        """Count what passed since the last one towards the cursor's phase."""
        now = time.perf_counter()
        self.spent[(cursor or {})["phase"]] += now - self._since
        self._since = now

    def check(self) -> None:
        """Nobody asks to stop."""


def run(stack: BenchStack, bench: Bench, plan: Plan) -> None:
    """Print the seconds of a first sweep by phase, of a second one and of a regrouping, and what is kept."""
    del bench
    pairs_within(np.arange(64, dtype=np.uint64), 1)  # compiled once for each process
    stack = stack.as_tenant(_TENANT)
    crowd = Crowd(stack.database, stack.qdrant, stack.scope, stack.space())
    measured: list[list[float]] = []
    drawn: list[Drawn] = []
    for size in plan.sweep_sizes:
        drawn = crowd.grow_to(size)
        measured.append(_measured(stack))
        print(table(_HEADS, [[f"{size:,}", *measured[-1]]]), flush=True)
    exponents = [exponent(plan.sweep_sizes, [max(one, 1e-3) for one in costs]) for costs in zip(*measured, strict=True)]
    rows: list[list[str | float]] = [
        [f"{size:,}", *costs] for size, costs in zip(plan.sweep_sizes, measured, strict=True)
    ]
    print(table(_HEADS, [*rows, ["exponent", *exponents]]))
    _move_the_threshold(stack, [one.image.image_id for one in drawn], plan.moved_edges)
    crowd.grow_to(0)


def _measured(stack: BenchStack) -> list[float]:
    _forget(stack)
    first, again = (_swept(stack) for _ in range(2))
    began = time.perf_counter()
    found = stack.catalog.duplicates.regroup(stack.scope, WHOLE_TENANT, float(_THRESHOLD))
    regrouped = time.perf_counter() - began
    phases = [first[phase] for phase in _PHASES]
    return [sum(phases), *phases, sum(again.values()), regrouped, found.edges, found.groups, _megabytes(stack)]


def _swept(stack: BenchStack) -> dict[str, float]:
    clock = _Clock()
    stack.catalog.duplicates.sweep_duplicates(
        stack.scope, dataset_id=WHOLE_TENANT, threshold=_THRESHOLD, max_hamming="6", job=clock
    )
    return clock.spent


def _forget(stack: BenchStack) -> None:
    with stack.database.connection(stack.scope) as connection:
        for name in (*_TABLES, "duplicate_runs"):
            connection.execute(text(f"DELETE FROM {name} WHERE tenant_id = :own"), {"own": stack.scope.tenant_id})  # noqa: S608 - our own words


def _megabytes(stack: BenchStack) -> float:
    """Of the tables of what a sweep finds, with their indexes."""
    with stack.database.connection(stack.scope) as connection:
        sizes = [connection.execute(text("SELECT pg_total_relation_size(:name)"), {"name": one}) for one in _TABLES]
        return sum(int(size.scalar_one()) for size in sizes) / 1e6


def _move_the_threshold(stack: BenchStack, image_ids: Sequence[str], edges: int) -> None:
    """Groups of five with edges of drawn cosines, of a model that no sweep knows."""
    space = replace(stack.space(), model_version="bench")
    _forget(stack)
    with FindingDatabase(stack.database)(stack.scope) as tx:
        kept = tx.edges.put(_drawn_edges(image_ids, edges), space.model_version, over_closer=True)
    regrouping = Regrouping(FindingDatabase(stack.database), stack.catalog.duplicates.regrouping.reader)
    regrouping.regroup(stack.scope, space, WHOLE_TENANT, 0.95, max_hamming=6)
    written, looked = [], []
    for threshold in _MOVES:
        began = time.perf_counter()
        regrouping.preview(stack.scope, space, WHOLE_TENANT, threshold)
        looked.append(time.perf_counter() - began)
        began = time.perf_counter()
        regrouping.regroup(stack.scope, space, WHOLE_TENANT, threshold)
        written.append(time.perf_counter() - began)
    heads = ("edges", "preview ms", "regroup and write ms", "slowest write ms")
    print(table(heads, [[f"{kept:,}", median(looked) * 1e3, median(written) * 1e3, max(written) * 1e3]]))
    _forget(stack)


def _drawn_edges(image_ids: Sequence[str], edges: int) -> EdgeColumns:
    generator = np.random.default_rng(1)
    first, second = np.triu_indices(_GROUP, 1)
    groups = min(len(image_ids) // _GROUP, edges // len(first))
    ids = np.sort(np.array(image_ids[: groups * _GROUP], "S26")).reshape(groups, _GROUP)
    low, high = ids[:, first].ravel(), ids[:, second].ravel()
    spread = generator.uniform(0.90, 1.0, groups).repeat(len(first))
    cosine = (spread - generator.uniform(0, 0.03, len(low))).astype(np.float32)
    hamming = generator.integers(0, 7, len(low)).astype(np.int16)
    return EdgeColumns(
        low, high, np.full(len(low), EDITED, np.int8), hamming, cosine.round(6), np.zeros(len(low), np.int8)
    )
