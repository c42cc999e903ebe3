"""The list of images: query string to Listing, rows to a page with a signed cursor."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from catalog.errors import CursorInvalid
from catalog.filters.parsing import parse_filter
from catalog.images.model import Image, ImageState
from catalog.images.ports import Listing, SortKey
from catalog.images.service import ImageService
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.images.schemas import image_out
from gateway.paging import Cursors, SortValue
from gateway.paging import Listing as Sealed
from gateway.query_filters import LONGEST_FILTER, filter_document


class ListQuery(BaseModel):
    """The query string. `sort` is a key, with a minus before it for descending; `filter` is JSON (docs/API.md)."""

    model_config = ConfigDict(extra="forbid")

    filter: str | None = Field(default=None, max_length=LONGEST_FILTER)
    state: ImageState | None = None
    sort: str = Field(default="-created_at", pattern=rf"^-?({'|'.join(SortKey)})$")
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


def page_of(
    images: ImageService, scope: TenantScope, wanted: ListQuery, urls: ThumbnailUrls, cursors: Cursors
) -> dict[str, Any]:
    """PageOut as plain data. Raises FilterInvalid or CursorInvalid."""
    document = filter_document(wanted.filter)
    sealed = Sealed(scope.tenant_id, [document, wanted.state], wanted.sort)
    listing = Listing(
        filter=parse_filter(document),
        state=wanted.state,
        sort=SortKey(wanted.sort.removeprefix("-")),
        descending=wanted.sort.startswith("-"),
        after=None if wanted.cursor is None else _opened(cursors.open(sealed, wanted.cursor)),
        # One more than asked for tells whether there is a next page.
        limit=wanted.limit + 1,
    )
    found = images.list_page(scope, listing)
    page = found[: wanted.limit]
    is_last = len(found) <= wanted.limit
    return {
        "images": [image_out(image, scope, urls) for image in page],
        "next_cursor": None if is_last else cursors.seal(sealed, _position(page[-1], listing.sort)),
    }


def _position(image: Image, sort: SortKey) -> list[SortValue]:
    value = getattr(image, sort.value)
    kind = "time" if isinstance(value, datetime) else "number"
    return [kind, value.isoformat() if isinstance(value, datetime) else value, image.image_id]


def _opened(position: list[SortValue]) -> tuple[datetime | float, str]:
    kind, value, image_id = position
    if kind == "time" and isinstance(value, str):
        return datetime.fromisoformat(value), str(image_id)
    if isinstance(value, int | float):
        return value, str(image_id)
    raise CursorInvalid
