"""What is known of pairs of images, read for a person to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from catalog.adapters.postgres.duplicate_tables import duplicate_edges
from catalog.adapters.postgres.duplicates.group_rows import TIERS
from catalog.duplicates.model import Edge, Turn
from catalog.tenancy import TenantScope

_COLUMN = duplicate_edges.c
_IDS = bindparam("ids", type_=ARRAY(Text))
_AMONG = (
    select(
        _COLUMN.low_id,
        _COLUMN.high_id,
        _COLUMN.tier,
        _COLUMN.hamming,
        _COLUMN.cosine,
        _COLUMN.turn,
        _COLUMN.model_version,
    )
    .where(_COLUMN.tenant_id == bindparam("own"), _COLUMN.low_id == any_(_IDS), _COLUMN.high_id == any_(_IDS))
    .order_by(_COLUMN.low_id, _COLUMN.high_id)
)


@dataclass(frozen=True, slots=True)
class PostgresEvidence:
    """Evidence over one connection."""

    connection: Connection
    scope: TenantScope

    def among(self, image_ids: Sequence[str]) -> list[Edge]:
        """The edges whose both ends are among the images, in the order of their ids."""
        found = self.connection.execute(_AMONG, {"own": self.scope.tenant_id, "ids": list(image_ids)})
        return [
            Edge(low, high, TIERS[tier], hamming, cosine, Turn(turn), model)
            for low, high, tier, hamming, cosine, turn, model in found
        ]
