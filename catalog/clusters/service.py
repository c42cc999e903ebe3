"""What can be done about clusters, in one place: the sentences that routes and jobs say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.clusters.asking import Asking
from catalog.clusters.model import Cluster, Clustering, Wanted
from catalog.clusters.ports import ClusterTransaction, ClusterTransactions
from catalog.clusters.running import ClusterRun
from catalog.clusters.views import UNFINISHED, ClusteringView, ClusterPage, MemberPage
from catalog.errors import ClusteringRunning, ClusteringUnfinished
from catalog.jobs.handle import JobHandle
from catalog.jobs.ports import JobLedger
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class ClusterService:
    """The use cases of clusters. Every method raises DatabaseUnavailable, those about one ClusteringNotFound too."""

    transactions: ClusterTransactions
    ledger: JobLedger
    asking: Asking
    running: ClusterRun

    def cluster(self, scope: TenantScope, wanted: Wanted, by: UUID) -> Clustering:
        """Ask for a clustering; see Asking.ask."""
        return self.asking.ask(scope, wanted, by)

    def clustering(self, scope: TenantScope, clustering_id: UUID) -> ClusteringView:
        """One clustering and its job."""
        with self.transactions(scope) as tx:
            clustering = tx.clusterings.get(clustering_id)
        [view] = self._views(scope, [clustering])
        return view

    def page(self, scope: TenantScope, after: tuple[datetime, UUID] | None, limit: int) -> list[ClusteringView]:
        """Clusterings, the newest first, past the one of that time and id."""
        with self.transactions(scope) as tx:
            found = tx.clusterings.page(after, limit)
        return self._views(scope, found)

    def clusters(self, scope: TenantScope, clustering_id: UUID, *, after: int, limit: int) -> ClusterPage:
        """Clusters past that number, in order; none while there is no outcome."""
        with self.transactions(scope) as tx:
            tx.clusterings.get(clustering_id)
            found = tx.clusterings.clusters(clustering_id, after=after, limit=limit)
            return _shown(tx, found)

    def members(self, scope: TenantScope, clustering_id: UUID, number: int, *, after: int, limit: int) -> MemberPage:
        """A cluster's images past that rank, from the medoid outwards.

        Raises ClusterNotFound, or ClusteringUnfinished while there is no outcome.
        """
        with self.transactions(scope) as tx:
            _finished(tx, clustering_id, number)
            found = tx.clusterings.members(clustering_id, number, after=after, limit=limit)
            images = tx.images.searchable_among([member.image_id for member in found])
            return MemberPage(tuple(one for one in found if one.image_id in images), images)

    def rename(self, scope: TenantScope, clustering_id: UUID, number: int, name: str | None, by: UUID) -> ClusterPage:
        """Name the cluster, or with None give it back the vocabulary's name. Raises as members does.

        The name is kept by the content of the medoid, so that later clusterings show it as well.
        """
        with self.transactions(scope) as tx:
            medoid = _finished(tx, clustering_id, number).medoid_sha256
            if name is None:
                tx.clusterings.forget_name(medoid)
            else:
                tx.clusterings.rename(medoid, name, by)
            return _shown(tx, [tx.clusterings.cluster(clustering_id, number)])

    def remove(self, scope: TenantScope, clustering_id: UUID) -> None:
        """Strike it out. Raises ClusteringRunning while its job is not over."""
        view = self.clustering(scope, clustering_id)
        if view.state in UNFINISHED:
            raise ClusteringRunning(view.clustering.job_id)
        with self.transactions(scope) as tx:
            tx.clusterings.remove(clustering_id)

    def cluster_images(self, scope: TenantScope, *, clustering_id: str, job: JobHandle) -> None:
        """Do what was asked; see ClusterRun.run."""
        self.running.run(scope, UUID(clustering_id), job)

    def _views(self, scope: TenantScope, found: Sequence[Clustering]) -> list[ClusteringView]:
        jobs = self.ledger.find(scope, [one.job_id for one in found])
        return [ClusteringView(one, jobs.get(one.job_id)) for one in found]


def _finished(tx: ClusterTransaction, clustering_id: UUID, number: int) -> Cluster:
    if tx.clusterings.get(clustering_id).outcome is None:
        raise ClusteringUnfinished("wait until the clustering is complete")
    return tx.clusterings.cluster(clustering_id, number)


def _shown(tx: ClusterTransaction, clusters: Iterable[Cluster]) -> ClusterPage:
    found = tuple(clusters)
    named = (one for cluster in found for one in (cluster.medoid_id, *cluster.nearest_ids, cluster.furthest_id))
    return ClusterPage(found, tx.images.searchable_among(sorted({one for one in named if one is not None})))
