"""The tables that the code names are the tables that the migrations make: columns, types, NULLs, keys."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Inspector, Table, UniqueConstraint, create_engine, inspect
from sqlalchemy.dialects import postgresql

from catalog.adapters.postgres.anomaly_tables import ANOMALY_TABLES
from catalog.adapters.postgres.cluster_tables import CLUSTER_TABLES
from catalog.adapters.postgres.duplicate_tables import DUPLICATE_TABLES
from catalog.adapters.postgres.feedback_tables import FEEDBACK_TABLES
from catalog.adapters.postgres.tables import metadata
from tests.stack.plugin import RunningStack

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy does not say


@pytest.fixture(scope="module")
def migrated(stack: RunningStack) -> Iterator[Inspector]:
    """The database as the migrations left it."""
    url = stack.environment()["MIGRATION_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    with engine.connect() as connection:
        yield inspect(connection)
    engine.dispose()


def spelled(type_: Any) -> str:
    """A type as PostgreSQL writes it; how texts are compared is the migrations' own affair."""
    return str(type_.compile(dialect=DIALECT)).partition(" COLLATE")[0]


def _is_filled(column: Any) -> bool:
    """Whether PostgreSQL fills the column by itself: by default, or always, out of others."""
    return column["default"] is not None or "computed" in column


def test_the_same_tables(migrated: Inspector) -> None:
    assert set(migrated.get_table_names()) - {"alembic_version"} == set(metadata.tables)
    assert {*DUPLICATE_TABLES, *FEEDBACK_TABLES, *ANOMALY_TABLES, *CLUSTER_TABLES} < set(metadata.tables)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
class TestTable:
    def test_has_the_same_columns(self, migrated: Inspector, table: Table) -> None:
        there = {
            column["name"]: (spelled(column["type"]), column["nullable"], _is_filled(column))
            for column in migrated.get_columns(table.name)
        }
        named = {
            column.name: (spelled(column.type), bool(column.nullable), column.server_default is not None)
            for column in table.columns
        }
        assert named == there

    def test_has_the_same_keys(self, migrated: Inspector, table: Table) -> None:
        assert names(table.primary_key) == tuple(migrated.get_pk_constraint(table.name)["constrained_columns"])
        unique = {names(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)}
        assert unique == {tuple(one["column_names"]) for one in migrated.get_unique_constraints(table.name)}

    def test_has_the_same_references(self, migrated: Inspector, table: Table) -> None:
        named = {
            (tuple(one.column_keys), one.referred_table.name)
            for one in table.constraints
            if isinstance(one, ForeignKeyConstraint)
        }
        found = migrated.get_foreign_keys(table.name)
        assert named == {(tuple(one["constrained_columns"]), one["referred_table"]) for one in found}


def names(columns: Iterable[Column[Any]]) -> tuple[str, ...]:
    """The columns' names."""
    return tuple(column.name for column in columns)
