"""Clusters that answer what they were told to, and clusterings made of nothing."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalog.clusters.agglomerating import Linkage
from catalog.clusters.model import Cluster, Clustering, ClusterName, Collection, Outcome, Wanted
from catalog.clusters.views import ClusteringView
from catalog.images.model import Image
from catalog.jobs.model import JobKind, JobState
from catalog.tenancy import job_scope
from tests.fakes.images import an_image
from tests.fakes.jobs import a_job
from tests.token_bank.forge import TENANT, USER
from tests.unit.gateway.canned import Canned
from tests.unit.gateway.fakes import FakeCatalog, a_catalog

BASE = "/api/search/cluster"
SCOPE = job_scope(TENANT)
WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
JOB_ID = UUID("7d9a2c30-1b7f-4a3e-8c55-0e6f1d2c3b4a")
CLUSTERING_ID = UUID("5f3c1f7e-0a4e-4f57-9a5e-6f9d8a3b2c11")
ONE = f"{BASE}/{CLUSTERING_ID}"
WANTED = Wanted(Collection("shelf", {"tags": {"any": ["red"]}}), Linkage.COMPLETE, threshold=0.25)
OUTCOME = Outcome(11, 1, 3, "tiny-1", WHEN)
ASKED = Clustering(CLUSTERING_ID, JOB_ID, WANTED, 12, USER, WHEN)


@dataclass
class CatalogOfClusters(FakeCatalog):
    """A catalog that has clusters."""

    clusters: Canned = field(default_factory=Canned)


def a_catalog_of(**answers: Any) -> CatalogOfClusters:
    """A catalog whose clusters answer so."""
    return CatalogOfClusters(a_catalog().accounts, clusters=Canned(answers))


def a_view(*, done: bool = True, state: JobState = JobState.SUCCEEDED, **facts: Any) -> ClusteringView:
    """A clustering with a job in that state."""
    asked = replace(ASKED, outcome=OUTCOME if done else None)
    return ClusteringView(asked, a_job(JobKind.CLUSTER_IMAGES, state, job_id=JOB_ID, **facts))


def images(count: int) -> dict[str, Image]:
    made = [an_image(SCOPE) for _ in range(count)]
    return {image.image_id: image for image in made}


def a_cluster(number: int, ids: list[str], name: ClusterName | None = None) -> Cluster:
    return Cluster(number, len(ids), 0.125, "0" * 64, ids[0], tuple(ids[1:]), ids[-1], name)
