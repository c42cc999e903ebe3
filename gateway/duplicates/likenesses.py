"""What an upload is answered beside its image: the ones that are like it."""

from typing import Any

import structlog

from catalog.duplicates.service import DuplicateService
from catalog.images.model import Image
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.pictures import likeness_out

_log = structlog.get_logger("gateway.duplicates")


def near_duplicates_of(
    image: Image, scope: TenantScope, duplicates: DuplicateService, urls: ThumbnailUrls
) -> list[dict[str, Any]] | None:
    """LikenessOut as plain data, the closest first; None when it cannot be said now: the image is taken in anyway."""
    try:
        found = duplicates.likenesses_of(scope, image)
    except Exception:  # the image is stored and answered for; nothing that goes wrong here may say otherwise
        _log.exception("near-duplicates not looked up", image_id=image.image_id)
        return None
    return [likeness_out(one, scope, urls) for one in found]
