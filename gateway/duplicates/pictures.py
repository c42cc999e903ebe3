"""An image as the answers about near-duplicates show it, and how one is like another."""

from datetime import datetime
from typing import Any

from catalog.duplicates.model import Tier
from catalog.duplicates.views import Likeness
from catalog.images.model import Image, ImageState
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.payloads import GRID_SIDE
from gateway.schemas import AnswerModel


class PictureOut(AnswerModel):
    """An image: what one compares to choose the one that is kept, and a small picture of it."""

    image_id: str
    state: ImageState
    filename: str | None
    content_type: str
    size_bytes: int
    width: int
    height: int
    sha256: str
    phash: str
    quality_score: float
    tags: list[str]
    dataset_id: str | None
    created_at: datetime
    preview_url: str


class LikenessOut(AnswerModel):
    """An image that is here already, and how it is like the picture in question; null is not known."""

    image: PictureOut
    tier: Tier
    hamming: int | None
    cosine: float | None


def picture_out(image: Image, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """PictureOut as plain data."""
    return {
        "image_id": image.image_id,
        "state": image.state.value,
        "filename": image.filename,
        "content_type": image.content_type,
        "size_bytes": image.size_bytes,
        "width": image.width,
        "height": image.height,
        "sha256": image.sha256,
        "phash": image.phash,
        "quality_score": image.quality_score,
        "tags": list(image.tags),
        "dataset_id": image.dataset_id,
        "created_at": image.created_at.isoformat(),
        "preview_url": urls.url(scope, image.sha256, GRID_SIDE),
    }


def likeness_out(likeness: Likeness, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """LikenessOut as plain data."""
    return {
        "image": picture_out(likeness.image, scope, urls),
        "tier": likeness.tier.value,
        "hamming": likeness.hamming,
        "cosine": likeness.cosine,
    }
