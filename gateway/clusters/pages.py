"""Pages of clusterings, of the clusters of one, and of the images of one of those."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.clusters.service import ClusterService
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.clusters.answers import clustering_out, clusters_out, members_out
from gateway.paging import Cursors, Listing, PageQuery


def clusterings_page(
    clusters: ClusterService, scope: TenantScope, wanted: PageQuery, cursors: Cursors
) -> dict[str, Any]:
    """ClusteringsOut as plain data. Raises CursorInvalid."""
    sealed = Listing(scope.tenant_id, ["clusterings"], "-created_at")
    after: tuple[datetime, UUID] | None = None
    if wanted.cursor is not None:
        created_at, clustering_id = cursors.open(sealed, wanted.cursor)
        after = (datetime.fromisoformat(str(created_at)), UUID(str(clustering_id)))
    # One more than asked for tells whether there is a next page.
    found = clusters.page(scope, after, wanted.limit + 1)
    page, is_last = found[: wanted.limit], len(found) <= wanted.limit
    last = page[-1].clustering if page else None
    position = [last.created_at.isoformat(), str(last.clustering_id)] if last else []
    return {
        "clusterings": [clustering_out(view) for view in page],
        "next_cursor": None if is_last else cursors.seal(sealed, [*position]),
    }


def clusters_page(
    clusters: ClusterService,
    scope: TenantScope,
    clustering_id: UUID,
    wanted: PageQuery,
    urls: ThumbnailUrls,
    cursors: Cursors,
) -> dict[str, Any]:
    """ClusteringDetailOut as plain data. Raises ClusteringNotFound or CursorInvalid."""
    sealed = Listing(scope.tenant_id, ["clusters", str(clustering_id)], "number")
    after = 0 if wanted.cursor is None else int(str(cursors.open(sealed, wanted.cursor)[0]))
    view = clusters.clustering(scope, clustering_id)
    page = clusters.clusters(scope, clustering_id, after=after, limit=wanted.limit)
    shown = page.clusters
    is_last = view.clustering.outcome is None or not shown or shown[-1].number >= view.clustering.outcome.clusters
    return {
        **clustering_out(view),
        "clusters": clusters_out(page, scope, urls),
        "next_cursor": None if is_last else cursors.seal(sealed, [shown[-1].number]),
    }


def members_page(
    clusters: ClusterService,
    scope: TenantScope,
    cluster: tuple[UUID, int],
    wanted: PageQuery,
    urls: ThumbnailUrls,
    cursors: Cursors,
) -> dict[str, Any]:
    """MembersOut as plain data. Raises ClusteringNotFound, ClusterNotFound, ClusteringUnfinished or CursorInvalid."""
    clustering_id, number = cluster
    sealed = Listing(scope.tenant_id, ["cluster", str(clustering_id), number], "rank")
    after = -1 if wanted.cursor is None else int(str(cursors.open(sealed, wanted.cursor)[0]))
    # One more than asked for tells whether there is a next page.
    found = clusters.members(scope, clustering_id, number, after=after, limit=wanted.limit + 1)
    is_last, page = len(found.members) <= wanted.limit, found.first(wanted.limit)
    return {
        "images": members_out(page, scope, urls),
        "next_cursor": None if is_last else cursors.seal(sealed, [page.members[-1].rank]),
    }
