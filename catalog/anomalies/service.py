"""What can be done about odd images, in one place: the sentences that routes and jobs say."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from catalog.anomalies.asking import Asking
from catalog.anomalies.looking import Looking
from catalog.anomalies.model import Anomaly, AnomalyListing, AnomalyRun, Review, ReviewProgress, Verdict
from catalog.anomalies.newcomers import Newcomers
from catalog.anomalies.ports import AnomalyTransactions, DatasetVectors
from catalog.anomalies.rescoring import Rescoring
from catalog.anomalies.reviewing import Reviewing
from catalog.anomalies.scoring import Method
from catalog.anomalies.scoring_run import Scoring
from catalog.embeddings.spaces import Spaces
from catalog.jobs.handle import JobHandle
from catalog.jobs.ports import JobLedger
from catalog.jobs.view import JobView
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class AnomalyService:
    """The use cases of odd images. `dataset_id` is WHOLE_TENANT, DEFAULT_DATASET or an id that images name."""

    asking: Asking
    scoring: Scoring
    newcomers: Newcomers
    reviewing: Reviewing
    looking: Looking

    @classmethod
    def over(cls, transactions: AnomalyTransactions, ledger: JobLedger, spaces: Spaces, reader: DatasetVectors) -> Self:
        """All the parts over the same rows and vectors."""
        rescoring = Rescoring(reader)
        return cls(
            asking=Asking(transactions, ledger),
            scoring=Scoring(transactions, spaces, reader, rescoring),
            newcomers=Newcomers(transactions, spaces, reader, rescoring),
            reviewing=Reviewing(transactions, spaces, rescoring),
            looking=Looking(transactions),
        )

    def score(self, scope: TenantScope, dataset_id: str, by: UUID) -> UUID:
        """Have the dataset scored; the job's id. Raises DatasetUnknown, or ScoringRunning while one is under way."""
        return self.asking.score(scope, dataset_id, by)

    def latest_scoring(self, scope: TenantScope, dataset_id: str) -> JobView | None:
        """The newest scoring job of the dataset, over or not."""
        return self.asking.latest(scope, dataset_id)

    def run(self, scope: TenantScope, dataset_id: str) -> AnomalyRun:
        """The scoring that counts now. Raises NotScored before the first."""
        return self.asking.run(scope, dataset_id)

    def queue(self, scope: TenantScope, listing: AnomalyListing) -> list[Anomaly]:
        """A page of images, the oddest first. Raises NotScored."""
        return self.looking.queue(scope, listing)

    def anomaly(self, scope: TenantScope, dataset_id: str, image_id: str, method: Method = Method.KNN) -> Anomaly:
        """One image's scores with their evidence. Raises ImageNotFound, or NotScored where it has none yet."""
        return self.looking.anomaly(scope, dataset_id, image_id, method)

    def history(self, scope: TenantScope, dataset_id: str, image_id: str) -> list[Review]:
        """All that was ever said of the image there, the newest first. Raises ImageNotFound."""
        return self.looking.history(scope, dataset_id, image_id)

    def review(
        self, scope: TenantScope, dataset_id: str, image_id: str, verdict: Verdict, note: str | None, by: UUID
    ) -> Anomaly:
        """Say what the image is; see Reviewing.review. Raises ImageNotFound, NotScored, Invalid or IndexUnavailable."""
        self.reviewing.review(scope, dataset_id, image_id, verdict, note, by)
        return self.anomaly(scope, dataset_id, image_id)

    def take_back_review(self, scope: TenantScope, dataset_id: str, image_id: str, by: UUID) -> Anomaly:
        """Take one's word back; where there is none nothing happens. Raises as review does."""
        self.reviewing.take_back(scope, dataset_id, image_id, by)
        return self.anomaly(scope, dataset_id, image_id)

    def progress(self, scope: TenantScope, dataset_id: str, method: Method = Method.KNN) -> ReviewProgress:
        """How far people are with what is flagged, and how well they agree. Raises NotScored."""
        return self.looking.progress(scope, dataset_id, method)

    def set_budget(self, scope: TenantScope, dataset_id: str, budget: int) -> None:
        """Say how many images a night people will look at (1..1000). Raises Invalid or DatasetUnknown."""
        self.asking.set_budget(scope, dataset_id, budget)

    def score_anomalies(self, scope: TenantScope, *, dataset_id: str, nightly: str = "", job: JobHandle) -> None:
        """Score the dataset; by night, ask for a scoring of every dataset that was scored before."""
        if nightly:
            self.asking.score_again(scope)
        else:
            self.scoring.score(scope, dataset_id, job)

    def score_newcomers(self, scope: TenantScope, *, after: str, job: JobHandle) -> None:
        """Hold images that came after the runs against them; see Newcomers.score."""
        self.newcomers.score(scope, after, job)
