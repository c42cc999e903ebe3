"""The edges of one tenant: written in bulk, read as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from catalog.adapters.postgres.datasets import SEARCHABLE, of_dataset, parameters
from catalog.adapters.postgres.packing import packed
from catalog.duplicates.arrays import EdgeTable
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.model import WHOLE_TENANT
from catalog.tenancy import TenantScope

# A writer takes the images first and the edges then, as deleting an image does, so that no two wait for each other.
_PRESENT: Final = f"""
SELECT i.image_id FROM images i WHERE {SEARCHABLE} AND i.image_id = ANY(%(ids)s) ORDER BY i.image_id FOR KEY SHARE
"""
# Writers of edges come one after the other: two upserts of the same pairs could wait for each other.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('duplicate_edges ' || %(own)s::text, 0))"
_PUT: Final = """
INSERT INTO duplicate_edges AS e (tenant_id, low_id, high_id, tier, hamming, cosine, turn, model_version)
SELECT %(own)s, low, high, tier, nullif(hamming, -1), cosine, turn, %(model)s FROM unnest(
    %(low)s::text[], %(high)s::text[], %(tier)s::int[], %(hamming)s::int[], %(cosine)s::float8[], %(turn)s::int[]
) AS found (low, high, tier, hamming, cosine, turn) ORDER BY low, high
ON CONFLICT (tenant_id, low_id, high_id) DO UPDATE SET
    tier = excluded.tier, hamming = excluded.hamming, cosine = excluded.cosine, turn = excluded.turn,
    model_version = excluded.model_version, found_at = now()
WHERE (e.tier, e.hamming, e.cosine, e.turn, e.model_version)
    IS DISTINCT FROM (excluded.tier, excluded.hamming, excluded.cosine, excluded.turn, excluded.model_version)
  AND (%(over_closer)s OR e.model_version <> excluded.model_version OR e.tier >= excluded.tier)
"""
_REMOVE: Final = """
DELETE FROM duplicate_edges e USING unnest(%(low)s::text[], %(high)s::text[]) AS gone (low, high)
WHERE e.tenant_id = %(own)s AND e.low_id = gone.low AND e.high_id = gone.high AND e.tier < 4
"""
_OTHER_MODELS: Final = """
DELETE FROM duplicate_edges e USING images i, images j
WHERE e.tenant_id = %(own)s AND e.model_version <> %(model)s
  AND i.tenant_id = e.tenant_id AND i.image_id = e.low_id AND j.tenant_id = e.tenant_id AND j.image_id = e.high_id
"""
_NEIGHBOURS: Final = """
SELECT low_id, high_id FROM duplicate_edges
WHERE tenant_id = %(own)s AND low_id = ANY(%(ids)s) AND tier < 4 AND model_version = %(model)s
UNION ALL SELECT high_id, low_id FROM duplicate_edges
WHERE tenant_id = %(own)s AND high_id = ANY(%(ids)s) AND tier < 4 AND model_version = %(model)s
"""
_TABLE: Final = """
SELECT low_id, high_id, tier, coalesce(hamming, -1::smallint), cosine::real
FROM duplicate_edges WHERE tenant_id = %(own)s AND model_version = %(model)s
"""
# The planner is told how many images are asked for: it looks few up one by one, and reads them all for many.
_NODES: Final = """
SELECT i.image_id, i.sha256, i.size_bytes FROM images i
WHERE {searchable} AND {dataset} AND i.image_id = ANY(%(ids)b::text[])
"""
_TOGETHER: Final = """
SELECT i.image_id FROM images i JOIN duplicate_verdicts v ON i.sha256 IN (v.low_sha256, v.high_sha256)
WHERE i.tenant_id = %(own)s AND v.tenant_id = %(own)s AND v.verdict = 'same'
"""
_VERDICTS: Final = """
SELECT low_sha256, high_sha256, verdict = 'same' FROM duplicate_verdicts WHERE tenant_id = %(own)s
"""


@dataclass(frozen=True, slots=True)
class PostgresEdges:
    """EdgeRepository over one connection."""

    connection: Connection
    scope: TenantScope

    def put(self, edges: EdgeColumns, model_version: str, *, over_closer: bool) -> int:
        """Write edges whose two images are searchable; how many were new or other than before."""
        if not len(edges):
            return 0
        ids = np.unique(np.concatenate([edges.low_ids, edges.high_ids])).astype("U26").tolist()
        present = np.array(self._rows(_PRESENT, ids=ids).scalars().all(), "S26")
        edges = edges.only(np.isin(edges.low_ids, present) & np.isin(edges.high_ids, present))
        if not len(edges):
            return 0
        self._rows(_ALONE)
        columns = {
            "low": edges.low_ids.astype("U26").tolist(),
            "high": edges.high_ids.astype("U26").tolist(),
            "tier": edges.tier.tolist(),
            "hamming": edges.hamming.tolist(),
            "cosine": edges.cosine.tolist(),
            "turn": edges.turn.tolist(),
        }
        return int(self._rows(_PUT, model=model_version, over_closer=over_closer, **columns).rowcount)

    def remove(self, low_ids: NDArray[np.bytes_], high_ids: NDArray[np.bytes_]) -> int:
        """Remove the edges by hash (to T3) of these pairs; how many there were."""
        if not len(low_ids):
            return 0
        self._rows(_ALONE)
        pairs = {"low": low_ids.astype("U26").tolist(), "high": high_ids.astype("U26").tolist()}
        return int(self._rows(_REMOVE, **pairs).rowcount)

    def by_hash(self, dataset_id: str) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
        """The low and the high ids of all edges by hash (to T3) between images of the dataset."""
        statement = f"""
            SELECT e.low_id, e.high_id FROM duplicate_edges e {_joined(dataset_id)}
            WHERE e.tenant_id = %(own)s AND e.tier < 4
        """
        rows = self._packed(statement, {"low": "S26", "high": "S26"}, dataset_id)
        return rows["low"].copy(), rows["high"].copy()

    def forget_other_models(self, dataset_id: str, model_version: str) -> int:
        """Remove the edges between images of the dataset that another model found; how many there were."""
        self._rows(_ALONE)
        both = f"{of_dataset(dataset_id)} AND {of_dataset(dataset_id).replace('i.', 'j.')}"
        return int(self._rows(f"{_OTHER_MODELS} AND {both}", dataset_id, model=model_version).rowcount)

    def neighbours(self, image_ids: Sequence[str], model_version: str) -> list[tuple[str, str]]:
        """(one of the ids, an image that an edge by hash binds it to), for all of them."""
        found = self._rows(_NEIGHBOURS, ids=list(image_ids), model=model_version)
        return [(one, other) for one, other in found]

    def table(self, dataset_id: str, model_version: str) -> EdgeTable:
        """The edges of that model between searchable images of the dataset, for grouping."""
        columns = {"low": "S26", "high": "S26", "tier": ">i2", "hamming": ">i2", "cosine": ">f4"}
        edges = self._packed(_TABLE, columns, model=model_version)
        together = np.array(self._rows(_TOGETHER).scalars().all(), "S26")
        ids = np.unique(np.concatenate([edges["low"], edges["high"], together])).astype("U26").tolist()
        nodes = _NODES.format(searchable=SEARCHABLE, dataset=of_dataset(dataset_id))
        images = self._packed(nodes, {"id": "S26", "sha256": "S64", "size": ">i8"}, dataset_id, ids=ids)
        return EdgeTable.from_columns(
            images["id"].copy(),
            images["sha256"].copy(),
            images["size"].astype(np.int64),
            first_ids=edges["low"].copy(),
            second_ids=edges["high"].copy(),
            tier=edges["tier"].astype(np.int8),
            hamming=edges["hamming"].astype(np.int16),
            cosine=edges["cosine"].astype(np.float32),
        )

    def verdicts(self, table: EdgeTable) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Pairs of the table's nodes (p, 2) that somebody called the same, and (q, 2) different or variants."""
        said = self._packed(_VERDICTS, {"low": "S64", "high": "S64", "same": "?"})
        ends = np.stack([_places(table.sha256s, said["low"]), _places(table.sha256s, said["high"])], axis=1)
        here = (ends >= 0).all(axis=1)
        return ends[here & said["same"]], ends[here & ~said["same"]]

    def _packed(self, statement: str, columns: Any, dataset_id: str = WHOLE_TENANT, **others: Any) -> NDArray[np.void]:
        return packed(self.connection, statement, parameters(self.scope, dataset_id, **others), columns)

    def _rows(self, statement: str, dataset_id: str = WHOLE_TENANT, **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, parameters(self.scope, dataset_id, **others))


def _joined(dataset_id: str) -> str:
    """The joins that keep edges whose two images are of the dataset."""
    if dataset_id == WHOLE_TENANT:
        return ""
    ends = (("i", "low_id"), ("j", "high_id"))
    return " ".join(
        f"JOIN images {name} ON {name}.tenant_id = e.tenant_id AND {name}.image_id = e.{end} "
        f"AND {of_dataset(dataset_id).replace('i.', f'{name}.')}"
        for name, end in ends
    )


def _places(known: NDArray[np.bytes_], asked: NDArray[np.bytes_]) -> NDArray[np.int32]:
    """For each hash its node, or -1; `known` rises."""
    if not len(known):
        return np.full(len(asked), -1, np.int32)
    at = np.searchsorted(known, asked).clip(max=len(known) - 1)
    return np.where(known[at] == asked, at, -1).astype(np.int32)
