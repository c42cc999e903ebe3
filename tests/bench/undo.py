"""A large batch applied and taken back by the workers: seconds, and every row and vector held against what was."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, text

from catalog.adapters.postgres.duplicates.groups import PostgresGroups
from catalog.adapters.qdrant.points import GLOBAL, point_id
from catalog.duplicates.composing import compose, likenesses
from catalog.duplicates.model import WHOLE_TENANT, Edge, Group, Tier, Turn, WorstPair
from catalog.duplicates.rules import Keep, Rule
from catalog.duplicates.views import BatchState, Selection
from catalog.images.model import Image
from tests.bench.bench_stack import BenchStack
from tests.bench.figures import table
from tests.bench.measuring import Bench
from tests.bench.plan import Plan
from tests.bench.population import Drawn, Population

_TENANT: Final = "bench-undo"
_MEMBERS: Final = 3
_TABLES: Final = ("images", "duplicate_groups", "duplicate_verdicts", "trashed_vectors")
_REVIEW: Final = ("review_batches", "duplicate_verdicts", "duplicate_groups", "trashed_vectors")
_LONGEST_S: Final = 300.0
_AT_ONCE: Final = 500
_MODEL: Final = Group(WHOLE_TENANT, "", (), Tier.EDITED, "", WorstPair("", "", 0.0), 0.95, 0)
_BUSY: Final = text(
    "SELECT count(*) FROM jobs WHERE tenant_id = :own AND state IN ('queued', 'running', 'retry')"
    " AND kind IN ('apply_batch', 'undo_batch', 'sync_points')"
)

T_ = TypeVar("T_")
Dump = Mapping[str, Sequence[Any]]


class NotUndone(Exception):
    """Something is not as it was."""


def run(stack: BenchStack, bench: Bench, plan: Plan) -> None:
    """Print the seconds of both ways. Raises NotUndone where a row or a vector is another than before."""
    del bench
    stack = stack.as_tenant(_TENANT)
    population = Population(stack.database, stack.qdrant, stack.scope, stack.space())
    drawn = population.grow_to(plan.review_groups * _MEMBERS)
    _forget(stack)
    _add_groups(stack, [one.image for one in drawn])
    before = _dump(stack, drawn)
    duplicates, by = stack.catalog.duplicates, UUID(int=1)
    began = time.perf_counter()
    batch = duplicates.resolve(stack.scope, Selection(WHOLE_TENANT), Rule(Keep.OLDEST), by=by)
    applied = _ended(stack, began, lambda: duplicates.batch(stack.scope, batch.batch_id).state is BatchState.APPLIED)
    trashed = duplicates.batch(stack.scope, batch.batch_id).trashed
    began = time.perf_counter()
    duplicates.undo(stack.scope, batch.batch_id, by=by)
    undone = _ended(stack, began, lambda: duplicates.batch(stack.scope, batch.batch_id).state is BatchState.UNDONE)
    compared = _compare(before, _dump(stack, drawn))
    heads = ("groups", "images", "trashed", "apply s", "undo s", "rows and vectors compared", "that differ")
    print(table(heads, [[f"{plan.review_groups:,}", f"{len(drawn):,}", f"{trashed:,}", applied, undone, *compared]]))
    _forget(stack)
    population.grow_to(0)
    if compared[1] != "0":
        raise NotUndone(f"{compared[1]} rows or vectors are not as they were")


def _add_groups(stack: BenchStack, images: Sequence[Image]) -> None:
    with stack.database.connection(stack.scope) as connection:
        groups = PostgresGroups(connection, stack.scope)
        for members in _by(_MEMBERS, images):
            edges = [_edge(members[0], other) for other in members[1:]]
            groups.put(compose(_MODEL, members, likenesses(edges), unbound=Tier.EDITED))


def _edge(one: Image, other: Image) -> Edge:
    low, high = sorted((one.image_id, other.image_id))
    return Edge(low, high, Tier.EDITED, 3, 0.97, Turn.UPRIGHT, one.model_version or "")


def _ended(stack: BenchStack, began: float, is_over: Callable[[], bool]) -> float:
    """Seconds until it is over and all points agree. Raises NotUndone when that takes too long."""
    while time.perf_counter() - began < _LONGEST_S:
        if is_over() and not _busy(stack):
            return time.perf_counter() - began
        time.sleep(0.02)
    raise NotUndone(f"it was not over within {_LONGEST_S:.0f} s")


def _busy(stack: BenchStack) -> bool:
    with stack.database.connection(stack.scope) as connection:
        return bool(connection.execute(_BUSY, {"own": stack.scope.tenant_id}).scalar_one())


def _dump(stack: BenchStack, drawn: Sequence[Drawn]) -> Dump:
    """Every column of every row but its version, as PostgreSQL writes it, and every vector's bytes."""
    with stack.database.connection(stack.scope) as connection:
        rows = {name: _rows(connection, name, stack.scope.tenant_id) for name in _TABLES}
    ids = [point_id(stack.scope, stack.space(), one.image.image_id) for one in drawn]
    vectors: list[Any] = []
    for some in _by(_AT_ONCE, sorted(ids)):
        found = stack.qdrant.retrieve(stack.space().collection, list(some), with_vectors=[GLOBAL])
        its = {str(point.id): point.vector[GLOBAL] for point in found if isinstance(point.vector, dict)}
        vectors += [(one, np.asarray(its.get(one, []), np.float32).tobytes()) for one in some]
    return {**rows, "vectors": vectors}


def _rows(connection: Connection, name: str, tenant_id: UUID) -> list[str]:
    query = f"SELECT (to_jsonb(it) - 'row_version')::text FROM {name} it WHERE tenant_id = :own ORDER BY 1"  # noqa: S608 - our own words
    return list(connection.execute(text(query), {"own": tenant_id}).scalars())


def _compare(before: Dump, after: Dump) -> list[str]:
    """How many rows and vectors there are, and how many are on one side only."""
    differ = sum(len(set(before[name]) ^ set(after[name])) for name in before)
    return [f"{sum(len(held) for held in before.values()):,}", f"{differ:,}"]


def _by(size: int, items: Sequence[T_]) -> list[Sequence[T_]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def _forget(stack: BenchStack) -> None:
    with stack.database.connection(stack.scope) as connection:
        for name in _REVIEW:
            connection.execute(text(f"DELETE FROM {name} WHERE tenant_id = :own"), {"own": stack.scope.tenant_id})  # noqa: S608 - our own words
