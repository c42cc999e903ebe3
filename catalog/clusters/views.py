"""A clustering as it is shown, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.clusters.model import Cluster, Clustering, Member
from catalog.images.model import Image
from catalog.jobs.model import JobState
from catalog.jobs.view import JobView


class ClusteringState(StrEnum):
    """Where a clustering stands. A failed or cancelled one goes on when its job is tried again."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"


_STATES: Final = {
    JobState.QUEUED: ClusteringState.WAITING,
    JobState.RETRY: ClusteringState.WAITING,
    JobState.RUNNING: ClusteringState.RUNNING,
    JobState.PAUSED: ClusteringState.PAUSED,
    JobState.DEAD: ClusteringState.FAILED,
}
UNFINISHED: Final = (ClusteringState.WAITING, ClusteringState.RUNNING, ClusteringState.PAUSED)


@dataclass(frozen=True, slots=True)
class ClusteringView:
    """A clustering beside its job, None once that is forgotten."""

    clustering: Clustering
    job: JobView | None

    @property
    def state(self) -> ClusteringState:
        """Where it stands: complete once its outcome is there, whatever became of its job."""
        if self.clustering.outcome is not None:
            return ClusteringState.COMPLETE
        # The ledger forgets what was cancelled.
        return ClusteringState.CANCELLED if self.job is None else _STATES.get(self.job.state, ClusteringState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """Clusters, and the images that they name, by id."""

    clusters: tuple[Cluster, ...]
    images: Mapping[str, Image]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Members of one cluster, and their images by id."""

    members: tuple[Member, ...]
    images: Mapping[str, Image]

    def first(self, count: int) -> "MemberPage":
        """The same with no more than so many members."""
        return MemberPage(self.members[:count], self.images)
