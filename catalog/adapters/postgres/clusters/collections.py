"""Which images a collection has."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, any_, cast, func, literal, select, true
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import ARRAY

from catalog.adapters.postgres.datasets import in_dataset
from catalog.adapters.postgres.filters import as_clause
from catalog.adapters.postgres.tables import images
from catalog.clusters.model import Collection
from catalog.filters.parsing import parse_filter
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import ImageState
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class PostgresCollections:
    """CollectionReader over one connection."""

    connection: SqlConnection
    scope: TenantScope

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset."""
        if dataset_id in (WHOLE_TENANT, DEFAULT_DATASET):
            return True
        named = select(images.c.image_id).where(self._own, images.c.dataset_id == dataset_id)
        return self.connection.execute(named.limit(1)).first() is not None

    def count(self, collection: Collection) -> int:
        """How many searchable images there are."""
        counted = self._of(select(func.count()).select_from(images), collection)
        count: int = self.connection.execute(counted).scalar_one()
        return count

    def first(self, collection: Collection, limit: int) -> list[tuple[str, str]]:
        """(image id, SHA-256) of up to `limit` of them, by rising SHA-256."""
        asked = self._of(select(images.c.image_id, images.c.sha256), collection)
        found = self.connection.execute(asked.order_by(images.c.sha256).limit(limit))
        return [(image_id, sha256) for image_id, sha256 in found]

    @property
    def _own(self) -> ColumnElement[bool]:
        return images.c.tenant_id == self.scope.tenant_id

    def _of(self, statement: Select[Any], collection: Collection) -> Select[Any]:
        named = images.c.image_id == any_(cast(literal(list(collection.image_ids), ARRAY(SqlText)), ARRAY(SqlText)))
        return statement.where(
            self._own,
            images.c.state == ImageState.SEARCHABLE.value,
            in_dataset(collection.dataset_id),
            as_clause(parse_filter(collection.filter)),
            named if collection.image_ids else true(),
        )
