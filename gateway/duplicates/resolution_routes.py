"""Resolving by rule, dry or for good, and the batches that every change is kept as."""

from typing import Annotated, Any, Final

from fastapi import Query, Response

from catalog.duplicates.views import Batch, BatchState
from gateway.deps import CallerDep, CursorsDep, DuplicatesDep, EditorDep
from gateway.duplicates.batch_paging import batches_page, items_page
from gateway.duplicates.batch_schemas import BatchDetailOut, BatchesOut, BatchOut, batch_out
from gateway.duplicates.fields import where
from gateway.duplicates.resolution_schemas import ResolutionIn, ResolutionPreviewOut, resolution_preview_out
from gateway.paging import PageQuery
from gateway.responses import FastJson
from gateway.routing import guarded_router
from gateway.schemas import Uuid

guarded = guarded_router("/api/duplicates", "duplicates")

_DONE: Final = 200
_ACCEPTED: Final = 202
_AT_WORK: Final = (BatchState.APPLYING, BatchState.UNDOING)
_AT_FIRST: Final = PageQuery(limit=200)
_RESOLVED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": BatchDetailOut, "description": "Done; `items` says what became of each group."},
    202: {"model": BatchDetailOut, "description": "Its job (`job_id`) is at work."},
}
_UNDONE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": BatchOut, "description": "Done; `outcomes` says what became of the groups."},
    202: {"model": BatchOut, "description": "Its job (`job_id`) is at work."},
}


@guarded.post("/resolutions/preview", response_model=ResolutionPreviewOut)
def preview_resolution(wanted: ResolutionIn, caller: CallerDep, duplicates: DuplicatesDep) -> Response:
    """What the rule would keep and put into the trash; nothing is changed."""
    duplicates.run(caller.scope, where(wanted.dataset_id))
    preview = duplicates.preview_resolution(caller.scope, wanted.selection(), wanted.what_to_keep())
    return FastJson(resolution_preview_out(preview))


@guarded.post("/resolutions", response_model=BatchDetailOut, responses=_RESOLVED)
def resolve_duplicates(
    wanted: ResolutionIn, caller: EditorDep, duplicates: DuplicatesDep, cursors: CursorsDep
) -> Response:
    """Keep one image of each group and put the others into the trash, for 30 days."""
    duplicates.run(caller.scope, where(wanted.dataset_id))
    batch = duplicates.resolve(
        caller.scope,
        wanted.selection(),
        wanted.what_to_keep(),
        by=caller.user_id,
        merge_tags=wanted.merge_tags,
    )
    return FastJson(items_page(duplicates, caller.scope, batch, _AT_FIRST, cursors), _status(batch))


@guarded.get("/batches", response_model=BatchesOut)
def list_review_batches(
    wanted: Annotated[PageQuery, Query()], caller: CallerDep, duplicates: DuplicatesDep, cursors: CursorsDep
) -> Response:
    """What people did, the newest first."""
    return FastJson(batches_page(duplicates, caller.scope, wanted, cursors))


@guarded.get("/batches/{batch_id}", response_model=BatchDetailOut)
def get_review_batch(
    batch_id: Uuid,
    wanted: Annotated[PageQuery, Query()],
    caller: CallerDep,
    duplicates: DuplicatesDep,
    cursors: CursorsDep,
) -> Response:
    """One batch, with what became of each of its groups."""
    batch = duplicates.batch(caller.scope, batch_id)
    return FastJson(items_page(duplicates, caller.scope, batch, wanted, cursors))


@guarded.post("/batches/{batch_id}/undo", response_model=BatchOut, responses=_UNDONE)
def undo_review_batch(batch_id: Uuid, caller: EditorDep, duplicates: DuplicatesDep) -> Response:
    """Take the batch back: images, tags, groups and verdicts as they were. What changed since is left as it is now."""
    batch = duplicates.undo(caller.scope, batch_id, by=caller.user_id)
    return FastJson(batch_out(batch), _status(batch))


def _status(batch: Batch) -> int:
    return _ACCEPTED if batch.state in _AT_WORK else _DONE
