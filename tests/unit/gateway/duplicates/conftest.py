"""Clients of an app whose near-duplicates are canned."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.token_bank.forge import Forge
from tests.unit.gateway.conftest import ClientMaker
from tests.unit.gateway.duplicates.canned import CatalogOfDuplicates

Asking = Callable[..., httpx.Response]


@pytest.fixture
def ask(make_client: ClientMaker, forge: Forge) -> Asking:
    """Send a request to an app over the catalog, as an editor or with another role."""

    def send(
        catalog: CatalogOfDuplicates, method: str, path: str, *, role: str = "editor", **sent: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {forge.token(role=role)}", **sent.pop("headers", {})}
        answer: httpx.Response = make_client(catalog).request(method, path, headers=headers, **sent)
        return answer

    return send
