"""The local stack that is measured: its addresses, a tenant of its own, and the catalog over its stores."""

import base64
import http.client
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID

from qdrant_client import QdrantClient

from catalog.accounts.model import WantedAccount
from catalog.adapters.postgres.database import Database, open_engine
from catalog.adapters.qdrant.connection import open_client
from catalog.embeddings.model import VectorSpace
from catalog.settings import CatalogSettings
from catalog.tenancy import Role, TenantScope, caller_scope
from catalog.wiring import Catalog, open_catalog
from deploy.local import commands
from deploy.local.environment import read_env_file
from deploy.local.layout import Layout
from deploy.local.lock import holder
from tests.bench.wire import Address

_TENANT: Final = "bench"
_BULK: Final = timedelta(seconds=60)


class StackUnusable(Exception):
    """The stack cannot be measured; the text says what to do."""


class _NoBell:
    """Rows that are filled in in bulk have no jobs."""

    def ring(self, summons: object) -> None:
        raise NotImplementedError

    def ping(self) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class BenchStack:
    """A running stack, as one tenant that only the benches use."""

    layout: Layout
    environment: dict[str, str]
    catalog: Catalog
    database: Database
    qdrant: QdrantClient
    scope: TenantScope
    username: str
    password: str

    def address(self, variable: str) -> Address:
        """Where the service whose URL that variable holds listens."""
        return _address(self.environment[variable])

    def space(self) -> VectorSpace:
        """The live vector space. Raises StackUnusable when the embedder serves another model than the index holds."""
        space = self.catalog.search.spaces.live()
        served = self.catalog.search.embedder.model().version
        if served != space.model_version:
            raise StackUnusable(
                f"the stack's index holds {space.model_version} and its embedder serves {served}; "
                f"stop the stack and remove {self.layout.root.name}, then run this again"
            )
        return space

    def token(self) -> str:
        """A fresh access token."""
        return log_in(self.address("API_PUBLIC_URL"), self.username, self.password)

    def as_tenant(self, tenant: str) -> Self:
        """The same stack as another tenant, which is made if it is not there."""
        return replace(self, **_tenant(self.catalog, self.environment, tenant))


@contextmanager
def open_stack(layout: Layout) -> Iterator[BenchStack]:
    """The stack, started if it does not run (and stopped again afterwards). Raises StackUnusable."""
    was_running = holder(layout) is not None
    with redirect_stdout(StringIO()) as said:
        if commands.up(layout) != 0:
            raise StackUnusable(f"the stack could not be started:\n{said.getvalue()}")
    try:
        with _connected(layout) as stack:
            yield stack
    finally:
        if not was_running:
            with redirect_stdout(StringIO()):
                commands.down(layout)


@contextmanager
def _connected(layout: Layout) -> Iterator[BenchStack]:
    environment = read_env_file(layout)
    settings = CatalogSettings.model_validate({name.lower(): value for name, value in environment.items()})
    engine = open_engine(environment["DATABASE_URL"], pool_size=1, statement_timeout=_BULK)
    qdrant = open_client(environment["QDRANT_URL"], api_key=environment["QDRANT_API_KEY"], timeout_s=60)
    with open_catalog(settings) as catalog:
        database = Database(engine, _NoBell())
        try:
            yield BenchStack(layout, environment, catalog, database, qdrant, **_tenant(catalog, environment, _TENANT))
        finally:
            engine.dispose()
            qdrant.close()


def _tenant(catalog: Catalog, environment: dict[str, str], tenant: str) -> dict[str, Any]:
    """The tenant's scope, and an editor's username and password in it."""
    username, password = f"{tenant}-editor", secrets.token_urlsafe(16)
    catalog.accounts.apply([WantedAccount(username, password, tenant, Role.EDITOR)])
    token = log_in(_address(environment["API_PUBLIC_URL"]), username, password)
    return {"scope": caller_scope(_tenant_of(token)), "username": username, "password": password}


def _address(url: str) -> Address:
    parts = urlsplit(url)
    return Address(parts.hostname or "127.0.0.1", parts.port or 80)


def log_in(gateway: Address, username: str, password: str) -> str:
    """An access token."""
    connection = http.client.HTTPConnection(gateway.host, gateway.port, timeout=30)
    body = json.dumps({"username": username, "password": password})
    connection.request("POST", "/api/auth/login", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    document = json.loads(answer.read())
    connection.close()
    if answer.status != 200:
        raise StackUnusable(f"the log-in was answered {answer.status}: {document.get('title')}")
    token: str = document["access_token"]
    return token


def _tenant_of(token: str) -> UUID:
    payload = token.split(".")[1]
    return UUID(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["tenant_id"])
