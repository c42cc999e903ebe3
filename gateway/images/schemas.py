"""What the image routes take and answer."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from catalog.images.model import MAX_TAGS, Image, ImageState, Source
from catalog.images.payload import public_payload
from catalog.images.ports import PresignedUpload
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.pictures import LikenessOut
from gateway.payloads import GRID_SIDE, PayloadOut
from gateway.schemas import AnswerModel, Loose, StrictModel, Uuid

Tag = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MAX_TAGS, strict=False)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""The id of a dataset or a category."""
Filename = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class PresignIn(StrictModel):
    """What is going to be uploaded."""

    filename: Filename
    content_type: Annotated[str, StringConstraints(pattern=r"^image/[a-z0-9.+-]{1,40}$")]
    size_bytes: int = Field(ge=1, le=2**40)


class PresignOut(AnswerModel):
    """Where to send it: `method` to `url`, with exactly these headers, before `expires`."""

    bucket: str
    key: str
    url: str
    method: str
    headers: dict[str, str]
    expires: datetime


class IngestIn(StrictModel):
    """A finished upload, and what its owner says of it."""

    bucket: str = Field(min_length=1, max_length=63)
    key: str = Field(min_length=1, max_length=255)
    filename: Filename | None = None
    owner_user_id: Uuid | None = None
    tags: Tags = ()
    dataset_id: Name | None = None
    category_id: Name | None = None
    source: Loose[Source] = Source.UPLOAD


class AddForm(StrictModel):
    """The fields beside the file of a direct upload."""

    owner_user_id: Uuid | None = None
    tags: Tags = ()
    dataset_id: Name | None = None
    category_id: Name | None = None


class ImageOut(AnswerModel):
    """An image: its state, its facts, and a small picture of it."""

    image_id: str
    state: ImageState
    failure: str | None
    filename: str | None
    content_type: str
    size_bytes: int
    payload: PayloadOut
    preview_url: str


class QualityMeasuresOut(AnswerModel):
    """What the quality checks measured; docs/quality.md says how. `focus` is null where nothing could be sharp."""

    luma: float
    clipped_dark: float
    clipped_bright: float
    contrast: float
    sharpness: float
    focus: float | None
    entropy: float
    aspect_ratio: float
    shortest_side: int
    longest_side: int
    plain_share: float


class ImageDetailOut(ImageOut):
    """An image with the larger preview, its bytes as they were uploaded, and what was measured of it."""

    large_preview_url: str
    original_url: str
    quality_measures: QualityMeasuresOut | None


class IngestOut(ImageOut):
    """What was taken in. `is_new` is false when the tenant had these bytes already.

    `near_duplicates` are like it by their hashes, the closest first; null when that could not be looked up now.
    """

    is_new: bool
    near_duplicates: list[LikenessOut] | None


class PageOut(AnswerModel):
    """A page of images. `next_cursor` is null on the last page."""

    images: list[ImageOut]
    next_cursor: str | None


def presign_out(upload: PresignedUpload) -> PresignOut:
    """The presigned upload as it is answered."""
    return PresignOut(
        bucket=upload.bucket,
        key=upload.key,
        url=upload.url,
        method="PUT",
        headers=upload.headers,
        expires=upload.expires,
    )


def image_out(image: Image, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """ImageOut as plain data, for the fast path."""
    return {
        "image_id": image.image_id,
        "state": image.state.value,
        "failure": image.failure,
        "filename": image.filename,
        "content_type": image.content_type,
        "size_bytes": image.size_bytes,
        "payload": public_payload(image),
        "preview_url": urls.url(scope, image.sha256, GRID_SIDE),
    }
