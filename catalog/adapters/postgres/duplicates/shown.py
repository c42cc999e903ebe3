"""Groups and pairs as they are shown and exported; each call is a transaction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.datasets import of_dataset, parameters
from catalog.adapters.postgres.duplicate_tables import duplicate_groups
from catalog.adapters.postgres.duplicates.group_rows import GROUPS, TIERS, group_of
from catalog.adapters.postgres.trash import PostgresTrash
from catalog.duplicates.model import UNDECIDED, Edge, Group, Turn
from catalog.images.model import Image
from catalog.tenancy import TenantScope

_COLUMN: Final = duplicate_groups.c
_UNDECIDED: Final = _COLUMN.status.in_([status.value for status in UNDECIDED])
_PAIRS: Final = """
SELECT e.low_id, e.high_id, e.tier, e.hamming, e.cosine, e.turn, e.model_version FROM duplicate_edges e
JOIN images i ON i.tenant_id = e.tenant_id AND i.image_id = e.low_id AND i.state = 'searchable' AND {of_low}
JOIN images j ON j.tenant_id = e.tenant_id AND j.image_id = e.high_id AND j.state = 'searchable' AND {of_high}
WHERE e.tenant_id = %(own)s AND e.cosine >= %(least)s AND (e.low_id, e.high_id) > (%(low)s, %(high)s)
ORDER BY e.low_id, e.high_id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class PostgresShown:
    """ShownGroups and PairPages over the database."""

    database: Database

    def undecided(self, scope: TenantScope, dataset_id: str, *, limit: int, offset: int) -> list[Group]:
        """Groups that nobody has closed, the largest first, ties by falling id."""
        these = GROUPS.where(_COLUMN.dataset_id == dataset_id, _UNDECIDED)
        ordered = these.order_by(_COLUMN.size.desc(), _COLUMN.group_id.desc())
        return self._groups(scope, ordered.limit(limit).offset(offset))

    def count_undecided(self, scope: TenantScope, dataset_id: str) -> tuple[int, int]:
        """How many there are, and how many images would go if each kept one."""
        own = _COLUMN.tenant_id == scope.tenant_id
        spare = func.coalesce(func.sum(_COLUMN.size - 1), 0)
        counted = select(func.count(), spare).where(own, _COLUMN.dataset_id == dataset_id, _UNDECIDED)
        with self.database.connection(scope) as connection:
            total, duplicates = connection.execute(counted).one()
        return int(total), int(duplicates)

    def named(self, scope: TenantScope, dataset_id: str, group_ids: Sequence[str]) -> dict[str, Group]:
        """Those of the ids that name a kept group, by id."""
        if not group_ids:
            return {}
        these = GROUPS.where(_COLUMN.dataset_id == dataset_id, _COLUMN.group_id.in_(group_ids))
        return {group.group_id: group for group in self._groups(scope, these)}

    def images_among(self, scope: TenantScope, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name an image, in whatever state, by id."""
        with self.database.connection(scope) as connection:
            return PostgresTrash(connection, scope).among(image_ids)

    def pairs_after(
        self, scope: TenantScope, dataset_id: str, *, least: float, after: tuple[str, str], limit: int
    ) -> list[Edge]:
        """Pairs of searchable images of the dataset past those two ids, of at least that cosine."""
        condition = of_dataset(dataset_id)
        statement = _PAIRS.format(of_low=condition, of_high=condition.replace("i.", "j."))
        values = parameters(scope, dataset_id, least=least, low=after[0], high=after[1], limit=limit)
        with self.database.connection(scope) as connection:
            found = connection.exec_driver_sql(statement, values)
            return [
                Edge(low, high, TIERS[tier], hamming, cosine, Turn(turn), model)
                for low, high, tier, hamming, cosine, turn, model in found
            ]

    def _groups(self, scope: TenantScope, statement: Select[Any]) -> list[Group]:
        with self.database.connection(scope) as connection:
            return [group_of(row) for row in connection.execute(statement.params(own=scope.tenant_id))]
