"""The questions that people's queue is read with."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from catalog.adapters.postgres.anomaly_tables import anomaly_reviews, anomaly_scores
from catalog.adapters.postgres.datasets import in_dataset
from catalog.adapters.postgres.filters import as_clause
from catalog.adapters.postgres.tables import images
from catalog.anomalies.model import AnomalyListing
from catalog.anomalies.scoring import Method
from catalog.images.model import ImageState
from catalog.tenancy import TenantScope

_SCORE, _REVIEW = anomaly_scores.c, anomaly_reviews.c
_OF_IMAGE: Final = and_(_SCORE.tenant_id == images.c.tenant_id, _SCORE.image_id == images.c.image_id)


def listed(scope: TenantScope, listing: AnomalyListing, generation: int) -> Select[Any]:
    """A page of the queue. The order's columns are compared with the last row seen, so inserts never shift a page."""
    raw, image_id = _SCORE[f"{listing.method.value}_raw"], _SCORE.image_id
    found = _scores(scope, listing.dataset_id, generation).where(raw.is_not(None), as_clause(listing.filter))
    if listing.flagged_only:
        found = found.where(_SCORE[f"{listing.method.value}_flagged"])
    if listing.reviewed is not None:
        judged = _is_judged(scope, listing.dataset_id)
        found = found.where(judged if listing.reviewed else ~judged)
    if listing.after is not None:
        last, last_id = listing.after
        # The first condition says nothing new, but an index can begin there.
        found = found.where(raw <= last, or_(raw < last, image_id > last_id))
    return found.order_by(raw.desc(), image_id).limit(listing.limit)


def one(scope: TenantScope, dataset_id: str, generation: int, image_id: str) -> Select[Any]:
    """The row of one image."""
    return _scores(scope, dataset_id, generation).where(_SCORE.image_id == image_id)


def tallied(scope: TenantScope, dataset_id: str, generation: int, method: Method) -> Any:
    """How many are flagged, judged, flagged and not judged."""
    judged, flagged = _is_judged(scope, dataset_id), _SCORE[f"{method.value}_flagged"]
    counts = (func.count().filter(which) for which in (flagged, judged, and_(flagged, ~judged)))
    return _scores(scope, dataset_id, generation).with_only_columns(*counts)


def _scores(scope: TenantScope, dataset_id: str, generation: int) -> Select[Any]:
    """The scores of a generation whose images are searchable and of the dataset now."""
    own = (_SCORE.tenant_id == scope.tenant_id, _SCORE.dataset_id == dataset_id, _SCORE.generation == generation)
    there = images.c.state == ImageState.SEARCHABLE.value
    return select(anomaly_scores).join(images, _OF_IMAGE).where(*own, there, in_dataset(dataset_id))


def _is_judged(scope: TenantScope, dataset_id: str) -> ColumnElement[bool]:
    own = (_REVIEW.tenant_id == scope.tenant_id, _REVIEW.dataset_id == dataset_id)
    word = select(_REVIEW.turn).where(*own, _REVIEW.sha256 == images.c.sha256, _REVIEW.stands)
    return word.exists()
