"""A question as the JSON document that is kept of it."""

from collections.abc import Mapping
from typing import Any

from catalog.clusters.agglomerating import Linkage
from catalog.clusters.model import Collection, Wanted


def document_of(wanted: Wanted) -> dict[str, Any]:
    """The question as plain data."""
    collection = wanted.collection
    return {
        "dataset_id": collection.dataset_id,
        "filter": collection.filter,
        "image_ids": list(collection.image_ids),
        "linkage": wanted.linkage.value,
        "threshold": wanted.threshold,
        "n_clusters": wanted.n_clusters,
        "limit": wanted.limit,
    }


def wanted_of(document: Mapping[str, Any]) -> Wanted:
    """The question that was kept."""
    return Wanted(
        Collection(document["dataset_id"], document["filter"], tuple(document["image_ids"])),
        Linkage(document["linkage"]),
        document["threshold"],
        document["n_clusters"],
        document["limit"],
    )
