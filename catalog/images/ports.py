"""What the image features need from outside: rows, bytes, an index of vectors, and a safe look at untrusted bytes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from catalog.embeddings.model import Preprocess, Vector, VectorSpace
from catalog.filters.model import Filter
from catalog.images.crops import Box, CropVector
from catalog.images.inspection import Inspection
from catalog.images.model import Image, ImageState, Standing
from catalog.images.quality import QualityMeasures
from catalog.jobs.ports import JobRequests
from catalog.tenancy import TenantScope


class SortKey(StrEnum):
    """What a listing can be ordered by; ties go by image id."""

    CREATED_AT = "created_at"
    QUALITY_SCORE = "quality_score"
    WIDTH = "width"
    HEIGHT = "height"
    SIZE_BYTES = "size_bytes"


@dataclass(frozen=True, slots=True)
class Listing:
    """Which images to list, in which order, from where on (the last image's sort value and id), how many.

    Without a `state` those in the trash are left out.
    """

    filter: Filter
    state: ImageState | None
    sort: SortKey
    descending: bool
    after: tuple[datetime | float, str] | None
    limit: int


class ImageRepository(Protocol):
    """Image rows of one tenant, inside one transaction."""

    def add(self, image: Image, measures: QualityMeasures | None = None) -> bool:
        """Insert the row; False when the tenant has an image with the same SHA-256 already."""

    def save(self, image: Image, *, over_version: int) -> bool:
        """Replace the row if it is still at that version; False when somebody changed it meanwhile."""

    def mark_thumbnailed(self, image_id: str) -> None:
        """Note that the thumbnails are in the store."""

    def get(self, image_id: str) -> Image:
        """The image. Raises ImageNotFound."""

    def find_by_sha256(self, sha256: str) -> Image | None:
        """The tenant's image with these bytes, if there is one."""

    def searchable_among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name a searchable image, by id."""

    def standings(self, image_ids: Sequence[str]) -> dict[str, Standing]:
        """How those of the ids stand that name an image, by id."""

    def note_upload(self, key: str, image_id: str) -> None:
        """Remember which image the upload under this staging key became."""

    def find_by_upload(self, key: str) -> Image | None:
        """The image that the upload under this staging key became, for as long as it is remembered (two days)."""

    def list_page(self, listing: Listing) -> list[Image]:
        """One page, in order."""

    def ids_after(self, image_id: str, *, limit: int) -> list[str]:
        """The ids past this one, in order, of images that are searchable or on their way to it."""

    def accepted_among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name an image that is searchable or on its way to it, by id."""

    def count_searchable(self) -> int:
        """How many searchable images the tenant has."""

    def known_sha256(self, sha256s: Sequence[str]) -> set[str]:
        """Those of the hashes that a row names, in whatever state."""


class Transaction(Protocol):
    """What can be read and written together, all or nothing."""

    @property
    def images(self) -> ImageRepository:
        """The tenant's image rows."""

    @property
    def jobs(self) -> JobRequests:
        """The ledger; what is asked here is rung after the commit."""


class Transactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[Transaction]: ...


@dataclass(frozen=True, slots=True)
class PresignedUpload:
    """A URL that takes one PUT of exactly the signed type and size until it expires."""

    bucket: str
    key: str
    url: str
    headers: dict[str, str]
    expires: datetime


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says of an object without sending it."""

    key: str
    size_bytes: int
    content_type: str | None
    modified: datetime


class BlobStore(Protocol):
    """Bytes by key. Every method raises StoreUnavailable when the store does not answer."""

    @property
    def bucket(self) -> str:
        """The one bucket that the catalog uses."""

    def presign_put(self, key: str, *, content_type: str, size_bytes: int, expires_in: timedelta) -> PresignedUpload:
        """A URL for one upload of that type and size."""

    def presign_get(self, key: str, *, filename: str, expires_in: timedelta) -> str:
        """A URL that downloads the object as an attachment."""

    def head(self, key: str) -> StoredObject | None:
        """What is there, or None."""

    def get(self, key: str, *, max_bytes: int) -> bytes | None:
        """The object's bytes, or None when nothing is there. Raises TooLarge past `max_bytes`."""

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Store the bytes."""

    def delete(self, keys: Sequence[str]) -> None:
        """Delete the objects; what is not there is no error."""

    def list_under(self, prefix: str) -> Iterator[StoredObject]:
        """Everything under the prefix, in key order."""


class Inspector(Protocol):
    """Looks at untrusted bytes where a crash, a bomb or an endless loop harms nobody.

    Raises ImageRejected with a reason of the closed list, or InspectorBusy.
    """

    def inspect(
        self, data: bytes, declared_type: str | None = None, *, preprocess: Preprocess | None = None, crops: int = 0
    ) -> Inspection:
        """What picture the bytes hold, with at most so many crops.

        Pixels are prepared for the live model unless something else is said.
        """

    def thumbnails(self, data: bytes) -> dict[int, bytes]:
        """WebP thumbnails by their longest side in pixels."""


class MalwareScanner(Protocol):
    """Looks for what is known to be harmful."""

    def scan(self, data: bytes) -> str | None:
        """The name of what was found in the bytes, or None. Raises ScannerUnavailable when that is not clear."""


@dataclass(frozen=True, slots=True)
class Match:
    """One answer of the index: an image and its cosine similarity, −1..1."""

    image_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class IndexedImage:
    """What the index holds of one image: its unit vector and its pHash (16 hex digits), None for a flat picture."""

    vector: Vector
    phash: str | None


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What the index is asked: the nearest `limit` images to a unit vector, or with `by_crops` those of nearest crops.

    `phash_gate` is a pHash (16 hex digits) and the largest Hamming distance a candidate may have to it.
    """

    vector: Vector
    filter: Filter
    limit: int
    score_threshold: float | None = None
    phash_gate: tuple[str, int] | None = None
    without_image_id: str | None = None
    hnsw_ef: int | None = None
    exact: bool = False
    by_crops: bool = False


class VectorIndex(Protocol):
    """Where vectors are searched. It can be rebuilt from the rows. Every method raises IndexUnavailable."""

    def put(
        self, scope: TenantScope, space: VectorSpace, image: Image, vector: Vector, crops: Sequence[CropVector] = ()
    ) -> None:
        """Write the image's point whole; it is found when this returns. An older row version never replaces a newer."""

    def set_payload(self, scope: TenantScope, space: VectorSpace, image: Image) -> None:
        """Replace what the point says of the image, keeping its vectors, unless a newer row version is there."""

    def find(self, scope: TenantScope, space: VectorSpace, image_id: str) -> IndexedImage | None:
        """The image's own vector and hash, if the tenant has the image in the index."""

    def query(self, scope: TenantScope, space: VectorSpace, query: IndexQuery) -> list[Match]:
        """The nearest images, best first, ties by image id."""

    def nearest_crops(
        self, scope: TenantScope, space: VectorSpace, vector: Vector, image_ids: Sequence[str]
    ) -> dict[str, Box]:
        """Where the crop nearest to the unit vector is, for each of the images that has crops."""

    def delete(self, scope: TenantScope, space: VectorSpace, image_ids: Iterable[str]) -> None:
        """Remove the images' points; what is not there is no error."""
