"""Groups as rows."""

from typing import Any, Final

from sqlalchemy import Row, bindparam, select

from catalog.adapters.postgres.duplicate_tables import duplicate_groups
from catalog.duplicates.model import Group, GroupStatus, Tier, WorstPair
from catalog.tenancy import TenantScope

TIERS: Final = tuple(Tier)
"""The tier that each number of the column stands for."""
_NAMES: Final = (
    "dataset_id",
    "group_id",
    "member_ids",
    "tier",
    "medoid_id",
    "worst_low_id",
    "worst_high_id",
    "worst_similarity",
    "threshold",
    "reclaimable_bytes",
    "new_ids",
    "near_apart_ids",
    "hub_ids",
    "contradictory",
    "capped",
    "status",
    "decided_by",
    "decided_at",
    "batch_id",
    "row_version",
)
GROUPS: Final = select(*(duplicate_groups.c[name] for name in _NAMES)).where(
    duplicate_groups.c.tenant_id == bindparam("own")
)


def group_of(row: Row[Any]) -> Group:
    """The group of a row of `GROUPS`."""
    return Group(
        dataset_id=row.dataset_id,
        group_id=row.group_id,
        member_ids=tuple(row.member_ids),
        tier=TIERS[row.tier],
        medoid_id=row.medoid_id,
        worst=WorstPair(row.worst_low_id, row.worst_high_id, row.worst_similarity),
        threshold=row.threshold,
        reclaimable_bytes=row.reclaimable_bytes,
        new_ids=tuple(row.new_ids),
        near_apart_ids=tuple(row.near_apart_ids),
        hub_ids=tuple(row.hub_ids),
        contradictory=row.contradictory,
        capped=row.capped,
        status=GroupStatus(row.status),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        batch_id=row.batch_id,
        row_version=row.row_version,
    )


def row_of(scope: TenantScope, group: Group) -> dict[str, Any]:
    """The group's row, every column of it."""
    return {
        "tenant_id": scope.tenant_id,
        "dataset_id": group.dataset_id,
        "group_id": group.group_id,
        "member_ids": list(group.member_ids),
        "size": len(group.member_ids),
        "tier": TIERS.index(group.tier),
        "medoid_id": group.medoid_id,
        "worst_low_id": group.worst.low_id,
        "worst_high_id": group.worst.high_id,
        "worst_similarity": group.worst.similarity,
        "threshold": group.threshold,
        "reclaimable_bytes": group.reclaimable_bytes,
        "new_ids": list(group.new_ids),
        "near_apart_ids": list(group.near_apart_ids),
        "hub_ids": list(group.hub_ids),
        "contradictory": group.contradictory,
        "capped": group.capped,
        "status": group.status.value,
        "decided_by": group.decided_by,
        "decided_at": group.decided_at,
        "batch_id": group.batch_id,
        "row_version": group.row_version,
    }
