"""What can be done with images, in one place: the sentences that routes and jobs say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from catalog.errors import ImageNotFound
from catalog.images.indexing import Indexing
from catalog.images.ingest import Ingest
from catalog.images.model import Image, Ingested, NewImage, Standing
from catalog.images.orphans import OrphanSweep
from catalog.images.ports import BlobStore, Listing, PresignedUpload, Transactions
from catalog.images.reindex_progress import Progress
from catalog.images.reindexing import Reindexing
from catalog.images.thumbnailing import Thumbnailing
from catalog.images.trash import Trash
from catalog.jobs.handle import JobHandle
from catalog.jobs.model import Payload
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class ImageService:
    """The use cases of images; each says in its name what it does and in its part how."""

    transactions: Transactions
    blobs: BlobStore
    taking_in: Ingest
    indexing: Indexing
    thumbnails: Thumbnailing
    reindexing: Reindexing
    orphans: OrphanSweep
    trash: Trash
    original_url_for: timedelta

    def presign(self, scope: TenantScope, *, content_type: str, size_bytes: int) -> PresignedUpload:
        """A URL for one upload; see Ingest.presign."""
        return self.taking_in.presign(scope, content_type=content_type, size_bytes=size_bytes)

    def ingest(self, scope: TenantScope, *, bucket: str, key: str, new: NewImage) -> Ingested:
        """Take in a presigned upload; see Ingest.from_staging."""
        return self.taking_in.from_staging(scope, bucket=bucket, key=key, new=new)

    def add(self, scope: TenantScope, data: bytes, *, declared_type: str | None, new: NewImage) -> Ingested:
        """Take in bytes; see Ingest.from_bytes."""
        return self.taking_in.from_bytes(scope, data, declared_type=declared_type, new=new)

    def get(self, scope: TenantScope, image_id: str) -> Image:
        """The image, in whatever state. Raises ImageNotFound."""
        with self.transactions(scope) as tx:
            return tx.images.get(image_id)

    def standing(self, scope: TenantScope, image_id: str) -> Standing:
        """How the image stands. Raises ImageNotFound."""
        found = self.standings(scope, [image_id])
        if image_id not in found:
            raise ImageNotFound("there is no image with that id")
        return found[image_id]

    def standings(self, scope: TenantScope, image_ids: Sequence[str]) -> dict[str, Standing]:
        """How those of the ids stand that name one of the tenant's images, by id."""
        with self.transactions(scope) as tx:
            return tx.images.standings(image_ids)

    def list_page(self, scope: TenantScope, listing: Listing) -> list[Image]:
        """One page of the tenant's images, in order."""
        with self.transactions(scope) as tx:
            return tx.images.list_page(listing)

    def original_url(self, image: Image) -> str:
        """A short-lived URL that downloads the bytes as they were uploaded."""
        filename = image.filename or f"{image.image_id}.{image.content_type.partition('/')[2]}"
        return self.blobs.presign_get(image.key, filename=filename, expires_in=self.original_url_for)

    def finish_ingest(self, scope: TenantScope, *, image_id: str) -> None:
        """Make an accepted image searchable after all; see Ingest.finish."""
        self.taking_in.finish(scope, image_id)

    def sync_payload(self, scope: TenantScope, *, image_id: str) -> None:
        """Make the index say what the row says; see Indexing.write_payload."""
        self.indexing.write_payload(scope, image_id)

    def make_thumbnails(self, scope: TenantScope, *, image_id: str) -> None:
        """Make and store the thumbnails; see Thumbnailing.make."""
        self.thumbnails.make(scope, image_id)

    def sync_points(self, scope: TenantScope, *, image_ids: str) -> None:
        """Make the points of these images (ids with spaces between) agree with their rows; see Trash.sync."""
        self.trash.sync(scope, image_ids.split())

    def purge_trash(self, scope: TenantScope, *, job: JobHandle) -> None:
        """Remove for good what has lain long enough in the trash; see Trash.purge."""
        self.trash.purge(scope, job)

    def sweep_orphans(self, scope: TenantScope, *, job: JobHandle) -> None:
        """Delete what given-up uploads left behind; see OrphanSweep.sweep."""
        self.orphans.sweep(scope, job)

    def rebuild_index(self, scope: TenantScope, *, collection: str, progress: str) -> Payload | None:
        """Do the next slice of the tenant's rebuild; what is left to do. See Reindexing.next_slice."""
        left = self.reindexing.next_slice(scope, Progress.read({"collection": collection, "progress": progress}))
        return None if left is None else left.payload()
