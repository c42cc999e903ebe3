"""Everything that can go wrong in the catalog, as a tree on one page. Knows no HTTP; gateway.problems maps it.

CatalogError
├── Unavailable
│   ├── DatabaseUnavailable
│   ├── IndexUnavailable
│   ├── StoreUnavailable
│   ├── QueueUnavailable
│   ├── EmbedderUnavailable
│   ├── InspectorBusy
│   ├── ScannerUnavailable
│   └── ModelMismatch
├── NotFound
│   ├── ImageNotFound
│   ├── DatasetUnknown
│   ├── NotDetected
│   ├── NotScored
│   ├── GroupNotFound
│   ├── BatchNotFound
│   ├── FeedbackNotFound
│   ├── ClusteringNotFound
│   ├── ClusterNotFound
│   └── JobNotFound
├── Conflict
│   ├── SweepRunning
│   ├── ScoringRunning
│   ├── ClusteringRunning
│   ├── ClusteringUnfinished
│   ├── GroupDecided
│   ├── GroupChanged
│   ├── BatchConflict
│   ├── JobNotControllable
│   └── JobStateConflict
├── NotAllowed
│   ├── ForeignKey
│   └── RoleTooLow
├── NotAuthentic
├── Invalid
│   ├── FilterInvalid
│   ├── CursorInvalid
│   ├── QueryInvalid
│   │   ├── TooFewImages
│   │   └── TooManyImages
│   ├── RuleInvalid
│   ├── ImageRejected
│   └── ImageInfected
├── TooLarge
└── UploadMissing
"""

from datetime import datetime
from uuid import UUID

from catalog.outages import CatalogError as CatalogError
from catalog.outages import DatabaseUnavailable as DatabaseUnavailable
from catalog.outages import EmbedderUnavailable as EmbedderUnavailable
from catalog.outages import IndexUnavailable as IndexUnavailable
from catalog.outages import InspectorBusy as InspectorBusy
from catalog.outages import ModelMismatch as ModelMismatch
from catalog.outages import QueueUnavailable as QueueUnavailable
from catalog.outages import ScannerUnavailable as ScannerUnavailable
from catalog.outages import StoreUnavailable as StoreUnavailable
from catalog.outages import Unavailable as Unavailable
from catalog.rejections import RejectionReason as RejectionReason


class NotFound(CatalogError):
    """There is nothing here by that name."""


class ImageNotFound(NotFound):
    """No image has that id."""


class DatasetUnknown(NotFound):
    """No dataset has that id."""


class NotDetected(NotFound):
    """Near-duplicates have not been detected there yet."""


class NotScored(NotFound):
    """What was asked for has no anomaly score yet."""


class GroupNotFound(NotFound):
    """No group of near-duplicates has that id."""


class BatchNotFound(NotFound):
    """No review batch has that id."""


class FeedbackNotFound(NotFound):
    """No feedback has that id."""


class ClusteringNotFound(NotFound):
    """No clustering has that id."""


class ClusterNotFound(NotFound):
    """No cluster of the clustering has that number."""


class JobNotFound(NotFound):
    """No job has that id."""


class Conflict(CatalogError):
    """The request does not fit how things stand now."""


class SweepRunning(Conflict):
    """Near-duplicates are being detected there already."""

    def __init__(self, job_id: UUID) -> None:
        super().__init__("wait for the running detection to end, or cancel its job")
        self.job_id = job_id


class ScoringRunning(Conflict):
    """Anomalies are being scored there already."""

    def __init__(self, job_id: UUID) -> None:
        super().__init__("wait for the running scoring to end, or cancel its job")
        self.job_id = job_id


class ClusteringRunning(Conflict):
    """The very same images are being clustered already."""

    def __init__(self, job_id: UUID) -> None:
        super().__init__("wait for the running clustering to end, or cancel its job")
        self.job_id = job_id


class ClusteringUnfinished(Conflict):
    """The clustering has no clusters yet."""


class GroupDecided(Conflict):
    """Somebody has decided on the group meanwhile."""

    def __init__(self, group_id: str, status: str, decided_by: UUID | None, decided_at: datetime | None) -> None:
        super().__init__(f"the group is {status}; look at it again, or undo that decision")
        self.group_id, self.status, self.decided_by, self.decided_at = group_id, status, decided_by, decided_at


class GroupChanged(Conflict):
    """The group is not as it was when it was looked at."""


class BatchConflict(Conflict):
    """The batch is not in a state that allows this."""


class JobNotControllable(Conflict):
    """Jobs of this kind cannot be paused or cancelled."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"a job of the kind {kind} goes on by itself: it finishes something that was accepted")
        self.kind = kind


class JobStateConflict(Conflict):
    """The job is not in a state that allows this."""

    def __init__(self, state: str, order: str, why: str = "") -> None:
        super().__init__(why or f"a job that is {state} takes no {order}")
        self.state = state


class NotAllowed(CatalogError):
    """The caller may not do this."""


class ForeignKey(NotAllowed):
    """The bucket and key are not an upload of the caller's."""


class RoleTooLow(NotAllowed):
    """The caller's role does not permit this."""


class NotAuthentic(CatalogError):
    """The credentials are missing or not valid."""


class Invalid(CatalogError):
    """The request cannot be understood."""


class FilterInvalid(Invalid):
    """The filter is not one of the documented form."""


class CursorInvalid(Invalid):
    """The cursor was not issued for this listing."""


class QueryInvalid(Invalid):
    """The search question is not one that can be answered."""


class TooFewImages(QueryInvalid):
    """There are fewer images than that takes."""

    def __init__(self, images: int, limit: int) -> None:
        super().__init__(f"there are {images} images, and it takes at least {limit}")
        self.images, self.limit = images, limit


class TooManyImages(QueryInvalid):
    """There are more images than can be taken at once."""

    def __init__(self, images: int, limit: int) -> None:
        super().__init__(f"there are {images} images, and at most {limit} can be taken: choose fewer, or send a limit")
        self.images, self.limit = images, limit


class RuleInvalid(Invalid):
    """The rule for what to keep is not one of the documented form."""


class ImageRejected(Invalid):
    """The bytes hold no picture that can be accepted."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class ImageInfected(Invalid):
    """The virus scanner found something harmful in the bytes."""


class TooLarge(CatalogError):
    """What was sent is larger than the limit."""


class UploadMissing(CatalogError):
    """Nothing was uploaded under that key, or the upload has expired."""
