"""How a dataset stands with the plain quality checks."""

from typing import Annotated

from fastapi import Query, Response

from catalog.images.datasets import WHOLE_TENANT
from gateway.deps import CallerDep, QualityDep
from gateway.images.schemas import Name
from gateway.quality.schemas import QualityOut, quality_out
from gateway.responses import FastJson
from gateway.routing import guarded_router

guarded = guarded_router("/api/qa/quality", "quality")

DatasetQuery = Annotated[Name | None, Query(description="Without it, the images of the whole tenant.")]


@guarded.get("", response_model=QualityOut)
def get_quality(caller: CallerDep, quality: QualityDep, dataset_id: DatasetQuery = None) -> Response:
    """How many searchable images fail each check, and the thresholds. The filter `quality_checks` lists them."""
    return FastJson(quality_out(dataset_id, quality.counts(caller.scope, dataset_id or WHOLE_TENANT)))
