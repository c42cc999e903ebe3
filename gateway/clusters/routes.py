"""Cluster images, look at what came of it, name clusters, take a clustering away."""

from typing import Annotated, Any, Final

from fastapi import Path, Query, Response

from catalog.clusters.agglomerating import MOST_IMAGES
from gateway.clusters.answers import clusters_out
from gateway.clusters.pages import clusterings_page, clusters_page, members_page
from gateway.clusters.schemas import (
    AcceptedOut,
    ClusterIn,
    ClusteringDetailOut,
    ClusteringsOut,
    ClusterOut,
    MembersOut,
    RenameIn,
)
from gateway.deps import CallerDep, ClustersDep, CursorsDep, EditorDep, ThumbnailUrlsDep
from gateway.paging import PageQuery
from gateway.responses import FastJson
from gateway.routing import guarded_router
from gateway.schemas import Uuid

guarded = guarded_router("/api/search/cluster", "clusters")

_ACCEPTED: Final = 202
_NO_CONTENT: Final = 204
Number = Annotated[int, Path(ge=1, le=MOST_IMAGES)]


@guarded.post("", response_model=AcceptedOut, status_code=_ACCEPTED)
def cluster_images(wanted: ClusterIn, caller: EditorDep, clusters: ClustersDep) -> Response:
    """Group images by how alike they are. 409 `clustering-running` while the very same is being done."""
    asked = clusters.cluster(caller.scope, wanted.wanted(), caller.user_id)
    answer: dict[str, Any] = {
        "clustering_id": asked.clustering_id,
        "job_id": asked.job_id,
        "status_url": f"/api/search/cluster/{asked.clustering_id}",
        "progress_url": f"/api/jobs/{asked.job_id}/events",
    }
    return FastJson(answer, _ACCEPTED)


@guarded.get("", response_model=ClusteringsOut)
def list_clusterings(
    wanted: Annotated[PageQuery, Query()], caller: CallerDep, clusters: ClustersDep, cursors: CursorsDep
) -> Response:
    """What was clustered, the newest first."""
    return FastJson(clusterings_page(clusters, caller.scope, wanted, cursors))


@guarded.get("/{clustering_id}", response_model=ClusteringDetailOut)
def get_clustering(
    clustering_id: Uuid,
    wanted: Annotated[PageQuery, Query()],
    caller: CallerDep,
    clusters: ClustersDep,
    urls: ThumbnailUrlsDep,
    cursors: CursorsDep,
) -> Response:
    """Where a clustering stands, and a page of its clusters, the largest first."""
    return FastJson(clusters_page(clusters, caller.scope, clustering_id, wanted, urls, cursors))


@guarded.delete("/{clustering_id}", status_code=_NO_CONTENT)
def delete_clustering(clustering_id: Uuid, caller: EditorDep, clusters: ClustersDep) -> Response:
    """Take a clustering away; names that people gave stay. 409 `clustering-running` while its job is not over."""
    clusters.remove(caller.scope, clustering_id)
    return Response(status_code=_NO_CONTENT)


@guarded.get("/{clustering_id}/clusters/{number}/images", response_model=MembersOut)
def list_cluster_images(
    clustering_id: Uuid,
    number: Number,
    wanted: Annotated[PageQuery, Query()],
    caller: CallerDep,
    clusters: ClustersDep,
    urls: ThumbnailUrlsDep,
    cursors: CursorsDep,
) -> Response:
    """The images of a cluster, from the medoid outwards."""
    return FastJson(members_page(clusters, caller.scope, (clustering_id, number), wanted, urls, cursors))


@guarded.patch("/{clustering_id}/clusters/{number}", response_model=ClusterOut)
def rename_cluster(
    clustering_id: Uuid,
    number: Number,
    wanted: RenameIn,
    caller: EditorDep,
    clusters: ClustersDep,
    urls: ThumbnailUrlsDep,
) -> Response:
    """Name a cluster by hand. Later clusterings show the name too, wherever the same image is in the middle."""
    renamed = clusters.rename(caller.scope, clustering_id, number, wanted.name, caller.user_id)
    [cluster] = clusters_out(renamed, caller.scope, urls)
    return FastJson(cluster)
