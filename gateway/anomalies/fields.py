"""The ids and bounds that every request about anomalies is made of."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from catalog.anomalies.scoring import Method
from catalog.images.datasets import WHOLE_TENANT
from gateway.images.schemas import Name
from gateway.query_filters import LONGEST_FILTER
from gateway.schemas import Ulid

DatasetId = Name

ImagePath = Annotated[Ulid, Path()]
DatasetQuery = Annotated[Name | None, Query(description="Without it, the images of the whole tenant.")]
MethodQuery = Annotated[Method, Query(description="Whose scores are meant.")]


class WantedQuery(BaseModel):
    """Which anomalies. `reviewed` and `flagged` true or false leave out the others; `filter` is JSON (docs/API.md)."""

    model_config = ConfigDict(extra="forbid")

    dataset_id: DatasetId | None = None
    method: Method = Method.KNN
    filter: str | None = Field(default=None, max_length=LONGEST_FILTER)
    reviewed: bool | None = None
    flagged: bool = False


def where(dataset_id: str | None) -> str:
    """The dataset as the catalog names it: none is the whole tenant."""
    return dataset_id or WHOLE_TENANT


def shown(dataset_id: str) -> str | None:
    """The dataset as answers name it: null for the whole tenant."""
    return None if dataset_id == WHOLE_TENANT else dataset_id
