"""The guards, over HTTP: ids, headers, targets, bodies, CORS."""

import pytest
from starlette.testclient import TestClient

from tests.token_bank.forge import Forge
from tests.unit.gateway.conftest import ClientMaker

ITEM = "/api/open/items/0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11"
PROBLEM = "application/problem+json"


class TestTheRequestId:
    @pytest.mark.parametrize("offered", ["abcdefgh", "a" * 64, "2026-01-01_req.7"])
    def test_is_the_clients_when_it_is_of_the_form(self, client: TestClient, offered: str) -> None:
        answer = client.get("/healthz", headers={"X-Request-ID": offered})
        assert answer.headers["X-Request-ID"] == offered

    @pytest.mark.parametrize(
        "offered", ["", "short", "a" * 65, "with space", '{"json":1}', "\x1b[31mredred", "x" * 7000]
    )
    def test_is_minted_when_it_is_not(self, client: TestClient, offered: str) -> None:
        answer = client.get("/healthz", headers={"X-Request-ID": offered})
        assert answer.headers["X-Request-ID"] not in offered or not offered
        assert len(answer.headers["X-Request-ID"]) == 32

    def test_is_minted_when_two_are_offered(self, client: TestClient) -> None:
        answer = client.get("/healthz", headers=[("X-Request-ID", "abcdefgh"), ("X-Request-ID", "abcdefgh")])
        assert len(answer.headers["X-Request-ID"]) == 32

    def test_is_another_for_every_request(self, client: TestClient) -> None:
        assert len({client.get("/healthz").headers["X-Request-ID"] for _ in range(5)}) == 5


class TestSecurityHeaders:
    @pytest.mark.parametrize("path", ["/healthz", "/api/nothing", ITEM, "/api/closed/me", "/healthz?%00"])
    def test_stand_on_every_answer(self, client: TestClient, path: str) -> None:
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in headers

    def test_ask_for_https_where_the_public_url_has_it(self, make_client: ClientMaker) -> None:
        client = make_client(api_public_url="https://semblance.test")
        assert client.get("/healthz").headers["Strict-Transport-Security"] == "max-age=31536000"


class TestTheTarget:
    @pytest.mark.parametrize(
        "target",
        [
            f"{ITEM}?q=%00",
            f"{ITEM}?q=a%00b",
            f"{ITEM}?q=%ff",
            f"{ITEM}?q=%c0%ae",
            f"{ITEM}?q=%ed%a0%80",
            f"{ITEM}?%ff=1",
            "/api/open/items/%00",
            "/api/open/items/%ff",
            "/api/%c0%ae%c0%ae/",
            f"{ITEM}?q=" + "x" * 9000,
            f"{ITEM}?" + "&".join(f"a{number}=1" for number in range(101)),
        ],
    )
    def test_out_of_shape_is_400(self, client: TestClient, target: str) -> None:
        answer = client.get(target)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-request")

    @pytest.mark.parametrize(
        ("target", "status"),
        [
            (f"{ITEM}?q=%C3%A9%F0%9F%98%80", 200),
            (f"{ITEM}?q=%zz", 200),
            (f"{ITEM}?limit=1e3", 422),
            (f"{ITEM}?limit=99999999999999999999999999999999999999999", 200),
            (f"{ITEM}?limit=" + "9" * 5000, 422),
            ("/api/open/items/..%2f..%2fetc%2fpasswd", 404),
            ("/api/open//items", 404),
            ("/api/open/items/", 404),
            (f"{ITEM}/", 404),
        ],
    )
    def test_of_an_odd_but_clear_form_is_answered(self, client: TestClient, target: str, status: int) -> None:
        assert client.get(target).status_code == status

    @pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "BREW", "OPTIONS", "HEAD"])
    def test_by_another_method_is_405(self, client: TestClient, method: str) -> None:
        assert client.request(method, ITEM).status_code == 405


class TestHeaders:
    @pytest.mark.parametrize(
        "headers",
        [
            [("X-Long", "x" * 17_000)],
            [(f"X-{number}", "1") for number in range(101)],
            [(f"X-{number}", "x" * 5000) for number in range(8)],
        ],
        ids=["one too long", "too many", "too large together"],
    )
    def test_too_large_are_431(self, client: TestClient, headers: list[tuple[str, str]]) -> None:
        answer = client.get("/healthz", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (431, "/problems/headers-too-large")

    @pytest.mark.parametrize(
        "headers",
        [
            [("Host", "a.test"), ("Host", "b.test")],
            [("Content-Type", "application/json"), ("Content-Type", "text/plain")],
            [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
            [("Content-Length", "2"), ("Content-Length", "2")],
        ],
    )
    def test_that_stand_twice_are_400(self, client: TestClient, headers: list[tuple[str, str]]) -> None:
        answer = client.post("/api/open/echo", content=b"{}", headers=headers)
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)

    @pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip", "zstd"])
    def test_of_an_encoded_body_are_415(self, client: TestClient, encoding: str) -> None:
        headers = {"Content-Encoding": encoding, "Content-Type": "application/json"}
        assert client.post("/api/open/echo", content=b"{}", headers=headers).status_code == 415


class TestABody:
    def test_of_json_may_have_64_kib(self, client: TestClient) -> None:
        body = b'{"text": "' + b"x" * (65_536 - 12) + b'"}'
        headers = {"Content-Type": "application/json"}
        assert len(body) == 65_536
        assert client.post("/api/open/echo", content=body, headers=headers).status_code == 200
        answer = client.post("/api/open/echo", content=body + b" ", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")

    def test_of_ten_megabytes_is_413(self, client: TestClient) -> None:
        answer = client.post("/api/open/echo", content=b'{"text": "' + b"x" * 10_000_000 + b'"}')
        assert (answer.status_code, answer.headers["Connection"]) == (413, "close")

    def test_without_a_length_is_counted(self, client: TestClient) -> None:
        answer = client.post("/api/open/raw", content=(b"x" * 1000 for _ in range(100)))
        assert answer.status_code == 413
        assert client.post("/api/open/raw", content=(b"x" * 1000 for _ in range(60))).json() == 60_000

    @pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "9" * 30, "+2", " "])
    def test_of_no_clear_length_is_400(self, client: TestClient, length: str) -> None:
        headers = {"Content-Length": length, "Content-Type": "application/json"}
        assert client.post("/api/open/echo", content=b"{}", headers=headers).status_code == 400

    def test_of_a_form_elsewhere_than_an_upload_route_is_small(self, client: TestClient) -> None:
        assert client.post("/api/open/form", files={"file": b"x" * 70_000}).status_code == 413


class TestCors:
    ORIGINS = "https://app.test, http://localhost:5173"

    @pytest.mark.parametrize(
        "origin",
        [
            "null",
            "https://app.test.attacker.test",
            "https://attacker-app.test",
            "http://app.test",
            "https://app.test:8443",
            "https://APP.test",
            "https://app.test/",
            "*",
            "",
        ],
    )
    def test_of_an_unlisted_origin_is_closed(self, make_client: ClientMaker, origin: str) -> None:
        client = make_client(cors_origins=self.ORIGINS)
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = client.options("/api/auth/login", headers=headers)
        assert (preflight.status_code, preflight.json()["type"]) == (403, "/problems/origin-not-allowed")
        answer = client.get("/healthz", headers={"Origin": origin})
        assert answer.status_code == 200
        for headers_found in (preflight.headers, answer.headers):
            assert "Access-Control-Allow-Origin" not in headers_found
            assert headers_found["Vary"] == "Origin"

    @pytest.mark.parametrize("origin", ["https://app.test", "http://localhost:5173"])
    def test_of_a_listed_origin_is_open(self, make_client: ClientMaker, forge: Forge, origin: str) -> None:
        client = make_client(cors_origins=self.ORIGINS)
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = client.options("/api/auth/login", headers=headers)
        assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (204, origin)
        assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
        for path in ("/healthz", "/api/nothing", "/api/closed/me", "/healthz?%00"):
            answer = client.get(path, headers={"Origin": origin})
            assert answer.headers["Access-Control-Allow-Origin"] == origin
            assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_is_closed_by_default(self, client: TestClient) -> None:
        headers = {"Origin": "http://localhost", "Access-Control-Request-Method": "GET"}
        assert client.options("/healthz", headers=headers).status_code == 403
        assert (
            "Access-Control-Allow-Origin" not in client.get("/healthz", headers={"Origin": "http://localhost"}).headers
        )
