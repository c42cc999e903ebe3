"""The facts of an image as everybody outside sees them: in the index, in answers, in exports."""

from typing import Any

from catalog.images.model import Image


def public_payload(image: Image) -> dict[str, Any]:
    """JSON-able facts under their public names; times are RFC 3339, scores 0..1, sides pixels."""
    return {
        "image_id": image.image_id,
        "bucket": image.bucket,
        "key": image.key,
        "sha256": image.sha256,
        "phash": image.phash,
        "width": image.width,
        "height": image.height,
        "source": image.source.value,
        "tags": list(image.tags),
        "created_at": image.created_at.isoformat(),
        "model_name": image.model_name,
        "model_version": image.model_version,
        "quality_score": image.quality_score,
        "quality_checks": None if image.quality_checks is None else list(image.quality_checks),
        "nsfw_score": image.nsfw_score,
        "tenant_id": str(image.tenant_id),
        "owner_user_id": str(image.owner_user_id),
        "dataset_id": image.dataset_id,
        "category_id": image.category_id,
    }
