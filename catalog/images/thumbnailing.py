"""The job that makes the small pictures a grid shows, and the way they are read."""

from dataclasses import dataclass

from catalog.errors import ImageNotFound, StoreUnavailable
from catalog.failpoints import failpoint
from catalog.images.keys import thumbnail_key
from catalog.images.ports import BlobStore, Inspector, Transactions
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Thumbnailing:
    """Makes thumbnails and hands them out."""

    transactions: Transactions
    blobs: BlobStore
    inspector: Inspector
    max_bytes: int

    def make(self, scope: TenantScope, image_id: str) -> None:
        """Store the image's thumbnails and note it in the row. Raises ImageNotFound, ImageRejected or Unavailable."""
        with self.transactions(scope) as tx:
            image = tx.images.get(image_id)
        failpoint("thumbnails.after_claim")
        if image.has_thumbnails:
            return
        data = self.blobs.get(image.key, max_bytes=self.max_bytes)
        if data is None:
            raise StoreUnavailable(f"the bytes of image {image_id} are not in the store")
        for side, thumbnail in self.inspector.thumbnails(data).items():
            self.blobs.put(thumbnail_key(scope, image.sha256, side), thumbnail, content_type="image/webp")
            failpoint("thumbnails.after_first")
        failpoint("thumbnails.after_all")
        with self.transactions(scope) as tx:
            tx.images.mark_thumbnailed(image_id)

    def read(self, scope: TenantScope, sha256: str, side: int) -> bytes:
        """The WebP bytes. Raises ImageNotFound when they are not (yet) there."""
        thumbnail = self.blobs.get(thumbnail_key(scope, sha256, side), max_bytes=self.max_bytes)
        if thumbnail is None:
            raise ImageNotFound("there is no thumbnail of that image")
        return thumbnail
