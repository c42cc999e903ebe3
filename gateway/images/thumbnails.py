"""Thumbnails by signed URL: no token, so that an <img> can show them, and kept by browsers for a day."""

from typing import Annotated, Final

from fastapi import Path, Query, Response

from gateway.auth.thumbnail_urls import PATH
from gateway.deps import ImagesDep, ThumbnailUrlsDep
from gateway.routing import public_router
from gateway.schemas import Uuid

public = public_router(PATH, "images")

Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
_KEEP: Final = "private, max-age=86400, immutable"


@public.get(
    "/{tenant_id}/{sha256}/{side}.webp",
    response_class=Response,
    responses={200: {"content": {"image/webp": {}}}, 404: {"description": "Not made yet, or not a URL of ours."}},
)
def get_thumbnail(
    tenant_id: Uuid,
    sha256: Sha256,
    side: Annotated[int, Path(ge=1, le=4096)],
    expires: Annotated[int, Query(ge=0, lt=2**40)],
    signature: Annotated[str, Query(max_length=64)],
    images: ImagesDep,
    urls: ThumbnailUrlsDep,
) -> Response:
    """A WebP whose longest side is `side` pixels."""
    scope = urls.open(tenant_id=tenant_id, sha256=sha256, side=side, expires=expires, signature=signature)
    thumbnail = images.thumbnails.read(scope, sha256, side)
    return Response(thumbnail, media_type="image/webp", headers={"Cache-Control": _KEEP})
