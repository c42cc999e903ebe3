"""What operators see of jobs."""

import time
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import REGISTRY, Counter, Histogram, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from catalog.jobs.backlog import Backlog

ENDED: Final = Counter("semblance_jobs_total", "Attempts at jobs, by how they ended.", ["kind", "outcome"])
SECONDS: Final = Histogram(
    "semblance_job_seconds",
    "How long an attempt took.",
    ["kind"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
WAIT_SECONDS: Final = Histogram(
    "semblance_job_wait_seconds",
    "From when a job may run until a worker takes it.",
    ["queue"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600),
)
EXPIRED: Final = Counter("semblance_job_leases_expired_total", "Jobs whose worker died or stood still.")
RUNG: Final = Counter("semblance_job_rings_total", "Jobs that the sweeper rang for, because nobody had heard.")


class LedgerGauges(Collector):
    """The backlog as the last sweep of this process saw it.

    Nothing before the first sweep and nothing after one that failed: an old figure would look like a new one.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._seen: tuple[Backlog, float] | None = None

    def show(self, backlog: Backlog) -> None:
        """Show this from now on."""
        self._seen = backlog, self._clock()

    def forget(self) -> None:
        """Show nothing until there is something new."""
        self._seen = None

    def describe(self) -> list[Metric]:
        """Every family, without a sample: what the registry checks names by."""
        return [*_families()]

    def collect(self) -> Iterator[Metric]:
        """The families with what was seen."""
        if self._seen is None:
            return
        backlog, at = self._seen
        due, oldest, dead, lag, swept = _families()
        for queue, waiting in backlog.queues.items():
            due.add_metric([queue.value], waiting.due)
            oldest.add_metric([queue.value], waiting.oldest_s)
        for kind, count in backlog.dead.items():
            dead.add_metric([kind.value], count)
        lag.add_metric([], backlog.outbox_lag_s)
        swept.add_metric([], at)
        yield from (due, oldest, dead, lag, swept)


def _families() -> tuple[GaugeMetricFamily, ...]:
    return (
        GaugeMetricFamily("semblance_jobs_due", "Jobs that may run and have not been taken.", labels=["queue"]),
        GaugeMetricFamily(
            "semblance_job_oldest_due_seconds", "For how long the oldest of them has been due.", labels=["queue"]
        ),
        GaugeMetricFamily("semblance_jobs_dead", "Jobs given up on in the last seven days.", labels=["kind"]),
        GaugeMetricFamily(
            "semblance_outbox_lag_seconds", "Age of the oldest change of a row that the index may not know.", labels=[]
        ),
        GaugeMetricFamily("semblance_last_sweep_timestamp_seconds", "When the ledger was last swept.", labels=[]),
    )


LEDGER: Final = LedgerGauges()
REGISTRY.register(LEDGER)
