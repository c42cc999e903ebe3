"""Where the time of taking in one picture goes: the catalog in this process, its doors to the parts timed."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from catalog.images.model import NewImage, Source
from catalog.images.ports import Transaction, Transactions
from catalog.tenancy import TenantScope
from tests.bench.bench_stack import BenchStack
from tests.bench.figures import median, table

_STEPS: Final = ("inspect", "store", "row", "embed", "upsert")


class _Timed:
    """A part whose every method's time is added to a step."""

    def __init__(self, part: object, step: str, spent: dict[str, float]) -> None:
        self._part, self._step, self._spent = part, step, spent

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if not callable(found):
            return found

        def timed(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return found(*arguments, **named)
            finally:
                self._spent[self._step] += time.perf_counter() - started

        return timed


@dataclass(frozen=True, slots=True)
class _TimedTransactions:
    """Transactions whose whole time, commit included, is added to the step `row`."""

    transactions: Transactions
    spent: dict[str, float]

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[Transaction]:
        started = time.perf_counter()
        with self.transactions(scope) as transaction:
            yield transaction
        self.spent["row"] += time.perf_counter() - started


def split_of_time(stack: BenchStack, pictures: Sequence[bytes]) -> str:
    """A table of the medians over the pictures, one after another with nothing beside; all are new to the tenant."""
    spent: dict[str, float] = defaultdict(float)
    taking_in = _timed_ingest(stack, spent)
    new = NewImage(owner_user_id=UUID(int=1), source=Source.BATCH)
    found: dict[str, list[float]] = defaultdict(list)
    for picture in pictures:
        spent.clear()
        started = time.perf_counter()
        taking_in.from_bytes(stack.scope, picture, declared_type="image/jpeg", new=new)
        spent["whole"] = time.perf_counter() - started
        for step in (*_STEPS, "whole"):
            found[step].append(spent[step] * 1e3)
    whole = median(found["whole"])
    rows: list[list[str | float]] = [
        [step, median(times), f"{median(times) / whole:.0%}"] for step, times in found.items()
    ]
    return table(("one picture", "ms (median)", "share"), rows)


def _timed_ingest(stack: BenchStack, spent: dict[str, float]) -> Any:
    taking_in = stack.catalog.images.taking_in
    transactions = _TimedTransactions(taking_in.transactions, spent)
    # The stand-ins have every method of the parts, which a type checker cannot see through __getattr__.
    embedder: Any = _Timed(taking_in.indexing.embedder, "embed", spent)
    index: Any = _Timed(taking_in.indexing.index, "upsert", spent)
    inspector: Any = _Timed(taking_in.inspector, "inspect", spent)
    blobs: Any = _Timed(taking_in.blobs, "store", spent)
    indexing = replace(taking_in.indexing, transactions=transactions, embedder=embedder, index=index)
    return replace(taking_in, transactions=transactions, inspector=inspector, blobs=blobs, indexing=indexing)
