"""One app for all tests here; each request is answered over the catalog that it is given."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi import FastAPI

from tests.token_bank.forge import Forge
from tests.unit.gateway.conftest import enter
from tests.unit.gateway.duplicates.canned import CatalogOfDuplicates, a_catalog_of

Asking = Callable[..., Any]
"""Answers a response of the test client's own HTTP library."""


@pytest.fixture(scope="session")
def ask(forge: Forge) -> Iterator[Asking]:
    """Send a request to the app over the catalog, as an editor or with another role."""
    with ExitStack() as stack:
        client = enter(stack, a_catalog_of())
        app = client.app
        assert isinstance(app, FastAPI)

        def send(catalog: CatalogOfDuplicates, method: str, path: str, *, role: str = "editor", **sent: Any) -> Any:
            app.state.catalog = catalog
            headers = {"Authorization": f"Bearer {forge.token(role=role)}", **sent.pop("headers", {})}
            return client.request(method, path, headers=headers, **sent)

        yield send
