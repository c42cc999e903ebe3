"""Asking for a sweep, and hearing of the last one."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from catalog.duplicates.hamming import MOST_HAMMING
from catalog.duplicates.model import Run
from catalog.duplicates.ports import DuplicateTransactions
from catalog.duplicates.sweep_progress import SweepCursor
from catalog.errors import DatasetUnknown, Invalid, NotDetected, SweepRunning
from catalog.jobs.model import JobKind, NewJob
from catalog.jobs.ports import JobLedger
from catalog.jobs.view import JobView
from catalog.tenancy import TenantScope

LEAST_THRESHOLD: Final = 0.80
MOST_THRESHOLD: Final = 0.99


@dataclass(frozen=True, slots=True)
class Detecting:
    """Writes sweeps into the ledger and reads what became of them."""

    transactions: DuplicateTransactions
    ledger: JobLedger

    def detect(self, scope: TenantScope, dataset_id: str, threshold: float, max_hamming: int, by: UUID) -> UUID:
        """Have near-duplicates detected in the dataset; the job's id.

        Raises Invalid (threshold 0.80..0.99, distance 0..10), DatasetUnknown, or SweepRunning while one is under way.
        """
        check_threshold(threshold)
        if not 0 <= max_hamming <= MOST_HAMMING:
            raise Invalid(f"max_hamming is 0 to {MOST_HAMMING}")
        payload = SweepCursor(dataset_id, threshold, max_hamming).payload()
        with self.transactions(scope) as tx:
            if not tx.hashes.knows_dataset(dataset_id):
                raise DatasetUnknown("there is no dataset with that id")
            job_id, is_new = tx.jobs.ask_or_find(NewJob(JobKind.SWEEP_DUPLICATES, dataset_id, payload, asked_by=by))
        if not is_new:
            raise SweepRunning(job_id)
        return job_id

    def latest(self, scope: TenantScope, dataset_id: str) -> JobView | None:
        """The newest sweep of the dataset, over or not."""
        return self.ledger.latest(scope, JobKind.SWEEP_DUPLICATES, dataset_id)

    def run(self, scope: TenantScope, dataset_id: str) -> Run:
        """What was grouped there last. Raises NotDetected before the first time."""
        found = self.last_run(scope, dataset_id)
        if found is None:
            raise NotDetected("near-duplicates have not been detected there yet")
        return found

    def widest(self, scope: TenantScope) -> str:
        """The largest distance of the tenant's sweeps, in digits; nothing when there was none."""
        with self.transactions(scope) as tx:
            return str(max((run.max_hamming for run in tx.runs.all()), default=""))

    def last_run(self, scope: TenantScope, dataset_id: str) -> Run | None:
        """The same, or None."""
        with self.transactions(scope) as tx:
            return tx.runs.find(dataset_id)


def check_threshold(threshold: float) -> None:
    """Raise Invalid unless near-duplicates can be grouped at that cosine."""
    if not LEAST_THRESHOLD <= threshold <= MOST_THRESHOLD:
        raise Invalid(f"threshold is {LEAST_THRESHOLD:.2f} to {MOST_THRESHOLD:.2f}")
