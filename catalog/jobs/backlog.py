"""How much waits, how old it is, and what was given up: the ledger as the gauges see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from catalog.jobs.model import JobKind, QueueName

# The kinds that tell the index what the rows say: while one is active, the index is behind.
OUTBOX: Final = (JobKind.FINISH_INGEST, JobKind.SYNC_PAYLOAD)
# For how long a dead job counts in the backlog; it stays in the ledger until somebody removes it.
DEAD_COUNT_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many jobs of a queue may run and have not been taken, and for how many seconds the oldest has waited."""

    due: int = 0
    oldest_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Backlog:
    """The ledger over all tenants: what waits in every queue, the lately dead of every kind, the index's lag.

    `outbox_lag_s` is the age in seconds of the oldest active job of OUTBOX, due or not; 0 without one.
    """

    queues: Mapping[QueueName, Waiting]
    dead: Mapping[JobKind, int]
    outbox_lag_s: float
