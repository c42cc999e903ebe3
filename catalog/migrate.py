"""`python -m catalog.migrate`: brings PostgreSQL to the newest tables, makes the runtime role and the bucket.

Runs as the owner (MIGRATION_DATABASE_URL); the services run as the role named in DATABASE_URL, which owns nothing and
so is bound by row-level security. Safe to run again and by several at once.
"""

import sys
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog
from alembic import command
from alembic.config import Config
from psycopg import sql
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings
from sqlalchemy import Connection, NullPool, create_engine, text

from catalog.parts import open_store
from catalog.settings import CatalogSettings
from catalog.telemetry import configure_logging

_log = structlog.get_logger(__name__)
_MIGRATIONS: Final = Path(__file__).parent / "adapters" / "postgres" / "migrations"
# Any fixed number: two migrations at once take turns.
_NEW_ROLE: Final = "CREATE ROLE {who} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {secret}"
# Only a superuser may say NOSUPERUSER of a role that is there, and the owner of a managed database is none.
_KNOWN_ROLE: Final = "ALTER ROLE {who} LOGIN PASSWORD {secret}"
_ABOVE_ROWS: Final = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role")
_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(735120443)")


class MigrationSettings(BaseSettings):
    """The owner's way into the database."""

    migration_database_url: SecretStr


class RoleUnusable(Exception):
    """The role that the services would use is above row-level security; the text names it."""


def migrate(owner_url: str, runtime_url: str) -> None:
    """Bring the tables to head and let the runtime role use them, in one transaction. Raises RoleUnusable."""
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(_ONE_AT_A_TIME)
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_MIGRATIONS))
        command.upgrade(config, "head")
        _let_in(connection, runtime_url)


def _let_in(connection: Connection, runtime_url: str) -> None:
    """Make the runtime role, or give it its password anew; it may read and write rows and nothing else.

    Raises RoleUnusable for a role that row-level security would not bind.
    """
    parts = urlsplit(runtime_url)
    role, password = unquote(parts.username or ""), unquote(parts.password or "")
    above = connection.execute(_ABOVE_ROWS, {"role": role}).scalar()
    if above:
        raise RoleUnusable(f"DATABASE_URL: row-level security does not bind {role}; name a role of its own")
    who, secret = sql.Identifier(role), sql.Literal(password)
    # These statements take no bound parameters; the driver quotes the names and the password.
    for statement in (
        sql.SQL(_NEW_ROLE if above is None else _KNOWN_ROLE).format(who=who, secret=secret),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(who),
    ):
        connection.exec_driver_sql(statement.as_string())


def main() -> int:
    """Migrate with the settings of the environment; the exit status."""
    configure_logging("migrate")
    try:
        owner, settings = MigrationSettings(), CatalogSettings()
    except ValidationError as error:
        names = ", ".join(str(one["loc"][0]).upper() for one in error.errors(include_input=False))
        sys.stderr.write(f"migrate: missing or malformed: {names}\n")
        return 1
    try:
        migrate(owner.migration_database_url.get_secret_value(), settings.database_url.get_secret_value())
    except RoleUnusable as unusable:
        sys.stderr.write(f"migrate: {unusable}\n")
        return 1
    open_store(settings).ensure_bucket()
    _log.info("migrated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
