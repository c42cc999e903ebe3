"""Quality checks of many images: how a dataset stands, and a look at those that came in before there were checks."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog

from catalog.errors import DatasetUnknown, ImageRejected, TooLarge
from catalog.images.model import Image
from catalog.images.ports import BlobStore, Inspector
from catalog.images.quality import QualityMeasures
from catalog.images.quality_checks import failed_checks
from catalog.images.quality_ports import QualityCounts, QualityTransaction, QualityTransactions
from catalog.images.trash import AT_ONCE, Trash, ask_to_sync
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.jobs.model import NewJob
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)
_STATUS: Final = "checking"


@dataclass(frozen=True, slots=True)
class QualityService:
    """The use cases of quality checks. No more than `readers` originals are in memory at a time.

    `points` makes points agree with changed rows; a job does it `sync_delay` later where that is cut off.
    """

    transactions: QualityTransactions
    blobs: BlobStore
    inspector: Inspector
    points: Trash
    max_bytes: int
    readers: int
    sync_delay: timedelta

    def counts(self, scope: TenantScope, dataset_id: str) -> QualityCounts:
        """How many images of the dataset fail each check. Raises DatasetUnknown."""
        with self.transactions(scope) as tx:
            if not tx.quality.knows_dataset(dataset_id):
                raise DatasetUnknown("there is no dataset with that id")
            return tx.quality.counts(dataset_id)

    def measures(self, scope: TenantScope, image_id: str) -> dict[str, Any] | None:
        """What was measured of one of the tenant's images, by name; None when nobody has looked."""
        with self.transactions(scope) as tx:
            return tx.quality.measures(image_id)

    def check_quality(self, scope: TenantScope, *, after: str = "", job: JobHandle) -> None:
        """Look at every searchable image past this id that nobody has looked at, and tell the index.

        Originals that cannot be read are passed over, until the next time. Raises Unavailable, JobStopped or LeaseLost.
        """
        with self.transactions(scope) as tx:
            total = tx.quality.count_lacking()
        checked = unreadable = 0
        while some := self._lacking(scope, after):
            found = self._looked_at(some)
            self.points.do_now(scope, self._kept(scope, found))
            checked, unreadable = checked + len(found), unreadable + len(some) - len(found)
            after, done = some[-1].image_id, checked + unreadable
            counts = {"checked": checked, "unreadable": unreadable}
            job.checkpoint(JobProgress(_STATUS, done, max(total, done), counts=counts), {"after": after})

    def _lacking(self, scope: TenantScope, after: str) -> Sequence[Image]:
        with self.transactions(scope) as tx:
            return tx.quality.lacking(after=after, limit=AT_ONCE)

    def _looked_at(self, images: Sequence[Image]) -> list[tuple[Image, QualityMeasures]]:
        with ThreadPoolExecutor(self.readers, thread_name_prefix="quality") as pool:
            measured = pool.map(self._measured, images)
            return [(image, found) for image, found in zip(images, measured, strict=True) if found is not None]

    def _measured(self, image: Image) -> QualityMeasures | None:
        try:
            data = self.blobs.get(image.key, max_bytes=self.max_bytes)
            if data is not None:
                return self.inspector.inspect(data, image.content_type).quality_measures
            why = "the original is not in the store"
        except (ImageRejected, TooLarge) as error:
            why = str(error)
        _log.error("image cannot be checked", image_id=image.image_id, tenant_id=str(image.tenant_id), why=why)
        return None

    def _kept(self, scope: TenantScope, found: Sequence[tuple[Image, QualityMeasures]]) -> list[NewJob]:
        """Write the rows, and ask that their points be made to agree; what was asked."""
        with self.transactions(scope) as tx:
            ids = [image.image_id for image, measures in found if _keep(tx, image, measures)]
            return ask_to_sync(tx.jobs, ids, self.sync_delay)


def _keep(tx: QualityTransaction, image: Image, measures: QualityMeasures) -> bool:
    """False when somebody changed the row meanwhile: the next time finds it again."""
    if not tx.images.save(image.now_checked(failed_checks(measures)), over_version=image.row_version):
        return False
    tx.quality.note(image.image_id, measures)
    return True
