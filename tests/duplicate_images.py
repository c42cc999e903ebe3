"""Image rows for what chooses between them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalog.images.model import Image, ImageState, Source


def an_image(image_id: str, **facts: Any) -> Image:
    """An ordinary searchable photograph; `facts` say otherwise."""
    ordinary: dict[str, Any] = {
        "image_id": image_id,
        "tenant_id": UUID(int=1),
        "owner_user_id": UUID(int=2),
        "bucket": "images",
        "key": f"originals/{image_id}",
        "filename": None,
        "content_type": "image/jpeg",
        "size_bytes": 100_000,
        "sha256": image_id.encode().hex().ljust(64, "0"),
        "phash": "a5" * 8,
        "flat": False,
        "turned_phashes": None,
        "pixel_hash": None,
        "width": 800,
        "height": 600,
        "quality_score": 0.5,
        "nsfw_score": None,
        "source": Source.UPLOAD,
        "tags": (),
        "dataset_id": None,
        "category_id": None,
        "created_at": datetime(2024, 5, 1, tzinfo=UTC),
        "state": ImageState.SEARCHABLE,
    }
    return Image(**ordinary | facts)
