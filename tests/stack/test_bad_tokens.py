"""The bank of hostile tokens against the running gateway: refused on every route, all with the same words."""

import json
from contextlib import closing
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.stack.api.house import House
from tests.stack.api.person import slug
from tests.stack.plugin import RunningStack
from tests.token_bank.bank import hostile_headers, hostile_tokens
from tests.token_bank.forge import Forge


@pytest.fixture(scope="module")
def forge(house: House, stack: RunningStack) -> Forge:
    """Signs with the stack's own key for the tenant of these tests."""
    environment = stack.environment()
    pem = Path(environment["JWT_PRIVATE_KEY"]).read_text()
    person = house.tenant.editor
    issuer, audience = environment["JWT_ISSUER"], environment["JWT_AUDIENCE"]
    return Forge.from_pem(pem, issuer, audience, person.tenant_id, person.user_id)


def test_the_forge_makes_good_tokens(house: House, forge: Forge) -> None:
    answer = house.tenant.editor.http.get("/api/auth/me", headers={"Authorization": f"Bearer {forge.token()}"})
    assert answer.json()["tenant_id"] == str(house.tenant.tenant_id)


def test_every_hostile_token_is_answered_alike(house: House, forge: Forge) -> None:
    bank = hostile_tokens(forge)
    said: dict[bytes, str] = {}
    with house.untouched():
        for name, token in bank.items():
            header = {"Authorization": f"Bearer {token}", "X-Request-ID": "one-and-the-same"}
            answer = house.tenant.editor.http.get("/api/images", headers=header)
            assert (answer.status_code, slug(answer)) == (401, "not-authentic"), name
            said[answer.content] = name
    assert len(bank) > 100
    assert len(said) == 1, said.values()


def test_every_odd_way_to_show_a_token_is_refused(house: House, forge: Forge, stack: RunningStack) -> None:
    with closing(HTTPConnection(urlsplit(stack.gateway).netloc, timeout=30)) as connection:
        for name, headers in hostile_headers(forge).items():
            # A plain connection, because httpx does not send headers that are out of shape.
            connection.putrequest("GET", "/api/images")
            for header in headers:
                connection.putheader(*header)
            connection.endheaders()
            answer = connection.getresponse()
            assert (answer.status, json.load(answer)["type"]) == (401, "/problems/not-authentic"), name


def test_no_route_opens_for_a_hostile_token(house: House, forge: Forge) -> None:
    with house.untouched():
        for name, token in islice(hostile_tokens(forge).items(), 40):
            header = {"Authorization": f"Bearer {token}"}
            for method, path in (
                ("GET", "/api/auth/me"),
                ("POST", "/api/images/presign"),
                ("POST", "/api/images/ingest"),
                ("POST", "/api/images"),
                ("GET", f"/api/images/{house.image['image_id']}"),
                ("POST", "/api/search/similar"),
            ):
                assert house.tenant.editor.http.request(method, path, headers=header).status_code == 401, (name, path)
