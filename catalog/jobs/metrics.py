"""What operators see of jobs."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

ENDED: Final = Counter("semblance_jobs_total", "Attempts at jobs, by how they ended.", ["kind", "outcome"])
SECONDS: Final = Histogram(
    "semblance_job_seconds",
    "How long an attempt took.",
    ["kind"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
EXPIRED: Final = Counter("semblance_job_leases_expired_total", "Jobs whose worker died or stood still.")
RUNG: Final = Counter("semblance_job_rings_total", "Jobs that the sweeper rang for, because nobody had heard.")
DUE: Final = Gauge("semblance_jobs_due", "Jobs that may run and have not been taken.")
OLDEST_DUE_SECONDS: Final = Gauge("semblance_job_oldest_due_seconds", "For how long the oldest of them has been due.")
