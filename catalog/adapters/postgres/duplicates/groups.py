"""Groups of one tenant as people see and decide them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, Text, and_, any_, bindparam, cast, delete, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, insert

from catalog.adapters.postgres.duplicate_tables import duplicate_groups
from catalog.adapters.postgres.duplicates.group_rows import GROUPS, TIERS, group_of, row_of
from catalog.adapters.postgres.tables import images
from catalog.duplicates.model import UNDECIDED, Group
from catalog.duplicates.review_ports import GroupKey
from catalog.duplicates.views import GroupListing, GroupSort
from catalog.errors import GroupNotFound
from catalog.tenancy import TenantScope

_COLUMN: Final = duplicate_groups.c
_SORTS: Final = {
    GroupSort.SIZE: _COLUMN.size,
    GroupSort.WORST_SIMILARITY: _COLUMN.worst_similarity,
    GroupSort.RECLAIMABLE_BYTES: _COLUMN.reclaimable_bytes,
}
_ONE: Final = GROUPS.where(_COLUMN.dataset_id == bindparam("dataset"), _COLUMN.group_id == bindparam("group"))


@dataclass(frozen=True, slots=True)
class PostgresGroups:
    """ReviewGroups over one connection."""

    connection: Connection
    scope: TenantScope

    def page(self, listing: GroupListing) -> list[Group]:
        """One page, in order."""
        return self._read(_paged(self._filtered(listing), listing))

    def get(self, key: GroupKey) -> Group:
        """The group. Raises GroupNotFound."""
        found = self._read(_ONE.params(dataset=key[0], group=key[1]))
        if not found:
            raise GroupNotFound("there is no group with that id")
        return found[0]

    def locked(self, keys: Sequence[GroupKey]) -> dict[GroupKey, Group]:
        """Those that are there, held until the transaction ends; in one order, so that nobody waits in a circle."""
        if not keys:
            return {}
        these = GROUPS.where(tuple_(_COLUMN.dataset_id, _COLUMN.group_id).in_(keys))
        held = self._read(these.order_by(_COLUMN.dataset_id, _COLUMN.group_id).with_for_update())
        return {(group.dataset_id, group.group_id): group for group in held}

    def containing(self, image_ids: Sequence[str]) -> list[Group]:
        """The undecided groups of every dataset that hold one of the images."""
        holds = _COLUMN.member_ids.overlap(cast(list(image_ids), ARRAY(Text)))
        return self._read(GROUPS.where(holds, _COLUMN.status.in_([status.value for status in UNDECIDED])))

    def put(self, group: Group) -> None:
        """Write the row whole, in place of one with the same key."""
        row = row_of(self.scope, group)
        keys = [_COLUMN.tenant_id, _COLUMN.dataset_id, _COLUMN.group_id]
        self.connection.execute(
            insert(duplicate_groups).values(row).on_conflict_do_update(index_elements=keys, set_=row)
        )

    def remove(self, key: GroupKey) -> None:
        """Strike the row out."""
        self.connection.execute(
            delete(duplicate_groups).where(
                _COLUMN.tenant_id == self.scope.tenant_id, _COLUMN.dataset_id == key[0], _COLUMN.group_id == key[1]
            )
        )

    def _read(self, statement: Select[Any]) -> list[Group]:
        return [group_of(row) for row in self.connection.execute(statement.params(own=self.scope.tenant_id))]

    def _filtered(self, listing: GroupListing) -> Select[Any]:
        statement = GROUPS.where(_COLUMN.dataset_id == listing.dataset_id)
        if listing.tiers:
            statement = statement.where(_COLUMN.tier.in_([TIERS.index(tier) for tier in listing.tiers]))
        if listing.statuses:
            statement = statement.where(_COLUMN.status.in_([status.value for status in listing.statuses]))
        if listing.image_id is not None:
            statement = statement.where(_COLUMN.member_ids.contains(cast([listing.image_id], ARRAY(Text))))
        if listing.tag is not None:
            statement = statement.where(self._has_member_tagged(listing.tag))
        return statement

    def _has_member_tagged(self, tag: str) -> Any:
        member = images.c.image_id == any_(_COLUMN.member_ids)
        own = images.c.tenant_id == self.scope.tenant_id
        return select(images.c.image_id).where(own, member, images.c.tags.contains(cast([tag], ARRAY(Text)))).exists()


def _paged(statement: Select[Any], listing: GroupListing) -> Select[Any]:
    """Keyset paging: the order's columns are compared with the last row seen, so inserts never shift a page."""
    value, group_id = _SORTS[listing.sort], _COLUMN.group_id
    if listing.after is not None:
        last, last_id = listing.after
        past = (value < last, group_id < last_id) if listing.descending else (value > last, group_id > last_id)
        statement = statement.where(or_(past[0], and_(value == last, past[1])))
    order = (value.desc(), group_id.desc()) if listing.descending else (value.asc(), group_id.asc())
    return statement.order_by(*order).limit(listing.limit)
