"""Clusterings, clusters and members as rows, and back."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, or_, select

from catalog.adapters.postgres.cluster_tables import cluster_members, cluster_names, clusterings, clusters
from catalog.adapters.postgres.tables import images
from catalog.clusters.model import NEAREST_SHOWN, Cluster, Clustering, ClusterName, FoundCluster, NamedBy, Outcome
from catalog.clusters.wanted import document_of, wanted_of
from catalog.images.model import ImageState
from catalog.tenancy import TenantScope

CLUSTERINGS: Final = select(clusterings).where(clusterings.c.tenant_id == bindparam("own"))

_OWN_NAME: Final = and_(
    cluster_names.c.tenant_id == clusters.c.tenant_id, cluster_names.c.medoid_sha256 == clusters.c.medoid_sha256
)
CLUSTERS: Final = (
    select(
        *(clusters.c[name] for name in ("number", "size", "spread", "medoid_sha256", "name", "confidence")),
        cluster_names.c.name.label("given_name"),
        cluster_names.c.named_by,
    )
    .select_from(clusters.outerjoin(cluster_names, _OWN_NAME))
    .where(clusters.c.tenant_id == bindparam("own"), clusters.c.clustering_id == bindparam("clustering"))
    .order_by(clusters.c.number)
)
_OF_CLUSTER: Final = and_(
    *(cluster_members.c[name] == clusters.c[name] for name in ("tenant_id", "clustering_id", "number"))
)
_OF_IMAGE: Final = and_(*(cluster_members.c[name] == images.c[name] for name in ("tenant_id", "image_id")))
SEARCHABLE_MEMBERS: Final = (
    select(cluster_members.c.image_id, cluster_members.c.rank, cluster_members.c.distance)
    .join(images, _OF_IMAGE)
    .where(
        cluster_members.c.tenant_id == bindparam("own"),
        cluster_members.c.clustering_id == bindparam("clustering"),
        images.c.state == ImageState.SEARCHABLE.value,
    )
)
SAMPLES: Final = (
    SEARCHABLE_MEMBERS.join(clusters, _OF_CLUSTER)
    .where(or_(cluster_members.c.rank <= NEAREST_SHOWN, cluster_members.c.rank == clusters.c.size - 1))
    .with_only_columns(cluster_members.c.number, cluster_members.c.rank, cluster_members.c.image_id)
)


def row_of(scope: TenantScope, clustering: Clustering) -> dict[str, Any]:
    """The row of one without an outcome."""
    return {
        "tenant_id": scope.tenant_id,
        "id": clustering.clustering_id,
        "job_id": clustering.job_id,
        "wanted": document_of(clustering.wanted),
        "matched": clustering.matched,
        "asked_by": clustering.asked_by,
        "created_at": clustering.created_at,
    }


def clustering_of(row: Row[Any]) -> Clustering:
    """The clustering of a row of CLUSTERINGS."""
    outcome = None
    if row.finished_at is not None:
        outcome = Outcome(row.images, row.left_out, row.clusters, row.model_version, row.finished_at)
    wanted = wanted_of(row.wanted)
    return Clustering(row.id, row.job_id, wanted, row.matched, row.asked_by, row.created_at, outcome)


def cluster_rows(scope: TenantScope, clustering_id: UUID, found: Iterable[FoundCluster]) -> list[dict[str, Any]]:
    """The rows of clusters."""
    return [
        {
            "tenant_id": scope.tenant_id,
            "clustering_id": clustering_id,
            "number": one.number,
            "size": len(one.image_ids),
            "spread": one.spread,
            "medoid_sha256": one.medoid_sha256,
            "name": one.name,
            "confidence": one.confidence,
        }
        for one in found
    ]


def cluster_of(row: Row[Any], samples: Mapping[int, str]) -> Cluster:
    """The cluster of a row of CLUSTERS, with its samples by rank."""
    return Cluster(
        number=row.number,
        size=row.size,
        spread=row.spread,
        medoid_sha256=row.medoid_sha256,
        medoid_id=samples.get(0),
        nearest_ids=tuple(samples[rank] for rank in range(1, NEAREST_SHOWN + 1) if rank in samples),
        furthest_id=samples.get(row.size - 1) if row.size > 1 else None,
        name=_name_of(row),
    )


def _name_of(row: Row[Any]) -> ClusterName | None:
    if row.given_name is not None:
        return ClusterName(row.given_name, NamedBy.PERSON, user_id=row.named_by)
    return ClusterName(row.name, NamedBy.VOCABULARY, row.confidence) if row.name is not None else None
