"""Tokens over HTTP: one answer for all that is wrong, closed routes by default, and roles."""

from collections.abc import Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.token_bank.bank import Headers, hostile_headers, hostile_tokens
from tests.token_bank.forge import USER, Forge
from tests.unit.gateway.conftest import ClientMaker
from tests.unit.gateway.fakes import PASSWORD

ME = "/api/closed/me"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refusal(client: TestClient, headers: Mapping[str, str] | Headers) -> tuple[int, bytes, dict[str, str]]:
    """The answer as bytes, but for what names the request."""
    mine = {"X-Request-ID": "the-same-for-all"}
    merged = [*headers, *mine.items()] if isinstance(headers, list) else {**headers, **mine}
    answer = client.get(ME, headers=merged)
    return answer.status_code, answer.content, dict(answer.headers)


class TestWhatIsWrong:
    def test_is_answered_alike_byte_for_byte(self, client: TestClient, forge: Forge) -> None:
        expected = refusal(client, [])
        assert expected[0] == 401
        different = [
            name for name, token in hostile_tokens(forge).items() if refusal(client, bearer(token)) != expected
        ]
        assert different == []

    def test_presented_in_a_way_that_does_not_count_is_answered_alike(self, client: TestClient, forge: Forge) -> None:
        expected = refusal(client, [])
        for name, headers in hostile_headers(forge).items():
            assert refusal(client, headers) == expected, name

    def test_is_a_problem_that_names_the_scheme(self, client: TestClient) -> None:
        answer = client.get(ME)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["type"] == "/problems/not-authentic"

    def test_in_the_query_does_not_count(self, client: TestClient, forge: Forge) -> None:
        assert client.get(f"{ME}?access_token={forge.token()}").status_code == 401

    def test_is_noticed_before_the_body_is_looked_at(self, client: TestClient) -> None:
        answer = client.post("/api/closed/edit", content=b"not json", headers={"Content-Type": "text/plain"})
        assert answer.status_code == 401


class TestWhatIsRight:
    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
    def test_is_let_in(self, client: TestClient, forge: Forge, scheme: str) -> None:
        answer = client.get(ME, headers={"Authorization": f"{scheme} {forge.token()}"})
        assert (answer.status_code, answer.json()) == (200, str(USER))

    @pytest.mark.parametrize(
        ("role", "edits", "administers"), [("viewer", 403, 403), ("editor", 200, 403), ("admin", 200, 200)]
    )
    def test_may_do_what_its_role_covers(
        self, client: TestClient, forge: Forge, role: str, edits: int, administers: int
    ) -> None:
        headers = bearer(forge.token(role=role))
        assert client.post("/api/closed/edit", json={}, headers=headers).status_code == edits
        assert client.get("/api/closed/administer", headers=headers).status_code == administers

    def test_refused_for_its_role_is_told_so(self, client: TestClient, forge: Forge) -> None:
        answer = client.get("/api/closed/administer", headers=bearer(forge.token()))
        assert answer.json()["type"] == "/problems/role-too-low"


def test_an_unknown_route_is_unknown_with_and_without_a_token(client: TestClient, forge: Forge) -> None:
    for headers in ({}, bearer(forge.token())):
        answer = client.get("/api/nothing", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/route-not-found")


def test_a_known_route_does_not_take_another_method(client: TestClient) -> None:
    answer = client.delete(ME)
    assert (answer.status_code, answer.headers["Allow"], answer.json()["type"]) == (
        405,
        "GET",
        "/problems/method-not-allowed",
    )


class TestLogIn:
    def test_gives_a_token_that_opens(self, client: TestClient) -> None:
        answer = log_in(client)
        assert answer.status_code == 200
        assert answer.json() | {"access_token": "…"} == {
            "access_token": "…",
            "token_type": "bearer",
            "expires_in": 900,
        }
        me = client.get("/api/auth/me", headers=bearer(answer.json()["access_token"]))
        assert me.json() == {
            "user_id": str(USER),
            "username": "ada",
            "tenant_id": "0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11",
            "tenant": "acme",
            "role": "editor",
        }

    def test_of_a_stranger_of_another_provider_has_no_username(self, client: TestClient, forge: Forge) -> None:
        token = forge.token(sub="00000000-0000-4000-8000-000000000000")
        told = client.get("/api/auth/me", headers=bearer(token)).json()
        assert (told["username"], told["tenant"]) == (None, None)

    @pytest.mark.parametrize("username", ["ada", "nobody", "not a username!", "x" * 256])
    def test_that_fails_answers_alike(self, client: TestClient, username: str) -> None:
        same = {"X-Request-ID": "the-same-for-all"}
        body = {"username": username, "password": "wrong"}
        answer = client.post("/api/auth/login", json=body, headers=same)
        assert (answer.status_code, answer.content) == (401, client.get(ME, headers=same).content)

    def test_is_slowed_down_after_ten_failures(self, make_client: ClientMaker) -> None:
        client = make_client()
        for _ in range(10):
            assert log_in(client, "wrong").status_code == 401
        answer = log_in(client)
        assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many-attempts")
        assert 0 < int(answer.headers["Retry-After"]) <= 300

    def test_is_not_there_without_a_private_key(self, make_client: ClientMaker) -> None:
        answer = log_in(make_client(jwt_private_key=None))
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/route-not-found")

    @pytest.mark.parametrize(
        "body",
        [{}, {"username": "ada"}, {"username": 1, "password": "x"}, {"username": "ada", "password": "x" * 257}],
    )
    def test_of_another_form_is_invalid_and_repeats_no_password(
        self, client: TestClient, body: dict[str, object]
    ) -> None:
        answer = client.post("/api/auth/login", json=body)
        assert answer.status_code == 422
        assert "xxx" not in answer.text


def log_in(client: TestClient, password: str = PASSWORD) -> Any:
    return client.post("/api/auth/login", json={"username": "Ada", "password": password})
