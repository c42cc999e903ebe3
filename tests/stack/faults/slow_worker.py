"""A worker of the test's own that does its job in the smallest steps, and stands still where it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from tests.stack.faults.breaking import QUICK
from tests.stack.faults.hands import Hand, Patch, hand, job_done
from tests.stack.plugin import RunningStack

ONE_BY_ONE: Final = [
    Patch("catalog.duplicates.sweeping", "PAIRS_AT_ONCE", 1),
    Patch("catalog.duplicates.applying", "AT_ONCE", 1),
    Patch("catalog.duplicates.undoing", "AT_ONCE", 1),
]


@contextmanager
def slow_worker(stack: RunningStack, folder: Path, job_id: UUID, *, stop_at: str) -> Iterator[Hand]:
    """The worker, standing still at that failpoint, with a lease that outlasts the test."""
    env = {**stack.environment(), **QUICK, "LEASE_S": "600"}
    with hand(env, folder, job_done(job_id), {stop_at: "SIGSTOP"}, patches=ONE_BY_ONE) as made:
        made.wait_stopped(stop_at)
        yield made
