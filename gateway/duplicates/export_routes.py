"""Pairs and groups in whole, streamed page by page."""

from typing import Annotated

from fastapi import Query, Response

from gateway.deps import CallerDep, DuplicatesDep
from gateway.duplicates.fields import DatasetQuery, where
from gateway.duplicates.tables import groups_csv, groups_json, pairs_csv
from gateway.exports import AS_CSV, AS_JSON, CSV, JSON, begun, streamed
from gateway.routing import guarded_router

guarded = guarded_router("/api/duplicates", "duplicates")

LeastCosine = Annotated[float, Query(alias="threshold", ge=-1, le=1, allow_inf_nan=False)]


@guarded.get("/pairs.csv", response_class=Response, responses=AS_CSV)
def export_duplicate_pairs(
    caller: CallerDep,
    duplicates: DuplicatesDep,
    dataset_id: DatasetQuery = None,
    least: LeastCosine = -1.0,
    evidence: Annotated[bool, Query()] = False,
) -> Response:
    """All pairs that the detection kept, or those of at least a cosine: `from,to,distance`."""
    pages = begun(duplicates.exporting.pairs(caller.scope, where(dataset_id), least=least))
    return streamed(pairs_csv(pages, evidence=evidence), CSV, "pairs.csv")


@guarded.get("/groups.csv", response_class=Response, responses=AS_CSV)
def export_duplicate_groups(caller: CallerDep, duplicates: DuplicatesDep, dataset_id: DatasetQuery = None) -> Response:
    """A line for each member of each group."""
    pages = begun(duplicates.exporting.groups(caller.scope, where(dataset_id)))
    return streamed(groups_csv(pages), CSV, "groups.csv")


@guarded.get("/groups.json", response_class=Response, responses=AS_JSON)
def export_duplicate_groups_as_json(
    caller: CallerDep, duplicates: DuplicatesDep, dataset_id: DatasetQuery = None
) -> Response:
    """All groups with their members and keepers."""
    pages = begun(duplicates.exporting.groups(caller.scope, where(dataset_id)))
    return streamed(groups_json(where(dataset_id), pages), JSON, "groups.json")
