"""The services' role gets the password that DATABASE_URL says now, each time the migration runs."""

from collections.abc import Iterator
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from catalog.migrate import migrate
from tests.contract.stores.conftest import Ledger


@pytest.fixture
def role(ledger: Ledger) -> Iterator[str]:
    """A role of this test's own; the stack goes on with its own."""
    name = f"rotated_{token_hex(4)}"
    yield name
    with psycopg.connect(ledger.owner_url) as connection:
        for statement in ("DROP OWNED BY {}", "DROP ROLE {}"):
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def runtime_url(owner_url: str, role: str, password: str) -> str:
    """The same database for another role."""
    parts = urlsplit(owner_url)
    return parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port}").geturl()


def test_new_password_lets_in_and_the_old_one_no_longer(ledger: Ledger, role: str) -> None:
    before, after = (runtime_url(ledger.owner_url, role, token_hex(8)) for _ in range(2))
    migrate(ledger.owner_url, before)
    with psycopg.connect(before) as open_before:
        migrate(ledger.owner_url, after)
        with psycopg.connect(after) as connection:
            assert connection.execute("SELECT count(*) FROM images").fetchone() is not None
        # A connection that is open goes on.
        assert open_before.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(before)
