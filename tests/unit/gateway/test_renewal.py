"""Renewal: the same person with the role of now, for so long after log-in; nobody else."""

import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalog.accounts.model import Tenant
from catalog.tenancy import Role
from gateway.auth.issue import TokenIssuer
from gateway.auth.keys import private_key
from tests.token_bank.forge import AUDIENCE, ISSUER, TENANT, Forge, private_pem, rsa_key
from tests.unit.gateway.conftest import ClientMaker
from tests.unit.gateway.fakes import PASSWORD, a_catalog, an_account

SESSION_S = 43_200


def renew(client: TestClient, token: str) -> Any:
    return client.post("/api/auth/renew", headers={"Authorization": f"Bearer {token}"})


def me(client: TestClient, answer: Any) -> Any:
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return client.get("/api/auth/me", headers=headers).json()


def slug(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


class TestRenewal:
    def test_of_a_token_from_log_in_gives_another_of_the_same_person(self, client: TestClient) -> None:
        first = client.post("/api/auth/login", json={"username": "ada", "password": PASSWORD}).json()
        answer = renew(client, first["access_token"])
        assert answer.status_code == 200
        assert answer.json().keys() == {"access_token", "token_type", "expires_in"}
        assert answer.json()["access_token"] != first["access_token"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert me(client, answer)["username"] == "ada"

    def test_can_be_repeated_and_does_not_move_the_time_of_log_in(self, make_client: ClientMaker, forge: Forge) -> None:
        client = make_client(session_life_s=900, jwt_life_s=900)
        # By the clock of now: the forge's stands where all tests began, and a hundred seconds are soon over.
        answer = renew(client, forge.token(auth_time=int(time.time()) - 800))
        for _ in range(3):
            answer = renew(client, answer.json()["access_token"])
            assert 0 < answer.json()["expires_in"] <= 100, "no token outlives the session"

    def test_gives_the_role_that_the_account_has_now(self, make_client: ClientMaker, forge: Forge) -> None:
        client = make_client(a_catalog(an_account(role=Role.VIEWER)))
        answer = renew(client, forge.token(role="admin", auth_time=forge.now))
        assert me(client, answer)["role"] == "viewer"

    @pytest.mark.parametrize(
        "changes",
        [{"disabled": True}, {"tenant": Tenant(TENANT, "acme", suspended=True)}],
        ids=["disabled", "suspended"],
    )
    def test_is_refused_like_anything_when_the_account_may_not_log_in(
        self, make_client: ClientMaker, forge: Forge, changes: dict[str, Any]
    ) -> None:
        client = make_client(a_catalog(an_account(**changes)))
        assert slug(renew(client, forge.token(auth_time=forge.now))) == (401, "not-authentic")

    def test_ends_when_the_session_is_over(self, client: TestClient, forge: Forge) -> None:
        assert renew(client, forge.token(auth_time=forge.now - SESSION_S + 300)).status_code == 200
        assert slug(renew(client, forge.token(auth_time=forge.now - SESSION_S - 1))) == (401, "not-authentic")

    def test_is_not_for_a_token_that_does_not_say_when_its_person_logged_in(
        self, client: TestClient, forge: Forge
    ) -> None:
        assert slug(renew(client, forge.token())) == (403, "not-renewable")

    @pytest.mark.parametrize("claim", ["sub", "tenant_id"])
    def test_is_not_for_somebody_without_an_account_in_the_tenant(
        self, client: TestClient, forge: Forge, claim: str
    ) -> None:
        token = forge.token(auth_time=forge.now, **{claim: "00000000-0000-4000-8000-000000000000"})
        assert slug(renew(client, token)) == (403, "not-renewable")

    def test_needs_a_token_that_is_still_good(self, client: TestClient, forge: Forge) -> None:
        over = forge.token(iat=forge.now - 600, nbf=forge.now - 600, exp=forge.now - 40, auth_time=forge.now - 600)
        assert slug(renew(client, over)) == (401, "not-authentic")
        assert client.post("/api/auth/renew").status_code == 401

    def test_is_not_there_without_a_private_key(self, make_client: ClientMaker, forge: Forge) -> None:
        answer = renew(make_client(jwt_private_key=None), forge.token(auth_time=forge.now))
        assert slug(answer) == (404, "route-not-found")


def test_log_in_gives_no_token_that_outlives_the_session() -> None:
    issuer = TokenIssuer(private_key(private_pem(rsa_key())), ISSUER, AUDIENCE, 3600, 900, clock=time.time)
    assert issuer.token_for(an_account()).life_s == 900
