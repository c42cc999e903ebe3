"""The list of groups: query string to GroupListing, groups to a page with a signed cursor."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from catalog.duplicates.model import Group, GroupStatus, Tier
from catalog.duplicates.service import DuplicateService
from catalog.duplicates.views import GroupListing, GroupSort
from catalog.errors import CursorInvalid
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.fields import DatasetId, where
from gateway.duplicates.group_schemas import group_out, shown_ids
from gateway.images.schemas import Tag
from gateway.paging import Cursors, Listing, SortValue
from gateway.schemas import Ulid, refuse_control


class GroupsQuery(BaseModel):
    """The query string. `sort` is a key, with a minus before it for descending; tiers and statuses may repeat."""

    model_config = ConfigDict(extra="forbid")

    dataset_id: DatasetId | None = None
    sort: str = Field(default="-size", pattern=rf"^-?({'|'.join(GroupSort)})$")
    tier: list[Tier] = Field(default_factory=list, max_length=len(Tier))
    status: list[GroupStatus] = Field(default_factory=list, max_length=len(GroupStatus))
    tag: Annotated[Tag, BeforeValidator(refuse_control)] | None = None
    image_id: Ulid | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


def page_of(
    duplicates: DuplicateService, scope: TenantScope, wanted: GroupsQuery, urls: ThumbnailUrls, cursors: Cursors
) -> dict[str, Any]:
    """GroupsOut as plain data. Raises CursorInvalid."""
    sealed = _sealed(scope, wanted)
    after = None if wanted.cursor is None else _opened(cursors.open(sealed, wanted.cursor))
    listing = _listing(wanted, after)
    found = duplicates.groups(scope, listing)
    page = found[: wanted.limit]
    images = duplicates.images_among(scope, shown_ids(page))
    is_last = len(found) <= wanted.limit
    return {
        "groups": [group_out(group, images, scope, urls) for group in page],
        "next_cursor": None if is_last else cursors.seal(sealed, position_of(page[-1], listing.sort)),
    }


def position_of(group: Group, sort: GroupSort) -> list[SortValue]:
    """Where a group stands in a list of that order."""
    match sort:
        case GroupSort.SIZE:
            return [len(group.member_ids), group.group_id]
        case GroupSort.WORST_SIMILARITY:
            return [group.worst.similarity, group.group_id]
        case GroupSort.RECLAIMABLE_BYTES:
            return [group.reclaimable_bytes, group.group_id]


def _sealed(scope: TenantScope, wanted: GroupsQuery) -> Listing:
    filter_ = [wanted.dataset_id, sorted(wanted.tier), sorted(wanted.status), wanted.tag, wanted.image_id]
    return Listing(scope.tenant_id, ["duplicate groups", *filter_], wanted.sort)


def _listing(wanted: GroupsQuery, after: tuple[float, str] | None) -> GroupListing:
    return GroupListing(
        dataset_id=where(wanted.dataset_id),
        sort=GroupSort(wanted.sort.removeprefix("-")),
        descending=wanted.sort.startswith("-"),
        # One more than asked for tells whether there is a next page.
        limit=wanted.limit + 1,
        tiers=tuple(wanted.tier),
        statuses=tuple(wanted.status),
        tag=wanted.tag,
        image_id=wanted.image_id,
        after=after,
    )


def _opened(position: list[SortValue]) -> tuple[float, str]:
    value, group_id = position
    if isinstance(value, int | float):
        return value, str(group_id)
    raise CursorInvalid
