"""An image, its states, and what a caller says of a new one."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from catalog.images.quality_checks import QualityCheck

MAX_TAGS: Final = 100


class ImageState(StrEnum):
    """`uploaded` → `searchable`, or `failed` with a reason; `trashed` by a review until it is undone or purged."""

    UPLOADED = "uploaded"
    SEARCHABLE = "searchable"
    FAILED = "failed"
    TRASHED = "trashed"


class Source(StrEnum):
    """By which door an image came in."""

    UPLOAD = "upload"
    API = "api"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Image:
    """One picture that a tenant gave us. Sides are in pixels after EXIF orientation; scores are 0..1.

    `quality_checks` are those that it fails; None while nobody has looked (images of before there were any).
    `phash` is 16 hex digits; a `flat` picture's hash says nothing and never matches. `turned_phashes` (112 hex digits)
    and `pixel_hash` (32) are as in Inspection; None for an image taken in before they were kept. `trashed_at` is when
    an image in the trash was put there. `row_version` counts changes.
    """

    image_id: str
    tenant_id: UUID
    owner_user_id: UUID
    bucket: str
    key: str
    filename: str | None
    content_type: str
    size_bytes: int
    sha256: str
    phash: str
    flat: bool
    turned_phashes: str | None
    pixel_hash: str | None
    width: int
    height: int
    quality_score: float
    nsfw_score: float | None
    source: Source
    tags: tuple[str, ...]
    dataset_id: str | None
    category_id: str | None
    created_at: datetime
    state: ImageState = ImageState.UPLOADED
    failure: str | None = None
    model_name: str | None = None
    model_version: str | None = None
    has_thumbnails: bool = False
    trashed_at: datetime | None = None
    quality_checks: tuple[QualityCheck, ...] | None = None
    row_version: int = 1

    def now_searchable(self, *, model_name: str, model_version: str) -> Self:
        """The image with its vector in the index."""
        return replace(
            self,
            state=ImageState.SEARCHABLE,
            failure=None,
            model_name=model_name,
            model_version=model_version,
            row_version=self.row_version + 1,
        )

    def now_failed(self, reason: str) -> Self:
        """The image as one that can never be made searchable."""
        return replace(self, state=ImageState.FAILED, failure=reason, row_version=self.row_version + 1)

    def now_trashed(self, at: datetime) -> Self:
        """The image in the trash, put there at this moment."""
        return replace(self, state=ImageState.TRASHED, trashed_at=at, row_version=self.row_version + 1)

    def out_of_trash(self) -> Self:
        """The image as one that is searched again."""
        return replace(self, state=ImageState.SEARCHABLE, trashed_at=None, row_version=self.row_version + 1)

    def now_checked(self, failed: tuple[QualityCheck, ...]) -> Self:
        """The image with the checks that it fails."""
        return replace(self, quality_checks=failed, row_version=self.row_version + 1)

    def with_tags_of(self, tags: tuple[str, ...]) -> Self:
        """The image with these tags added; itself when it has them all."""
        merged = merged_tags(self.tags, tags)
        return self if merged == self.tags else replace(self, tags=merged, row_version=self.row_version + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an image stands: its state, why it failed, and the version of its row, which grows with every change."""

    image_id: str
    state: ImageState
    failure: str | None
    row_version: int


@dataclass(frozen=True, slots=True)
class NewImage:
    """What the uploader says of a picture; everything else is found by looking at it.

    `upload_key` is the staging key it came by, remembered so that the same ingest can be asked for again.
    """

    owner_user_id: UUID
    source: Source
    filename: str | None = None
    tags: tuple[str, ...] = ()
    dataset_id: str | None = None
    category_id: str | None = None
    upload_key: str | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """An image that was taken in, and whether it is new to the tenant."""

    image: Image
    is_new: bool


def merged_tags(kept: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    """Both in order of first mention, without repeats, at most MAX_TAGS."""
    return tuple(dict.fromkeys(kept + added))[:MAX_TAGS]
