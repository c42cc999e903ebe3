"""The same bytes sent again: the image that has them answers, with the new tags too, and out of the trash."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from catalog.errors import Unavailable
from catalog.failpoints import failpoint
from catalog.images.indexing import Indexing
from catalog.images.inspection import Inspection
from catalog.images.model import Image, ImageState, NewImage
from catalog.images.ports import BlobStore, Transaction, Transactions
from catalog.images.trash import Trash, ask_to_sync
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SameBytes:
    """Finds the image that has the bytes of an upload."""

    transactions: Transactions
    blobs: BlobStore
    indexing: Indexing
    finish_delay: timedelta
    trash: Trash | None

    def again(self, scope: TenantScope, data: bytes, inspection: Inspection, new: NewImage) -> Image | None:
        """The image with these bytes, its tags merged with the new ones; None when they are new. Raises Unavailable."""
        with self.transactions(scope) as tx:
            known = tx.images.find_by_sha256(inspection.sha256)
            if known is None:
                return None
            note_upload(tx, known, new)
            merged = known.with_tags_of(new.tags)
            if known.state is not ImageState.TRASHED and merged is not known:
                _save(tx, merged, over=known)
                payload = {"image_id": merged.image_id}
                tx.jobs.ask(NewJob(JobKind.SYNC_PAYLOAD, merged.image_id, payload, self.finish_delay))
        if known.state is ImageState.TRASHED:
            return self._taken_out(scope, known, data, new)
        if merged is not known:
            self._payload_now(scope, merged)
        return merged

    def _taken_out(self, scope: TenantScope, known: Image, data: bytes, new: NewImage) -> Image:
        # A purge may have been cut off half-way through: bytes and thumbnails are made sure of before the row says so.
        self.blobs.put(known.key, data, content_type=known.content_type)
        back = known.out_of_trash().with_tags_of(new.tags)
        with self.transactions(scope) as tx:
            _save(tx, back, over=known)
            tx.jobs.ask(NewJob(JobKind.MAKE_THUMBNAILS, back.image_id, {"image_id": back.image_id}))
            asked = ask_to_sync(tx.jobs, [back.image_id], self.finish_delay)
        failpoint("ingest.after_row")
        if self.trash is not None:
            self.trash.do_now(scope, asked)
        with self.transactions(scope) as tx:
            return tx.images.get(back.image_id)

    def _payload_now(self, scope: TenantScope, image: Image) -> None:
        try:
            self.indexing.write_payload(scope, image.image_id)
        except Unavailable as error:
            _log.warning("payload left to its job", image_id=image.image_id, error=str(error))


def note_upload(tx: Transaction, image: Image, new: NewImage) -> None:
    """Remember which image an upload became."""
    if new.upload_key is not None:
        tx.images.note_upload(new.upload_key, image.image_id)


def _save(tx: Transaction, image: Image, *, over: Image) -> None:
    if not tx.images.save(image, over_version=over.row_version):
        raise Unavailable("the image is being changed by another request", retry_after_s=1)
