"""Clusterings and clusters as plain data, in the forms of the schemas."""

from collections.abc import Mapping
from typing import Any

from catalog.clusters.model import Cluster, ClusterName
from catalog.clusters.views import ClusteringState, ClusteringView, ClusterPage, MemberPage
from catalog.images.model import Image
from catalog.jobs.view import JobView
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.clusters.schemas import METHOD
from gateway.payloads import GRID_SIDE


def clustering_out(view: ClusteringView) -> dict[str, Any]:
    """ClusteringOut as plain data."""
    asked, outcome, wanted = view.clustering, view.clustering.outcome, view.clustering.wanted
    collection = wanted.collection
    return {
        "clustering_id": asked.clustering_id,
        "job_id": asked.job_id,
        "state": view.state.value,
        "progress": _progress(view.job),
        "failure": view.job.error if view.job and view.state is ClusteringState.FAILED else None,
        "method": METHOD,
        "linkage": wanted.linkage.value,
        "threshold": wanted.threshold,
        "n_clusters": wanted.n_clusters,
        "limit": wanted.limit,
        "dataset_id": collection.dataset_id or None,
        "filter": collection.filter,
        "named_images": len(collection.image_ids) or None,
        "matched": asked.matched,
        "images": outcome.images if outcome else None,
        "left_out": outcome.left_out if outcome else None,
        "clusters_found": outcome.clusters if outcome else None,
        "model_version": outcome.model_version if outcome else None,
        "asked_by": asked.asked_by,
        "created_at": asked.created_at.isoformat(),
        "finished_at": outcome.finished_at.isoformat() if outcome else None,
    }


def clusters_out(page: ClusterPage, scope: TenantScope, urls: ThumbnailUrls) -> list[dict[str, Any]]:
    """Each as ClusterOut, as plain data."""
    return [_cluster(one, page.images, scope, urls) for one in page.clusters]


def members_out(page: MemberPage, scope: TenantScope, urls: ThumbnailUrls) -> list[dict[str, Any]]:
    """Each as MemberOut, as plain data."""
    return [
        {
            "image": _picture(page.images[member.image_id], scope, urls),
            "rank": member.rank,
            "distance": member.distance,
        }
        for member in page.members
    ]


def _progress(job: JobView | None) -> dict[str, Any] | None:
    if job is None or job.progress is None:
        return None
    told = job.progress
    return {"status": told.status, "processed": told.processed, "total": told.total, "message": told.message}


def _cluster(cluster: Cluster, images: Mapping[str, Image], scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    def shown(image_id: str | None) -> dict[str, Any] | None:
        image = images.get(image_id) if image_id is not None else None
        return _picture(image, scope, urls) if image is not None else None

    return {
        "number": cluster.number,
        "size": cluster.size,
        "spread": cluster.spread,
        **_name(cluster.name),
        "medoid": shown(cluster.medoid_id),
        "samples": [one for one in map(shown, cluster.nearest_ids) if one is not None],
        "furthest": shown(cluster.furthest_id),
    }


def _name(name: ClusterName | None) -> dict[str, Any]:
    if name is None:
        return {"name": None, "named_by": None, "confidence": None, "named_by_user_id": None}
    return {
        "name": name.name,
        "named_by": name.named_by.value,
        "confidence": name.confidence,
        "named_by_user_id": name.user_id,
    }


def _picture(image: Image, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    return {
        "image_id": image.image_id,
        "filename": image.filename,
        "width": image.width,
        "height": image.height,
        "preview_url": urls.url(scope, image.sha256, GRID_SIDE),
    }
