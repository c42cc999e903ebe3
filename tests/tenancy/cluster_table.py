"""The operations of clusters, for the table."""

from collections.abc import Mapping
from typing import Final

from catalog.tenancy import Role
from tests.tenancy.row import Kind, Media, Operation, Row

CLUSTERINGS: Final = "/api/search/cluster"
ONE_CLUSTERING: Final = f"{CLUSTERINGS}/{{clustering_id}}"
ONE_CLUSTER: Final = f"{ONE_CLUSTERING}/clusters/{{number}}"
_OF_CLUSTER: Final = {"path.clustering_id": Kind.CLUSTERING, "path.number": Kind.NOTHING}

CLUSTERS: Final[Mapping[Operation, Row]] = {
    # Asked for more clusters than anybody has images: the answer counts those that it would be about.
    Operation("POST", CLUSTERINGS, Media.JSON): Row(
        Role.EDITOR,
        {
            "body.image_ids": Kind.CLUSTERED_IMAGES,
            "body.filter": Kind.FILTER,
            "body.dataset_id": Kind.LABEL,
            **dict.fromkeys(
                ["body.limit", "body.method", "body.linkage", "body.threshold", "body.n_clusters"], Kind.NOTHING
            ),
        },
        own=422,
    ),
    Operation("GET", CLUSTERINGS): Row(
        Role.VIEWER,
        {"query.limit": Kind.NOTHING, "query.cursor": Kind.CLUSTERING_CURSOR},
        volatile=("next_cursor",),
    ),
    Operation("GET", ONE_CLUSTERING): Row(
        Role.VIEWER,
        {"path.clustering_id": Kind.CLUSTERING, "query.limit": Kind.NOTHING, "query.cursor": Kind.CLUSTER_CURSOR},
        volatile=("next_cursor",),
    ),
    # The caller's own was taken away before.
    Operation("DELETE", ONE_CLUSTERING): Row(Role.EDITOR, {"path.clustering_id": Kind.GONE_CLUSTERING}, own=404),
    Operation("GET", f"{ONE_CLUSTER}/images"): Row(
        Role.VIEWER,
        {**_OF_CLUSTER, "query.limit": Kind.NOTHING, "query.cursor": Kind.MEMBER_CURSOR},
        volatile=("next_cursor",),
    ),
    Operation("PATCH", ONE_CLUSTER, Media.JSON): Row(Role.EDITOR, {**_OF_CLUSTER, "body.name": Kind.NOTHING}),
}
