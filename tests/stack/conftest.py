"""People, tenants and a look behind the counter, for tests that speak HTTP to the running stack."""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from catalog.accounts.service import AccountService
from catalog.adapters.passwords import Argon2Passwords
from catalog.adapters.postgres.accounts import PostgresAccounts
from tests.databases import opened
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.house import House, build_house
from tests.stack.api.stores import Stores, open_stores
from tests.stack.plugin import RunningStack


@pytest.fixture(scope="session")
def founder(stack: RunningStack) -> Iterator[Founder]:
    """Makes tenants on the stack."""
    with (
        opened(stack.database) as database,
        closing(httpx.Client(base_url=stack.gateway, timeout=60)) as http,
    ):
        yield Founder(AccountService(PostgresAccounts(database), Argon2Passwords()), http)


@pytest.fixture(scope="session")
def stores(stack: RunningStack) -> Iterator[Stores]:
    """The stack's stores, as their owner sees them."""
    with open_stores(stack.environment()) as found:
        yield found


@pytest.fixture
def tenant(founder: Founder) -> Tenant:
    """A new tenant of this test's own."""
    return founder.found()


@pytest.fixture(scope="module")
def house(founder: Founder, stores: Stores) -> House:
    """Two tenants of this module's own, each with an image."""
    return build_house(founder, stores)
