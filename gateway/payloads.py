"""The facts of an image as every feature answers them."""

from datetime import datetime
from typing import Final
from uuid import UUID

from catalog.images.model import Source
from catalog.images.quality_checks import QualityCheck
from catalog.images.thumbnails import THUMBNAIL_SIDES
from gateway.schemas import AnswerModel

GRID_SIDE: Final = THUMBNAIL_SIDES[0]


class PayloadOut(AnswerModel):
    """The facts of an image."""

    image_id: str
    bucket: str
    key: str
    sha256: str
    phash: str
    width: int
    height: int
    source: Source
    tags: list[str]
    created_at: datetime
    model_name: str | None
    model_version: str | None
    quality_score: float
    quality_checks: list[QualityCheck] | None
    nsfw_score: float | None
    tenant_id: UUID
    owner_user_id: UUID
    dataset_id: str | None
    category_id: str | None
