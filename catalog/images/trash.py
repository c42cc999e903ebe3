"""The trash: rows say what lies in it, and the points of the index are made to agree; what has lain long is removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import structlog

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.errors import Unavailable
from catalog.failpoints import failpoint
from catalog.images.inventory_ports import IndexInventory
from catalog.images.keys import thumbnail_key
from catalog.images.model import Image, ImageState
from catalog.images.ports import BlobStore, VectorIndex
from catalog.images.thumbnails import THUMBNAIL_SIDES
from catalog.images.trash_ports import KeptVector, PointReader, TrashTransaction, TrashTransactions
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.jobs.model import JobKind, NewJob
from catalog.jobs.ports import JobRequests
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

AT_ONCE: Final = 64
"""How many images' rows are held while their points are changed."""


@dataclass(frozen=True, slots=True)
class Trash:
    """Takes points out of the index and puts the very same back. `keep_for` is how long an image can be got back."""

    transactions: TrashTransactions
    index: VectorIndex
    inventory: IndexInventory
    reader: PointReader
    blobs: BlobStore
    spaces: Spaces
    keep_for: timedelta

    def do_now(self, scope: TenantScope, asked: Sequence[NewJob]) -> None:
        """Do what was asked, after the commit; when the index is away it is left to the jobs."""
        try:
            for job in asked:
                self.sync(scope, job.payload["image_ids"].split(), settling=job.dedupe_key)
        except Unavailable as error:
            _log.warning("points left to their job", error=str(error))

    def sync(self, scope: TenantScope, image_ids: Sequence[str], *, settling: str | None = None) -> None:
        """Make the points of at most AT_ONCE images be there, or not, as their rows say; `settling` names the job done.

        A vector is kept, durably, before its point is deleted. Raises IndexUnavailable or DatabaseUnavailable.
        """
        space = self.spaces.live()
        with self.transactions(scope) as tx:
            kept = self._keep(scope, tx, space, _trashed(tx.trash.locked(image_ids)))
        failpoint("points.after_kept")
        with self.transactions(scope) as tx:
            # Held until the points agree: who changes these rows next also finds their points as they were left.
            rows = tx.trash.locked(image_ids)
            if lying := kept & {row.image_id for row in _trashed(rows)}:
                self.index.delete(scope, space, sorted(lying))
            self._bring_back(scope, tx, space, [row for row in rows.values() if row.state is ImageState.SEARCHABLE])
            failpoint("points.after_points")
            if settling is not None:
                tx.jobs.settle(JobKind.SYNC_POINTS, settling)

    def purge(self, scope: TenantScope, job: JobHandle) -> int:
        """Remove for good what has lain in the trash for `keep_for`; how many images. Raises Unavailable."""
        before, purged = datetime.now(UTC) - self.keep_for, 0
        while True:
            with self.transactions(scope) as tx:
                ids = tx.trash.expired(before, limit=AT_ONCE)
                # From here on the thumbnails may be gone, and whoever takes the image out makes them anew.
                tx.trash.unmark_thumbnailed(ids)
            if not ids:
                return purged
            purged += self._remove(scope, ids, before)
            job.checkpoint(JobProgress("purging", purged, counts={"purged": purged}))

    def _keep(self, scope: TenantScope, tx: TrashTransaction, space: VectorSpace, rows: Sequence[Image]) -> set[str]:
        """Keep the vectors of those that have a point; the ids of all."""
        ids = [row.image_id for row in rows]
        if ids:
            there = self.reader.vectors(scope, space, ids)
            tx.trash.keep([KeptVector(one, space.model_version, vectors) for one, vectors in there.items()])
        return set(ids)

    def _bring_back(self, scope: TenantScope, tx: TrashTransaction, space: VectorSpace, rows: Sequence[Image]) -> None:
        ids = [row.image_id for row in rows]
        if not ids:
            return
        kept, there = tx.trash.kept(ids), self.inventory.versions(scope, space, ids)
        for row in rows:
            had = kept.get(row.image_id)
            if row.image_id in there:
                self.index.set_payload(scope, space, row)
            elif had is not None and had.model_version == space.model_version == row.model_version:
                self.index.put(scope, space, row, had.vectors.whole, had.vectors.crops)
            else:
                self._embed_again(tx, row)
        tx.trash.forget(ids)

    def _embed_again(self, tx: TrashTransaction, row: Image) -> None:
        """There is no vector of the live model any more: the image is on its way to being searchable once more."""
        again = replace(row, state=ImageState.UPLOADED, row_version=row.row_version + 1)
        tx.images.save(again, over_version=row.row_version)
        tx.jobs.ask(NewJob(JobKind.FINISH_INGEST, row.image_id, {"image_id": row.image_id}))

    def _remove(self, scope: TenantScope, ids: Sequence[str], before: datetime) -> int:
        """Point, thumbnails, original and row, in this order: what is left half-done is found again by its row."""
        with self.transactions(scope) as tx:
            rows = [row for row in _trashed(tx.trash.locked(ids)) if row.trashed_at and row.trashed_at < before]
            if not rows:
                return 0
            self.index.delete(scope, self.spaces.live(), [row.image_id for row in rows])
            failpoint("purge.after_points")
            self.blobs.delete([thumbnail_key(scope, row.sha256, side) for row in rows for side in THUMBNAIL_SIDES])
            self.blobs.delete([row.key for row in rows])
            failpoint("purge.after_objects")
            tx.trash.remove([row.image_id for row in rows])
        return len(rows)


def ask_to_sync(jobs: JobRequests, image_ids: Sequence[str], delay: timedelta) -> list[NewJob]:
    """Ask in the caller's transaction that the images' points be made to agree; the delay is for doing it at once."""
    asked = [
        NewJob(JobKind.SYNC_POINTS, str(uuid4()), {"image_ids": " ".join(some)}, delay)
        for some in _in_batches(image_ids)
    ]
    for job in asked:
        jobs.ask(job)
    return asked


def _trashed(rows: dict[str, Image]) -> list[Image]:
    return [row for row in rows.values() if row.state is ImageState.TRASHED]


def _in_batches(image_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(image_ids), AT_ONCE):
        yield image_ids[start : start + AT_ONCE]
