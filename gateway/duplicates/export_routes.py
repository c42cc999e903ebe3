"""Exports: streamed page by page, so that a million pairs need no more memory than a thousand.

When something fails on the way the answer breaks off without its end, which every HTTP client takes for an error.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from gateway.deps import CallerDep, DuplicatesDep
from gateway.duplicates.fields import DatasetQuery, where
from gateway.duplicates.tables import begun, groups_csv, groups_json, pairs_csv
from gateway.routing import guarded_router

guarded = guarded_router("/api/duplicates", "duplicates")

LeastCosine = Annotated[float, Query(alias="threshold", ge=-1, le=1, allow_inf_nan=False)]
_CSV: Final = "text/csv; charset=utf-8"
_JSON: Final = "application/json"
_AS_CSV: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_AS_JSON: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {_JSON: {"schema": {"type": "object"}}}}}


@guarded.get("/pairs.csv", response_class=Response, responses=_AS_CSV)
def export_duplicate_pairs(
    caller: CallerDep,
    duplicates: DuplicatesDep,
    dataset_id: DatasetQuery = None,
    least: LeastCosine = -1.0,
    evidence: Annotated[bool, Query()] = False,
) -> Response:
    """All pairs that the detection kept, or those of at least a cosine: `from,to,distance`."""
    pages = begun(duplicates.exporting.pairs(caller.scope, where(dataset_id), least=least))
    return _streamed(pairs_csv(pages, evidence=evidence), _CSV, "pairs.csv")


@guarded.get("/groups.csv", response_class=Response, responses=_AS_CSV)
def export_duplicate_groups(caller: CallerDep, duplicates: DuplicatesDep, dataset_id: DatasetQuery = None) -> Response:
    """A line for each member of each group."""
    pages = begun(duplicates.exporting.groups(caller.scope, where(dataset_id)))
    return _streamed(groups_csv(pages), _CSV, "groups.csv")


@guarded.get("/groups.json", response_class=Response, responses=_AS_JSON)
def export_duplicate_groups_as_json(
    caller: CallerDep, duplicates: DuplicatesDep, dataset_id: DatasetQuery = None
) -> Response:
    """All groups with their members and keepers."""
    pages = begun(duplicates.exporting.groups(caller.scope, where(dataset_id)))
    return _streamed(groups_json(where(dataset_id), pages), _JSON, "groups.json")


def _streamed(body: Iterator[bytes], media_type: str, filename: str) -> Response:
    header = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return StreamingResponse(body, media_type=media_type, headers=header)
