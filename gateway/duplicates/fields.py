"""The ids and bounds that every request about near-duplicates is made of."""

from typing import Annotated, Final

from fastapi import Path, Query
from pydantic import Field, StringConstraints

from catalog.duplicates.detecting import LEAST_THRESHOLD, MOST_THRESHOLD
from catalog.duplicates.model import WHOLE_TENANT
from gateway.images.schemas import Name

MOST_GROUPS: Final = 500
"""In one request; with their versions they fit into the 64 KiB of a body."""

Threshold = Annotated[float, Field(ge=LEAST_THRESHOLD, le=MOST_THRESHOLD, allow_inf_nan=False)]
GroupId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$", min_length=32, max_length=32)]
GroupIds = Annotated[tuple[GroupId, ...], Field(min_length=1, max_length=MOST_GROUPS, strict=False)]
DatasetId = Name

GroupPath = Annotated[GroupId, Path()]
DatasetQuery = Annotated[Name | None, Query(description="Without it, the groups of the whole tenant.")]
NOTE_LENGTH: Final = 500


def where(dataset_id: str | None) -> str:
    """The dataset as the catalog names it: none is the whole tenant."""
    return dataset_id or WHOLE_TENANT


def shown(dataset_id: str) -> str | None:
    """The dataset as answers name it: null for the whole tenant."""
    return None if dataset_id == WHOLE_TENANT else dataset_id
