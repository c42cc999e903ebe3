"""The row that says which vector space is live."""

from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import vector_spaces
from catalog.embeddings.model import VectorSpace
from catalog.tenancy import system_scope


@dataclass(frozen=True, slots=True)
class PostgresSpaces:
    """SpaceRegistry over the vector_spaces table, which belongs to no tenant."""

    database: Database

    def live(self) -> VectorSpace | None:
        """The live space, or None before the first."""
        with self.database.connection(system_scope()) as connection:
            row = connection.execute(select(vector_spaces).where(vector_spaces.c.is_live)).first()
        return None if row is None else _space_of(row)

    def make_live(self, space: VectorSpace) -> VectorSpace:
        """Record the first space; when another process was quicker, theirs is returned."""
        statement = insert(vector_spaces).values(
            collection=space.collection,
            model_name=space.model_name,
            model_version=space.model_version,
            dimension=space.dimension,
            pad_colour=list(space.pad_colour),
            is_live=True,
        )
        with self.database.connection(system_scope()) as connection:
            connection.execute(statement.on_conflict_do_nothing())
        return self.live() or space


def _space_of(row: Row[tuple[object, ...]]) -> VectorSpace:
    red, green, blue = row.pad_colour
    return VectorSpace(row.collection, row.model_name, row.model_version, row.dimension, (red, green, blue))
