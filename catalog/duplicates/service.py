"""What can be done about near-duplicates, in one place: the sentences that routes and jobs say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.duplicates.checking import Checking
from catalog.duplicates.detecting import Detecting, check_threshold
from catalog.duplicates.exporting import Exporting
from catalog.duplicates.histogram import Histogram
from catalog.duplicates.model import Run
from catalog.duplicates.probing import DEFAULT_HAMMING, Probing
from catalog.duplicates.regrouping import Regrouping
from catalog.duplicates.review_service import ReviewService
from catalog.duplicates.showing import Found, Showing
from catalog.duplicates.sweep_progress import SweepCursor
from catalog.duplicates.sweeping import Sweeping
from catalog.duplicates.thresholds import thresholds_of
from catalog.duplicates.views import Checked, Likeness, Preview
from catalog.embeddings.spaces import Spaces
from catalog.images.model import Image
from catalog.jobs.handle import JobHandle
from catalog.jobs.view import JobView
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class DuplicateService(ReviewService):
    """The use cases of near-duplicates; each says in its name what it does and in its part how.

    `dataset_id` is WHOLE_TENANT, DEFAULT_DATASET or an id that images name.
    """

    spaces: Spaces
    detecting: Detecting
    sweeping: Sweeping
    regrouping: Regrouping
    probing: Probing
    checking: Checking
    showing: Showing
    exporting: Exporting

    def detect(
        self, scope: TenantScope, dataset_id: str, threshold: float | None, max_hamming: int | None, by: UUID
    ) -> UUID:
        """Ask for a sweep, by default at the model's threshold; see Detecting.detect."""
        if threshold is None:
            threshold = thresholds_of(self.spaces.live().model_name).duplicate
        furthest = DEFAULT_HAMMING if max_hamming is None else max_hamming
        return self.detecting.detect(scope, dataset_id, threshold, furthest, by)

    def latest_sweep(self, scope: TenantScope, dataset_id: str) -> JobView | None:
        """The newest sweep of the dataset, or None."""
        return self.detecting.latest(scope, dataset_id)

    def run(self, scope: TenantScope, dataset_id: str) -> Run:
        """What was grouped there last. Raises NotDetected."""
        return self.detecting.run(scope, dataset_id)

    def found(self, scope: TenantScope, dataset_id: str, threshold: float | None, *, limit: int, offset: int) -> Found:
        """A page of groups as they stand, or as another threshold makes them; see Showing.found."""
        return self.showing.found(scope, dataset_id, threshold, limit=limit, offset=offset)

    def images_among(self, scope: TenantScope, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Those of the ids that name an image, in whatever state, by id."""
        return self.showing.shown.images_among(scope, image_ids)

    def regroup(self, scope: TenantScope, dataset_id: str, threshold: float) -> Run:
        """Group again at another threshold (0.80..0.99) from the edges that are kept. Raises Invalid or NotDetected."""
        check_threshold(threshold)
        return self.regrouping.regroup(scope, self.spaces.live(), dataset_id, threshold)

    def preview(self, scope: TenantScope, dataset_id: str, threshold: float) -> Preview:
        """What that would find; nothing is written. Raises Invalid or NotDetected."""
        check_threshold(threshold)
        return self.regrouping.preview(scope, self.spaces.live(), dataset_id, threshold)

    def histogram(self, scope: TenantScope, dataset_id: str) -> Histogram:
        """How similarities are spread, beside random pairs. Raises NotDetected."""
        return self.regrouping.histogram(scope, self.spaces.live(), dataset_id)

    def check(self, scope: TenantScope, data: bytes, declared_type: str | None = None) -> Checked:
        """Whether the picture, or one like it, is here already; see Checking.by_bytes."""
        return self.checking.by_bytes(scope, data, declared_type)

    def check_sha256(self, scope: TenantScope, sha256: str) -> Checked:
        """Whether these very bytes are here already; see Checking.by_sha256."""
        return self.checking.by_sha256(scope, sha256)

    def check_phash(self, scope: TenantScope, phash: str) -> Checked:
        """Whether a picture with nearly that hash is here already; see Checking.by_phash."""
        return self.checking.by_phash(scope, phash)

    def likenesses_of(self, scope: TenantScope, image: Image) -> tuple[Likeness, ...]:
        """What is like an image that is here, by hash alone; see Checking.likenesses_of."""
        return self.checking.likenesses_of(scope, image)

    def sweep_duplicates(
        self,
        scope: TenantScope,
        *,
        dataset_id: str,
        threshold: str = "",
        max_hamming: str = "",
        phase: str = "hashing",
        after: str = "",
        model_version: str = "",
        job: JobHandle,
    ) -> None:
        """Find, confirm, keep and group; see Sweeping.sweep.

        Without figures it repairs: as far as the widest sweep before it, each dataset at its own threshold.
        """
        max_hamming = max_hamming or self.detecting.widest(scope)
        if not max_hamming:
            return
        asked = {"dataset_id": dataset_id, "threshold": threshold, "max_hamming": max_hamming}
        goes_on = {"phase": phase, "after": after, "model_version": model_version}
        self.sweeping.sweep(scope, SweepCursor.read(asked | goes_on), job)

    def probe_duplicates(self, scope: TenantScope, *, after: str, found: str = "0", job: JobHandle) -> None:
        """Compare images that are new with all others; see Probing.probe."""
        self.probing.probe(scope, after, int(found), job)
