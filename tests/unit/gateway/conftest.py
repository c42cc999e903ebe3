"""An app over a catalog of memory, and a client of it that lets no exception pass."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from starlette.testclient import TestClient

from gateway.app import ROUTERS, create_app
from tests.token_bank.forge import Forge
from tests.unit.gateway.fakes import FakeCatalog, a_catalog, an_account, echo_routers, some_settings

ClientMaker = Callable[..., TestClient]
Asking = Callable[..., Any]
"""Answers a response of the test client's own HTTP library."""


def enter(stack: ExitStack, catalog: FakeCatalog, **changes: Any) -> TestClient:
    """A client of a started app with the front's routes and the echoing ones."""
    app = create_app(some_settings(**changes), catalog, [*ROUTERS, *echo_routers()])
    return stack.enter_context(TestClient(app, base_url="http://gateway.test"))


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Logs of one plain line: the default's coloured tracebacks take seconds."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        cache_logger_on_first_use=False,
    )


@pytest.fixture
def make_client() -> Iterator[ClientMaker]:
    """Makes a client of an app of its own, over a catalog and with changed settings."""
    with ExitStack() as stack:

        def make(catalog: FakeCatalog | None = None, **changes: Any) -> TestClient:
            return enter(stack, catalog or a_catalog(an_account()), **changes)

        yield make


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client of an app with the usual settings, shared by all tests that leave no trace in it."""
    with ExitStack() as stack:
        yield enter(stack, a_catalog(an_account()))


@pytest.fixture(scope="session")
def forge() -> Forge:
    """Signs with the key that the app trusts."""
    return Forge()


@pytest.fixture(scope="session")
def ask(forge: Forge) -> Iterator[Asking]:
    """Send a request to one app, over the catalog that is given, as an editor or with another role."""
    with ExitStack() as stack:
        client = enter(stack, a_catalog())
        app = client.app
        assert isinstance(app, FastAPI)

        def send(catalog: FakeCatalog, method: str, path: str, *, role: str = "editor", **sent: Any) -> Any:
            app.state.catalog = catalog
            headers = {"Authorization": f"Bearer {forge.token(role=role)}", **sent.pop("headers", {})}
            return client.request(method, path, headers=headers, **sent)

        yield send
