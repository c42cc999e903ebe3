"""The rows that say which vector spaces there are, and which is live."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import vector_spaces
from catalog.embeddings.model import Preprocess, PreprocessMode, VectorSpace
from catalog.errors import NotFound
from catalog.tenancy import system_scope

_OLDEST_FIRST: Final = vector_spaces.c.created_at


@dataclass(frozen=True, slots=True)
class PostgresSpaces:
    """SpaceRegistry and SpaceHistory over the vector_spaces table, which belongs to no tenant."""

    database: Database

    def live(self) -> VectorSpace | None:
        """The live space, or None before the first."""
        with self.database.connection(system_scope()) as connection:
            row = connection.execute(select(vector_spaces).where(vector_spaces.c.is_live)).first()
        return None if row is None else _space_of(row)

    def make_live(self, space: VectorSpace) -> VectorSpace:
        """Record the first space; when another process was quicker, theirs is returned."""
        self._record(space, is_live=True)
        return self.live() or space

    def all(self) -> list[VectorSpace]:
        """All of them, the oldest first."""
        with self.database.connection(system_scope()) as connection:
            return [_space_of(row) for row in connection.execute(select(vector_spaces).order_by(_OLDEST_FIRST))]

    def find(self, collection: str) -> VectorSpace:
        """The space of that collection. Raises NotFound."""
        with self.database.connection(system_scope()) as connection:
            row = connection.execute(select(vector_spaces).where(vector_spaces.c.collection == collection)).first()
        if row is None:
            raise NotFound(f"there is no vector space {collection}")
        return _space_of(row)

    def add(self, space: VectorSpace) -> None:
        """Record a space that is not live yet; one that is recorded stays as it is."""
        self._record(space, is_live=False)

    def switch_to(self, space: VectorSpace) -> None:
        """Make this space the live one, in one step."""
        this = vector_spaces.c.collection == space.collection
        with self.database.connection(system_scope()) as connection:
            connection.execute(update(vector_spaces).where(~this, vector_spaces.c.is_live).values(is_live=False))
            connection.execute(update(vector_spaces).where(this).values(is_live=True))

    def forget(self, space: VectorSpace) -> None:
        """Strike out a space that is not live."""
        this = vector_spaces.c.collection == space.collection
        with self.database.connection(system_scope()) as connection:
            connection.execute(delete(vector_spaces).where(this, ~vector_spaces.c.is_live))

    def _record(self, space: VectorSpace, *, is_live: bool) -> None:
        statement = insert(vector_spaces).values(
            collection=space.collection,
            model_name=space.model_name,
            model_version=space.model_version,
            dimension=space.dimension,
            preprocess=space.preprocess.mode.value,
            pad_colour=list(space.preprocess.pad_colour),
            is_live=is_live,
        )
        with self.database.connection(system_scope()) as connection:
            connection.execute(statement.on_conflict_do_nothing())


def _space_of(row: Row[tuple[object, ...]]) -> VectorSpace:
    red, green, blue = row.pad_colour
    preprocess = Preprocess(PreprocessMode(row.preprocess), (red, green, blue))
    return VectorSpace(row.collection, row.model_name, row.model_version, row.dimension, preprocess)
