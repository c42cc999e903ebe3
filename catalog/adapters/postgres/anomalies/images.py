"""Which images a dataset has, which of them are near-duplicates of each other, and which have no score."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from catalog.adapters.postgres.datasets import SEARCHABLE, of_dataset, parameters
from catalog.adapters.postgres.duplicates.hashes import PostgresHashes
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.packing import packed
from catalog.images.model import Image
from catalog.tenancy import TenantScope

# As found in the dataset itself, or in the whole tenant (whose name sorts before every other) if not there.
_GROUPS: Final = """
g.tenant_id = %(own)s AND g.status <> 'different' AND g.dataset_id = (
    SELECT r.dataset_id FROM duplicate_runs r
    WHERE r.tenant_id = %(own)s AND r.dataset_id IN (%(dataset)s, '') ORDER BY r.dataset_id DESC LIMIT 1)
"""
_MEMBERS: Final = f"""
SELECT g.group_id, member.id FROM duplicate_groups g CROSS JOIN unnest(g.member_ids) AS member (id) WHERE {_GROUPS}
"""
_MATES: Final = f"SELECT g.member_ids FROM duplicate_groups g WHERE {_GROUPS} AND g.member_ids && %(ids)s::text[]"


@dataclass(frozen=True, slots=True)
class PostgresScoredImages:
    """ScoredImages over one connection."""

    connection: Connection
    scope: TenantScope

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset."""
        return PostgresHashes(self.connection, self.scope).knows_dataset(dataset_id)

    def ids(self, dataset_id: str) -> NDArray[np.bytes_]:
        """The ids (S26, rising) of its searchable images."""
        statement = f"SELECT i.image_id FROM images i WHERE {SEARCHABLE} AND {of_dataset(dataset_id)} ORDER BY 1"
        rows = packed(self.connection, statement, parameters(self.scope, dataset_id), {"id": "S26"})
        return rows["id"].copy()

    def groups(self, dataset_id: str) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
        """Near-duplicates as two columns: a group's id (S32), a member's (S26)."""
        columns = {"group": "S32", "member": "S26"}
        rows = packed(self.connection, _MEMBERS, parameters(self.scope, dataset_id), columns)
        return rows["group"].copy(), rows["member"].copy()

    def mates(self, dataset_id: str, image_ids: Sequence[str]) -> dict[str, set[str]]:
        """For each of the images that is in such a group, the other members."""
        found: dict[str, set[str]] = {}
        for members in self._rows(_MATES, dataset_id, ids=list(image_ids)).scalars():
            for one in set(members) & set(image_ids):
                found.setdefault(one, set()).update(set(members) - {one})
        return found

    def among(self, dataset_id: str, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name a searchable image of the dataset, by id."""
        if not image_ids:
            return {}
        named = "i.image_id = ANY(%(ids)s)"
        statement = f"SELECT i.image_id FROM images i WHERE {SEARCHABLE} AND {of_dataset(dataset_id)} AND {named}"
        ids = list(self._rows(statement, dataset_id, ids=list(image_ids)).scalars())
        return PostgresImages(self.connection, self.scope).searchable_among(ids)

    def with_contents(self, dataset_id: str, sha256s: Collection[str]) -> dict[str, str]:
        """The id of the searchable image of the dataset with each of these contents, where there is one."""
        if not sha256s:
            return {}
        statement = f"""
            SELECT i.sha256, i.image_id FROM images i
            WHERE {SEARCHABLE} AND {of_dataset(dataset_id)} AND i.sha256 = ANY(%(sha256s)s)
        """
        found = self._rows(statement, dataset_id, sha256s=sorted(sha256s))
        return {row.sha256: row.image_id for row in found}

    def unscored(self, dataset_id: str, generation: int, *, after: str, limit: int) -> list[str]:
        """Searchable images of the dataset past this id, in order, that have no score of that generation."""
        statement = f"""
            SELECT i.image_id FROM images i
            WHERE {SEARCHABLE} AND {of_dataset(dataset_id)} AND i.image_id > %(after)s AND NOT EXISTS (
                SELECT 1 FROM anomaly_scores s WHERE s.tenant_id = %(own)s AND s.dataset_id = %(dataset)s
                AND s.generation = %(generation)s AND s.image_id = i.image_id)
            ORDER BY i.image_id LIMIT %(limit)s
        """
        return list(self._rows(statement, dataset_id, generation=generation, after=after, limit=limit).scalars())

    def _rows(self, statement: str, dataset_id: str, **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, parameters(self.scope, dataset_id, **others))
