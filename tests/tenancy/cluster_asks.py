"""A good request for every operation of clusters, about what the world has settled with."""

from collections.abc import Mapping
from typing import Any

from tests.tenancy.cluster_table import CLUSTERINGS, ONE_CLUSTERING
from tests.tenancy.row import Operation
from tests.tenancy.worlds import World

_UNMADE: str = "00000000-0000-4000-8000-000000000000"
_MANY: int = 20_000


def parts_of(operation: Operation, world: World) -> dict[str, Mapping[str, Any]]:
    """The path, the query and the body of a good request."""
    if operation.path == CLUSTERINGS:
        return {"body": {"n_clusters": _MANY}} if operation.method == "POST" else {"query": {"limit": "1"}}
    path = {"clustering_id": world.clustering_ids[-1] if world.clustering_ids else _UNMADE}
    if operation.path == ONE_CLUSTERING:
        return {"path": path} if operation.method == "DELETE" else {"path": path, "query": {"limit": "1"}}
    path["number"] = "1"
    return {"path": path, "body": {"name": "shared"}} if operation.method == "PATCH" else {"path": path}
