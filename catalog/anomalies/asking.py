"""Asking for a scoring, and hearing of the last one."""

from dataclasses import dataclass, replace
from uuid import UUID

from catalog.anomalies.model import MOST_BUDGET, AnomalyRun
from catalog.anomalies.ports import AnomalyTransactions
from catalog.errors import DatasetUnknown, Invalid, NotScored, ScoringRunning
from catalog.jobs.model import JobKind, NewJob
from catalog.jobs.ports import JobLedger
from catalog.jobs.view import JobView
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Asking:
    """Writes scorings into the ledger and reads what became of them."""

    transactions: AnomalyTransactions
    ledger: JobLedger

    def score(self, scope: TenantScope, dataset_id: str, by: UUID) -> UUID:
        """Have the dataset scored; the job's id. Raises DatasetUnknown, or ScoringRunning while one is under way."""
        with self.transactions(scope) as tx:
            if not tx.images.knows_dataset(dataset_id):
                raise DatasetUnknown("there is no dataset with that id")
            job_id, is_new = tx.jobs.ask_or_find(_scoring(dataset_id, by))
        if not is_new:
            raise ScoringRunning(job_id)
        return job_id

    def score_again(self, scope: TenantScope) -> None:
        """Ask for a scoring of every dataset that was scored before, by itself, so that each can be stopped alone."""
        with self.transactions(scope) as tx:
            for run in tx.runs.all():
                tx.jobs.ask(_scoring(run.dataset_id, None))

    def latest(self, scope: TenantScope, dataset_id: str) -> JobView | None:
        """The newest scoring of the dataset, over or not."""
        return self.ledger.latest(scope, JobKind.SCORE_ANOMALIES, dataset_id)

    def run(self, scope: TenantScope, dataset_id: str) -> AnomalyRun:
        """The run that counts. Raises NotScored before the first."""
        with self.transactions(scope) as tx:
            run = tx.runs.find(dataset_id)
        if run is None:
            raise NotScored("anomalies have not been scored there yet")
        job = self.latest(scope, dataset_id)
        return run if job is None or job.is_over else replace(run, job_id=job.job_id)

    def set_budget(self, scope: TenantScope, dataset_id: str, budget: int) -> None:
        """Say how many images a night. Raises Invalid or DatasetUnknown."""
        if not 1 <= budget <= MOST_BUDGET:
            raise Invalid(f"a budget is 1 to {MOST_BUDGET} images a night")
        with self.transactions(scope) as tx:
            if not tx.images.knows_dataset(dataset_id):
                raise DatasetUnknown("there is no dataset with that id")
            tx.runs.set_budget(dataset_id, budget)


def _scoring(dataset_id: str, by: UUID | None) -> NewJob:
    return NewJob(JobKind.SCORE_ANOMALIES, dataset_id, {"dataset_id": dataset_id}, asked_by=by)
