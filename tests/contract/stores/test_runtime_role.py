"""The role that the services use: made, kept, given a new password, by an owner that is no superuser too."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from catalog.migrate import RoleUnusable, migrate
from tests.stack.plugin import RunningStack


@dataclass(frozen=True, slots=True)
class Managed:
    """A database whose owner may make roles and is no superuser, as managed PostgreSQL gives it."""

    owner_url: str
    runtime_url: str
    superuser_url: str


@pytest.fixture
def managed(stack: RunningStack) -> Iterator[Managed]:
    """Made beside the stack's database and dropped again."""
    above = stack.environment()["MIGRATION_DATABASE_URL"]
    mark = uuid.uuid4().hex[:12]
    name, owner, runtime = f"managed_{mark}", f"owner_{mark}", f"runtime_{mark}"
    with psycopg.connect(above, autocommit=True) as connection:
        make = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD 'first'").format(sql.Identifier(owner))
        connection.execute(make)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner)))
        try:
            yield Managed(_as(above, owner, "first", name), _as(above, runtime, "first", name), above)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            for role in (runtime, owner):
                connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def _as(url: str, role: str, password: str, database: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port}", path=f"/{database}").geturl()


def test_an_owner_that_is_no_superuser_can_migrate_again(managed: Managed) -> None:
    migrate(managed.owner_url, managed.runtime_url)
    migrate(managed.owner_url, managed.runtime_url)
    with psycopg.connect(managed.runtime_url) as connection:
        assert connection.execute("SELECT count(*) FROM images").fetchone() == (0,)


def test_a_new_password_is_good_and_the_old_one_is_not(managed: Managed) -> None:
    migrate(managed.owner_url, managed.runtime_url)
    changed = managed.runtime_url.replace(":first@", ":second@")
    migrate(managed.owner_url, changed)
    with psycopg.connect(changed) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(managed.runtime_url)


def test_a_role_above_row_level_security_is_refused_by_name(managed: Managed) -> None:
    migrate(managed.owner_url, managed.runtime_url)
    role = str(urlsplit(managed.runtime_url).username)
    with psycopg.connect(managed.superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER ROLE {} BYPASSRLS").format(sql.Identifier(role)))
    with pytest.raises(RoleUnusable, match=role):
        migrate(managed.owner_url, managed.runtime_url)
