"""Groups: listed, looked at, judged, put off, joined, parted, tagged. Every change is a batch that can be undone."""

from typing import Annotated

from fastapi import Query, Response

from catalog.duplicates.model import Verdict
from gateway.deps import CallerDep, CursorsDep, DuplicatesDep, EditorDep, ThumbnailUrlsDep
from gateway.duplicates.batch_schemas import BatchOut, batch_out
from gateway.duplicates.detail_schemas import GroupDetailOut, detail_out
from gateway.duplicates.fields import DatasetQuery, GroupPath, where
from gateway.duplicates.group_schemas import GroupsOut
from gateway.duplicates.listing import GroupsQuery, page_of
from gateway.duplicates.review_schemas import Decision, MergeIn, SplitIn, TagsIn, VerdictIn
from gateway.responses import FastJson
from gateway.routing import guarded_router

guarded = guarded_router("/api/duplicates/groups", "duplicates")


@guarded.get("", response_model=GroupsOut)
def list_duplicate_groups(
    wanted: Annotated[GroupsQuery, Query()],
    caller: CallerDep,
    duplicates: DuplicatesDep,
    urls: ThumbnailUrlsDep,
    cursors: CursorsDep,
) -> Response:
    """One page of groups, whatever their status unless one is asked for."""
    return FastJson(page_of(duplicates, caller.scope, wanted, urls, cursors))


# Before the routes of one group, which would take these for an id.
@guarded.post("/merge", response_model=BatchOut)
def merge_duplicate_groups(wanted: MergeIn, caller: EditorDep, duplicates: DuplicatesDep) -> Response:
    """Make one group of several: their members are the same."""
    batch = duplicates.merge(
        caller.scope,
        where(wanted.dataset_id),
        wanted.group_ids,
        by=caller.user_id,
        over_versions=wanted.row_versions,
    )
    return FastJson(batch_out(batch))


@guarded.post("/tags", response_model=BatchOut)
def tag_duplicate_groups(wanted: TagsIn, caller: EditorDep, duplicates: DuplicatesDep) -> Response:
    """Add and remove tags of all members of the groups."""
    batch = duplicates.tag(
        caller.scope,
        where(wanted.dataset_id),
        wanted.group_ids,
        add=wanted.add,
        remove=wanted.remove,
        by=caller.user_id,
    )
    return FastJson(batch_out(batch))


@guarded.get("/{group_id}", response_model=GroupDetailOut)
def get_duplicate_group(
    group_id: GroupPath,
    caller: CallerDep,
    duplicates: DuplicatesDep,
    urls: ThumbnailUrlsDep,
    dataset_id: DatasetQuery = None,
) -> Response:
    """One group with its members, the evidence of all pairs, and the image that it is best to keep."""
    detail = duplicates.group(caller.scope, where(dataset_id), group_id)
    return FastJson(detail_out(detail, caller.scope, urls))


@guarded.post("/{group_id}/verdict", response_model=BatchOut)
def judge_duplicate_group(
    group_id: GroupPath,
    said: VerdictIn,
    caller: EditorDep,
    duplicates: DuplicatesDep,
    dataset_id: DatasetQuery = None,
) -> Response:
    """Say what the members are to one another, or put the group off. 409 when somebody was faster."""
    over = said.row_version
    if said.verdict is Decision.SKIP:
        batch = duplicates.skip(caller.scope, where(dataset_id), group_id, by=caller.user_id, over_version=over)
    else:
        batch = duplicates.decide(
            caller.scope,
            where(dataset_id),
            group_id,
            Verdict(said.verdict.value),
            by=caller.user_id,
            note=said.note,
            over_version=over,
        )
    return FastJson(batch_out(batch))


@guarded.post("/{group_id}/split", response_model=BatchOut)
def split_duplicate_group(
    group_id: GroupPath,
    wanted: SplitIn,
    caller: EditorDep,
    duplicates: DuplicatesDep,
    dataset_id: DatasetQuery = None,
) -> Response:
    """Part the group between its two least alike members; the parts are different from each other."""
    batch = duplicates.split(
        caller.scope, where(dataset_id), group_id, by=caller.user_id, over_version=wanted.row_version
    )
    return FastJson(batch_out(batch))
