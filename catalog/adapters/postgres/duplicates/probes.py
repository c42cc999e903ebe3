"""Which images of one tenant have been compared with all others, in which model's space."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from catalog.adapters.postgres.datasets import SEARCHABLE, of_dataset, parameters
from catalog.adapters.postgres.images import PostgresImages
from catalog.images.model import Image
from catalog.tenancy import TenantScope

_UNPROBED: Final = f"""{SEARCHABLE} AND NOT EXISTS (
    SELECT 1 FROM duplicate_probes p
    WHERE p.tenant_id = %(own)s AND p.image_id = i.image_id AND p.model_version = %(model)s
)"""
_MARK: Final = f"""
INSERT INTO duplicate_probes AS p (tenant_id, image_id, model_version)
SELECT %(own)s, i.image_id, %(model)s FROM images i WHERE {SEARCHABLE} AND i.image_id = ANY(%(ids)s)
ORDER BY i.image_id FOR KEY SHARE
ON CONFLICT (tenant_id, image_id) DO UPDATE SET model_version = excluded.model_version, probed_at = now()
WHERE p.model_version <> excluded.model_version
"""


@dataclass(frozen=True, slots=True)
class PostgresProbes:
    """ProbeRepository over one connection."""

    connection: Connection
    scope: TenantScope

    def unprobed(self, dataset_id: str, model_version: str, *, after: str, limit: int) -> list[Image]:
        """Searchable images past this id, in order, that have not been."""
        statement = f"""
            SELECT i.image_id FROM images i WHERE {_UNPROBED} AND {of_dataset(dataset_id)} AND i.image_id > %(after)s
            ORDER BY i.image_id LIMIT %(limit)s
        """
        ids = list(self._rows(statement, dataset_id, model=model_version, after=after, limit=limit).scalars())
        found = PostgresImages(self.connection, self.scope).searchable_among(ids)
        return [found[one] for one in ids if one in found]

    def count_unprobed(self, dataset_id: str, model_version: str) -> int:
        """How many images that are."""
        statement = f"SELECT count(*) FROM images i WHERE {_UNPROBED} AND {of_dataset(dataset_id)}"
        return int(self._rows(statement, dataset_id, model=model_version).scalar_one())

    def mark(self, image_ids: Sequence[str], model_version: str) -> None:
        """Note that these have been."""
        if image_ids:
            self._rows(_MARK, ids=list(image_ids), model=model_version)

    def _rows(self, statement: str, dataset_id: str = "", **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, parameters(self.scope, dataset_id, **others))
