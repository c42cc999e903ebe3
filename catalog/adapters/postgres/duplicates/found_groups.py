"""The groups of one tenant, as grouping writes them: what stands is read as arrays, what differs is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection

from catalog.adapters.postgres.datasets import parameters
from catalog.adapters.postgres.packing import packed
from catalog.duplicates.arrays import TIERS
from catalog.duplicates.model import UNDECIDED, Group
from catalog.duplicates.ports import StandingGroups
from catalog.tenancy import TenantScope

_HOLD: Final = """
SELECT pg_advisory_xact_lock(hashtextextended('duplicate_groups ' || %(own)s::text || ' ' || %(dataset)s, 0))
"""
_COLUMNS: Final = {
    "id": "S32",
    "undecided": "?",
    "medoid": "S26",
    "tier": ">i2",
    "low": "S26",
    "high": "S26",
    "similarity": ">f8",
    "capped": "?",
    "contradictory": "?",
    "extras": ">i4",
}
_STANDING: Final = """
SELECT group_id, status = ANY(%(undecided)s), medoid_id, tier, worst_low_id, worst_high_id, worst_similarity, capped,
    contradictory, cardinality(new_ids) + cardinality(near_apart_ids) + cardinality(hub_ids)
FROM duplicate_groups WHERE tenant_id = %(own)s AND dataset_id = %(dataset)s ORDER BY group_id
"""
_REMOVE: Final = """
DELETE FROM duplicate_groups
WHERE tenant_id = %(own)s AND dataset_id = %(dataset)s AND group_id = ANY(%(ids)s) AND status = ANY(%(undecided)s)
"""
# What grouping says of a group, and of which types; the rest of the row is people's.
_FOUND: Final = {
    "member_ids": "text[]",
    "size": "int",
    "tier": "int",
    "medoid_id": "text",
    "worst_low_id": "text",
    "worst_high_id": "text",
    "worst_similarity": "float8",
    "threshold": "float8",
    "reclaimable_bytes": "bigint",
    "new_ids": "text[]",
    "near_apart_ids": "text[]",
    "hub_ids": "text[]",
    "capped": "bool",
    "contradictory": "bool",
}
_TOLD: Final = ", ".join(_FOUND)
# Lists of ids travel as one text each: an array of arrays of different lengths is none.
_UNPACKED: Final = ", ".join(f"string_to_array({one}, ' ')" if "[]" in kind else one for one, kind in _FOUND.items())
_ARRAYS: Final = ", ".join(f"%({one})s::{kind.removesuffix('[]')}[]" for one, kind in _FOUND.items())
_COUNTED: Final = tuple(one for one in _FOUND if one != "threshold")
_PUT: Final = f"""
INSERT INTO duplicate_groups AS g (tenant_id, dataset_id, group_id, {_TOLD}, status)
SELECT %(own)s, %(dataset)s, group_id, {_UNPACKED}, 'open'
FROM unnest(%(group_id)s::text[], {_ARRAYS}) AS found (group_id, {_TOLD}) ORDER BY group_id
ON CONFLICT (tenant_id, dataset_id, group_id) DO UPDATE SET
    {", ".join(f"{one} = excluded.{one}" for one in _FOUND)},
    status = CASE WHEN g.status = 'resolved' THEN 'open' ELSE g.status END,
    decided_by = CASE WHEN g.status = 'resolved' THEN NULL ELSE g.decided_by END,
    decided_at = CASE WHEN g.status = 'resolved' THEN NULL ELSE g.decided_at END,
    batch_id = CASE WHEN g.status = 'resolved' THEN NULL ELSE g.batch_id END,
    row_version = g.row_version + 1
WHERE g.status = 'resolved' OR (g.status = ANY(%(undecided)s) AND
    ({", ".join(f"g.{one}" for one in _COUNTED)}) IS DISTINCT FROM ({", ".join(f"excluded.{one}" for one in _COUNTED)}))
"""
_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class PostgresFoundGroups:
    """FoundGroups over one connection."""

    connection: Connection
    scope: TenantScope

    def hold(self, dataset_id: str) -> None:
        """Keep other groupings of the dataset out until this transaction ends."""
        self._rows(_HOLD, dataset_id)

    def standing(self, dataset_id: str) -> StandingGroups:
        """All groups of the dataset, decided ones too."""
        rows = packed(self.connection, _STANDING, self._parameters(dataset_id), _COLUMNS)
        return StandingGroups(
            rows["id"].copy(),
            rows["undecided"].copy(),
            rows["medoid"].copy(),
            rows["tier"].astype(np.int8),
            rows["low"].copy(),
            rows["high"].copy(),
            rows["similarity"].astype(np.float64),
            rows["capped"].copy(),
            rows["contradictory"].copy(),
            rows["extras"].astype(np.int32),
        )

    def put(self, groups: Sequence[Group]) -> None:
        """Write new groups; of one that is there replace what was found of it and leave its status."""
        for begin in range(0, len(groups), _AT_ONCE):
            some = groups[begin : begin + _AT_ONCE]
            rows = [_row(group) for group in some]
            columns = {name: [row[name] for row in rows] for name in _FOUND}
            self._rows(_PUT, some[0].dataset_id, group_id=[group.group_id for group in some], **columns)

    def remove(self, dataset_id: str, group_ids: Sequence[str]) -> None:
        """Strike out those of the groups that are undecided."""
        if group_ids:
            self._rows(_REMOVE, dataset_id, ids=list(group_ids))

    def _parameters(self, dataset_id: str, **others: Any) -> dict[str, Any]:
        return parameters(self.scope, dataset_id, undecided=[status.value for status in UNDECIDED], **others)

    def _rows(self, statement: str, dataset_id: str, **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, self._parameters(dataset_id, **others))


def _row(group: Group) -> dict[str, Any]:
    return {
        "member_ids": " ".join(group.member_ids),
        "size": len(group.member_ids),
        "tier": TIERS.index(group.tier),
        "medoid_id": group.medoid_id,
        "worst_low_id": group.worst.low_id,
        "worst_high_id": group.worst.high_id,
        "worst_similarity": group.worst.similarity,
        "threshold": group.threshold,
        "reclaimable_bytes": group.reclaimable_bytes,
        "new_ids": " ".join(group.new_ids),
        "near_apart_ids": " ".join(group.near_apart_ids),
        "hub_ids": " ".join(group.hub_ids),
        "capped": group.capped,
        "contradictory": group.contradictory,
    }
