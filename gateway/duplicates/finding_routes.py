"""Detect, and what was detected: the groups, how many another threshold would make, and how alike pairs are."""

from typing import Annotated, Any, Final

from fastapi import Query, Response

from catalog.duplicates.model import WHOLE_TENANT
from gateway.deps import CallerDep, DuplicatesDep, EditorDep, ThumbnailUrlsDep
from gateway.duplicates.both import WhereDep, both
from gateway.duplicates.finding_schemas import (
    DetectionOut,
    DetectQuery,
    FoundOut,
    FoundQuery,
    HistogramOut,
    PreviewOut,
    RunOut,
    ThresholdIn,
    ThresholdQuery,
    histogram_out,
    preview_out,
    run_out,
)
from gateway.duplicates.group_schemas import group_out, shown_ids
from gateway.responses import FastJson

_ACCEPTED: Final = 202


@both("POST", "/detect", response_model=DetectionOut, status_code=_ACCEPTED)
def detect_near_duplicates(
    where: WhereDep, wanted: Annotated[DetectQuery, Query()], caller: EditorDep, duplicates: DuplicatesDep
) -> Response:
    """Look for near-duplicates from the beginning. 409 `sweep-running` while that is being done already."""
    job_id = duplicates.detect(caller.scope, where, wanted.threshold, wanted.max_hamming, caller.user_id)
    base = "/api/near-duplicates" if where == WHOLE_TENANT else f"/api/datasets/{where}/near-duplicates"
    answer: dict[str, Any] = {
        "job_id": job_id,
        "status_url": f"/api/jobs/{job_id}",
        "progress_url": f"{base}/progress",
    }
    return FastJson(answer, _ACCEPTED)


@both("GET", "", response_model=FoundOut)
def list_near_duplicates(
    where: WhereDep,
    wanted: Annotated[FoundQuery, Query()],
    caller: CallerDep,
    duplicates: DuplicatesDep,
    urls: ThumbnailUrlsDep,
) -> Response:
    """The groups of the last detection, or what another threshold makes of its pairs; nothing is kept of that."""
    found = duplicates.found(caller.scope, where, wanted.threshold, limit=wanted.limit, offset=wanted.offset)
    images = duplicates.images_among(caller.scope, shown_ids(found.groups))
    return FastJson(
        {
            "groups": [group_out(group, images, caller.scope, urls) for group in found.groups],
            "total_groups": found.total_groups,
            "total_duplicates": found.total_duplicates,
            "threshold": found.threshold,
        }
    )


@both("GET", "/histogram", response_model=HistogramOut)
def get_near_duplicates_histogram(where: WhereDep, caller: CallerDep, duplicates: DuplicatesDep) -> Response:
    """How many pairs there are by similarity, beside pairs drawn at random: where to put the threshold."""
    return FastJson(histogram_out(duplicates.histogram(caller.scope, where)))


@both("GET", "/preview", response_model=PreviewOut)
def preview_near_duplicates(
    where: WhereDep, threshold: ThresholdQuery, caller: CallerDep, duplicates: DuplicatesDep
) -> Response:
    """How many groups another threshold makes; nothing is kept."""
    return FastJson(preview_out(duplicates.preview(caller.scope, where, threshold)))


@both("PUT", "/threshold", response_model=RunOut)
def regroup_near_duplicates(
    where: WhereDep, wanted: ThresholdIn, caller: EditorDep, duplicates: DuplicatesDep
) -> Response:
    """Group the pairs of the last detection at another threshold, and keep that."""
    return FastJson(run_out(duplicates.regroup(caller.scope, where, wanted.threshold)))
