"""The queue: query string to AnomalyListing, anomalies to a page with a signed cursor."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import Field

from catalog.anomalies.model import Anomaly, AnomalyListing
from catalog.anomalies.service import AnomalyService
from catalog.errors import CursorInvalid
from catalog.filters.parsing import parse_filter
from catalog.tenancy import TenantScope
from gateway.anomalies.fields import WantedQuery, where
from gateway.anomalies.schemas import anomalies_out
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.paging import Cursors, Listing, SortValue
from gateway.query_filters import filter_document

EXPORTED_PAGE: Final = 200
Position = tuple[float, str]


class AnomaliesQuery(WantedQuery):
    """Which anomalies, how many, and from where on."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


def page_of(
    anomalies: AnomalyService, scope: TenantScope, wanted: AnomaliesQuery, urls: ThumbnailUrls, cursors: Cursors
) -> dict[str, Any]:
    """AnomaliesOut as plain data. Raises NotScored, FilterInvalid or CursorInvalid."""
    document = filter_document(wanted.filter)
    asked = [wanted.dataset_id, document, wanted.reviewed, wanted.flagged]
    sealed = Listing(scope.tenant_id, ["anomalies", *asked], wanted.method)
    after = None if wanted.cursor is None else _opened(cursors.open(sealed, wanted.cursor))
    # One more than asked for tells whether there is a next page.
    listing = listing_of(wanted, document, after, wanted.limit + 1)
    run = anomalies.run(scope, listing.dataset_id)
    found = anomalies.queue(scope, listing)
    page = found[: wanted.limit]
    is_last = len(found) <= wanted.limit
    return anomalies_out(run, page, scope, urls, None if is_last else cursors.seal(sealed, [*_position(page[-1])]))


def listing_of(wanted: WantedQuery, document: object, after: Position | None, limit: int) -> AnomalyListing:
    """What is asked of the catalog. Raises FilterInvalid."""
    return AnomalyListing(
        dataset_id=where(wanted.dataset_id),
        method=wanted.method,
        filter=parse_filter(document),
        reviewed=wanted.reviewed,
        flagged_only=wanted.flagged,
        after=after,
        limit=limit,
    )


def pages_of(anomalies: AnomalyService, scope: TenantScope, wanted: WantedQuery) -> Iterator[Sequence[Anomaly]]:
    """All of them, a page at a time, each read when it is asked for. Raises NotScored or FilterInvalid."""
    document, after = filter_document(wanted.filter), None
    anomalies.run(scope, where(wanted.dataset_id))
    while page := anomalies.queue(scope, listing_of(wanted, document, after, EXPORTED_PAGE)):
        yield page
        if len(page) < EXPORTED_PAGE:
            return
        after = _position(page[-1])


def _position(anomaly: Anomaly) -> Position:
    return anomaly.score, anomaly.image.image_id


def _opened(position: list[SortValue]) -> Position:
    score, image_id = position
    if isinstance(score, int | float):
        return score, str(image_id)
    raise CursorInvalid
