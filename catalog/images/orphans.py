"""What uploads leave behind when they are given up: staging objects, and originals whose row was never written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from catalog.images.keys import originals_prefix, staging_prefix, thumbnail_key
from catalog.images.ports import BlobStore, StoredObject, Transactions
from catalog.images.thumbnails import THUMBNAIL_SIDES
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.tenancy import TenantScope

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class OrphanSweep:
    """Deletes objects that no row names, once they are older than any upload under way can be."""

    transactions: Transactions
    blobs: BlobStore
    grace: timedelta

    def sweep(self, scope: TenantScope, job: JobHandle) -> int:
        """Delete the tenant's orphans; how many there were. Raises Unavailable."""
        return self._sweep_staging(scope, job) + self._sweep_originals(scope, job)

    def _sweep_staging(self, scope: TenantScope, job: JobHandle) -> int:
        swept = 0
        for some in _in_batches(self._old_under(staging_prefix(scope))):
            self.blobs.delete([stored.key for stored in some])
            swept += len(some)
            job.checkpoint(JobProgress("staging", swept, counts={"deleted": swept}))
        return swept

    def _sweep_originals(self, scope: TenantScope, job: JobHandle) -> int:
        seen = swept = 0
        for some in _in_batches(self._old_under(originals_prefix(scope))):
            unnamed = self._unnamed(scope, [stored.key for stored in some])
            # The same bytes may be uploaded again meanwhile: what is young now stays, and the rows are asked once more.
            orphans = self._unnamed(scope, [key for key in unnamed if self._is_still_old(key)])
            # Thumbnails are there when the row was lost later: a database restored to an older day.
            self.blobs.delete([*_thumbnails_of(scope, orphans), *orphans])
            seen, swept = seen + len(some), swept + len(orphans)
            job.checkpoint(JobProgress("originals", seen, counts={"deleted": swept}))
        return swept

    def _unnamed(self, scope: TenantScope, keys: list[str]) -> list[str]:
        """Those of the originals' keys that no row names."""
        if not keys:
            return []
        prefix = originals_prefix(scope)
        with self.transactions(scope) as tx:
            known = tx.images.known_sha256([key.removeprefix(prefix) for key in keys])
        return [key for key in keys if key.removeprefix(prefix) not in known]

    def _is_still_old(self, key: str) -> bool:
        stored = self.blobs.head(key)
        return stored is not None and self._is_old(stored)

    def _is_old(self, stored: StoredObject) -> bool:
        return stored.modified < datetime.now(UTC) - self.grace

    def _old_under(self, prefix: str) -> Iterator[StoredObject]:
        return filter(self._is_old, self.blobs.list_under(prefix))


def _thumbnails_of(scope: TenantScope, originals: list[str]) -> list[str]:
    hashes = [key.removeprefix(originals_prefix(scope)) for key in originals]
    return [thumbnail_key(scope, sha256, side) for sha256 in hashes for side in THUMBNAIL_SIDES]


def _in_batches(objects: Iterator[StoredObject]) -> Iterator[list[StoredObject]]:
    while some := list(islice(objects, _AT_ONCE)):
        yield some
