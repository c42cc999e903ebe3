"""Images and inspections made of nothing, for tests that need one and do not care which."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ulid import ULID

from catalog.images.inspection import ImageFormat, Inspection
from catalog.images.model import Image, Source
from catalog.images.quality import QualityMeasures
from catalog.tenancy import TenantScope

OWNER = UUID("0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0001")


def sha256_of(data: bytes) -> str:
    """The hash of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def an_image(scope: TenantScope, **facts: Any) -> Image:
    """An accepted image of the tenant, with these facts changed."""
    image_id = str(ULID())
    sha256 = sha256_of(image_id.encode())
    values: dict[str, Any] = {
        "image_id": image_id,
        "tenant_id": scope.tenant_id,
        "owner_user_id": OWNER,
        "bucket": "semblance",
        "key": f"t/{scope.tenant_id}/originals/{sha256}",
        "filename": "a.png",
        "content_type": "image/png",
        "size_bytes": 100,
        "sha256": sha256,
        "phash": sha256[:16],
        "flat": False,
        "turned_phashes": sha256[:56] * 2,
        "pixel_hash": sha256[:32],
        "width": 640,
        "height": 480,
        "quality_score": 0.5,
        "nsfw_score": None,
        "source": Source.UPLOAD,
        "tags": (),
        "dataset_id": None,
        "category_id": None,
        "created_at": datetime.now(UTC),
    }
    return Image(**(values | facts))


def some_measures(**facts: Any) -> QualityMeasures:
    """Of a picture that passes every check, with these facts changed."""
    values: dict[str, Any] = {
        "luma": 0.5,
        "clipped_dark": 0.0,
        "clipped_bright": 0.0,
        "contrast": 50.0,
        "sharpness": 500.0,
        "focus": 0.2,
        "entropy": 7.0,
        "aspect_ratio": 1.3333,
        "shortest_side": 480,
        "longest_side": 640,
        "plain_share": 0.1,
    }
    return QualityMeasures(**(values | facts))


def an_inspection(data: bytes, **facts: Any) -> Inspection:
    """What a look at these bytes would find, were they a picture."""
    sha256 = sha256_of(data)
    values: dict[str, Any] = {
        "format": ImageFormat.PNG,
        "content_type": "image/png",
        "animated": False,
        "size_bytes": len(data),
        "sha256": sha256,
        "phash": sha256[:16],
        "flat": False,
        "turned_phashes": sha256[:56] * 2,
        "pixel_hash": sha256[:32],
        "width": 640,
        "height": 480,
        "quality_score": 0.5,
        "quality_measures": some_measures(),
        "pixels": data,
    }
    return Inspection(**(values | facts))
