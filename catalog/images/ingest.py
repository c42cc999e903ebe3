"""How a picture comes in: bytes, then row and jobs in one transaction, then the index, then the answer."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from ulid import ULID

from catalog.embeddings.ports import Urgency
from catalog.errors import (
    CatalogError,
    ImageInfected,
    ImageRejected,
    RejectionReason,
    StoreUnavailable,
    Unavailable,
    UploadMissing,
)
from catalog.failpoints import failpoint
from catalog.images.indexing import Indexing
from catalog.images.inspection import Inspection
from catalog.images.keys import check_staging_key, original_key, staging_key
from catalog.images.model import Image, ImageState, Ingested, NewImage
from catalog.images.ports import (
    BlobStore,
    Inspector,
    PresignedUpload,
    StoredObject,
    Transaction,
    Transactions,
)
from catalog.images.quality import QualityMeasures
from catalog.images.quality_checks import failed_checks
from catalog.images.same_bytes import SameBytes, note_upload
from catalog.images.scanning import Scanning
from catalog.images.trash import Trash
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

# Long enough for the request that wrote the row to finish the work itself, short enough that a crash is not noticed.
FINISH_DELAY: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Ingest:
    """Takes pictures in, from staging or straight from a request."""

    transactions: Transactions
    blobs: BlobStore
    inspector: Inspector
    indexing: Indexing
    max_bytes: int
    presign_for: timedelta
    finish_delay: timedelta = FINISH_DELAY
    scanning: Scanning | None = None
    trash: Trash | None = None
    crops: int = 0

    def presign(self, scope: TenantScope, *, content_type: str, size_bytes: int) -> PresignedUpload:
        """A URL for one upload of exactly that type and size, under a key that the server chooses.

        Raises ImageRejected when the size is over the limit.
        """
        self._check_size(size_bytes)
        return self.blobs.presign_put(
            staging_key(scope), content_type=content_type, size_bytes=size_bytes, expires_in=self.presign_for
        )

    def from_staging(self, scope: TenantScope, *, bucket: str, key: str, new: NewImage) -> Ingested:
        """Take in what was uploaded under a presigned key; staging is emptied unless the fault is ours.

        Asked again after a lost answer, it answers with the same image.

        Raises ForeignKey, UploadMissing, ImageRejected, ImageInfected or Unavailable.
        """
        check_staging_key(scope, bucket=bucket, key=key, own_bucket=self.blobs.bucket)
        staged = self._read_staged(key)
        if staged is None:
            return self._ingested_before(scope, key)
        uploaded, data = staged
        failpoint("ingest.after_read")
        new = replace(new, upload_key=key)
        try:
            ingested = self.from_bytes(scope, data, declared_type=uploaded.content_type, new=new)
        except (ImageRejected, ImageInfected):
            self._empty_staging(key)
            raise
        self._empty_staging(key)
        failpoint("ingest.after_staging_delete")
        return ingested

    def from_bytes(self, scope: TenantScope, data: bytes, *, declared_type: str | None, new: NewImage) -> Ingested:
        """Take in these bytes; searchable when this returns, or `uploaded` if the embedder or the index is away.

        Raises ImageRejected or ImageInfected (nothing is kept) or Unavailable.
        """
        self._check_size(len(data))
        if self.scanning is not None:
            # Before the decoder, which is the first to act on what the bytes say.
            self.scanning.refuse_infected(scope, data, new)
        return self._take_in(scope, data, declared_type=declared_type, new=new)

    def _take_in(self, scope: TenantScope, data: bytes, *, declared_type: str | None, new: NewImage) -> Ingested:
        inspection = self.inspector.inspect(data, declared_type, crops=self.crops)
        failpoint("ingest.after_inspect")
        known = self._same_bytes.again(scope, data, inspection, new)
        if known is not None:
            return Ingested(known, is_new=False)
        key = original_key(scope, inspection.sha256)
        # The bytes that were looked at are stored, not copied from staging: a second PUT there cannot swap them.
        self.blobs.put(key, data, content_type=inspection.content_type)
        failpoint("ingest.after_original")
        image = _image(scope, inspection, new, bucket=self.blobs.bucket, key=key)
        if not self._accept(scope, image, inspection.quality_measures, new):
            return self._take_in(scope, data, declared_type=declared_type, new=new)
        failpoint("ingest.after_row")
        return Ingested(self._searchable_now(scope, image, inspection), is_new=True)

    def finish(self, scope: TenantScope, image_id: str) -> None:
        """Make an accepted image searchable after all. Raises Unavailable; what cannot be read is marked failed."""
        with self.transactions(scope) as tx:
            image = tx.images.get(image_id)
        failpoint("finish.after_claim")
        if image.state is not ImageState.UPLOADED:
            return
        data = self.blobs.get(image.key, max_bytes=self.max_bytes)
        if data is None:
            raise StoreUnavailable(f"the bytes of image {image_id} are not in the store")
        try:
            inspection = self.inspector.inspect(data, image.content_type, crops=self.crops)
        except ImageRejected as error:
            self._give_up(scope, image, error)
            return
        self.indexing.make_searchable(scope, image, inspection, urgency=Urgency.BATCH, failpoints="finish")
        failpoint("finish.after_searchable")

    @property
    def _same_bytes(self) -> SameBytes:
        return SameBytes(self.transactions, self.blobs, self.indexing, self.finish_delay, self.trash)

    def _check_size(self, size_bytes: int) -> None:
        if size_bytes > self.max_bytes:
            raise ImageRejected(
                RejectionReason.TOO_MANY_BYTES, f"a picture has at most {self.max_bytes} bytes; this has {size_bytes}"
            )

    def _read_staged(self, key: str) -> tuple[StoredObject, bytes] | None:
        uploaded = self.blobs.head(key)
        if uploaded is None:
            return None
        try:
            self._check_size(uploaded.size_bytes)
        except ImageRejected:
            self._empty_staging(key)
            raise
        data = self.blobs.get(key, max_bytes=self.max_bytes)
        return None if data is None else (uploaded, data)

    def _ingested_before(self, scope: TenantScope, key: str) -> Ingested:
        """The answer to a client that never got the first one, because it or we went away in between."""
        with self.transactions(scope) as tx:
            image = tx.images.find_by_upload(key)
        if image is None:
            raise UploadMissing("nothing has been uploaded under that key, or it has expired")
        return Ingested(image, is_new=False)

    def _accept(self, scope: TenantScope, image: Image, measures: QualityMeasures, new: NewImage) -> bool:
        """Write the row and its jobs, all or nothing; False when another upload of the same bytes came first."""
        with self.transactions(scope) as tx:
            if not tx.images.add(image, measures):
                return False
            note_upload(tx, image, new)
            _ask_for_the_rest(tx, image, finish_delay=self.finish_delay)
        return True

    def _searchable_now(self, scope: TenantScope, image: Image, seen: Inspection) -> Image:
        try:
            image = self.indexing.make_searchable(scope, image, seen, urgency=Urgency.INTERACTIVE, failpoints="ingest")
        except Unavailable as error:
            _log.warning("ingest left to its job", image_id=image.image_id, error=str(error))
        failpoint("ingest.after_searchable")
        return image

    def _give_up(self, scope: TenantScope, image: Image, error: ImageRejected) -> None:
        with self.transactions(scope) as tx:
            tx.images.save(image.now_failed(error.reason), over_version=image.row_version)

    def _empty_staging(self, key: str) -> None:
        try:
            self.blobs.delete([key])
        except CatalogError as error:
            _log.warning("staging left to the sweep", key=key, error=str(error))


def _ask_for_the_rest(tx: Transaction, image: Image, *, finish_delay: timedelta) -> None:
    payload = {"image_id": image.image_id}
    tx.jobs.ask(NewJob(JobKind.FINISH_INGEST, image.image_id, payload, finish_delay))
    tx.jobs.ask(NewJob(JobKind.MAKE_THUMBNAILS, image.image_id, payload))


def _image(scope: TenantScope, inspection: Inspection, new: NewImage, *, bucket: str, key: str) -> Image:
    return Image(
        image_id=str(ULID()),
        tenant_id=scope.tenant_id,
        owner_user_id=new.owner_user_id,
        bucket=bucket,
        key=key,
        filename=new.filename,
        content_type=inspection.content_type,
        size_bytes=inspection.size_bytes,
        sha256=inspection.sha256,
        phash=inspection.phash,
        flat=inspection.flat,
        turned_phashes=inspection.turned_phashes,
        pixel_hash=inspection.pixel_hash,
        width=inspection.width,
        height=inspection.height,
        quality_score=inspection.quality_score,
        nsfw_score=None,
        source=new.source,
        tags=tuple(dict.fromkeys(new.tags)),
        dataset_id=new.dataset_id,
        category_id=new.category_id,
        created_at=datetime.now(UTC),
        quality_checks=failed_checks(inspection.quality_measures),
    )
