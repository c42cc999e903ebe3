"""The hashes of images that an older version took in: looked at again, a few originals at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from catalog.duplicates.ports import DuplicateTransactions
from catalog.errors import ImageRejected, TooLarge
from catalog.images.inspection import Inspection
from catalog.images.model import Image
from catalog.images.ports import BlobStore, Inspector
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rehashing:
    """Reads originals and notes their hashes. No more than `readers` originals are in memory at a time."""

    transactions: DuplicateTransactions
    blobs: BlobStore
    inspector: Inspector
    max_bytes: int
    readers: int

    def fill(self, scope: TenantScope, images: Sequence[Image]) -> int:
        """Note the hashes of these; how many could be read. Raises Unavailable.

        The version of the row stays: hashes are in no payload, so no point has to be written anew for them.
        """
        with ThreadPoolExecutor(self.readers, thread_name_prefix="hashing") as pool:
            found = list(pool.map(self._looked_at, images))
        with self.transactions(scope) as tx:
            for image, seen in zip(images, found, strict=True):
                if seen is not None:
                    tx.hashes.fill(image.image_id, pixel_hash=seen.pixel_hash, turned_phashes=seen.turned_phashes)
        return sum(seen is not None for seen in found)

    def _looked_at(self, image: Image) -> Inspection | None:
        try:
            data = self.blobs.get(image.key, max_bytes=self.max_bytes)
            if data is not None:
                return self.inspector.inspect(data, image.content_type)
            why = "the original is not in the store"
        except (ImageRejected, TooLarge) as error:
            why = str(error)
        _log.error("image cannot be hashed", image_id=image.image_id, tenant_id=str(image.tenant_id), why=why)
        return None
