"""Health, metrics, the log line of each request, the admin command and the OpenAPI document."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from catalog.accounts.service import AccountService
from gateway import admin, metrics
from gateway.app import with_routes
from gateway.health import Readiness
from gateway.openapi import document
from tests.token_bank.forge import TENANT, USER, Forge
from tests.unit.gateway.conftest import ClientMaker
from tests.unit.gateway.fakes import CountingHasher, FakeCatalog, MemoryAccounts, a_catalog

GOOD = {"ok": True, "detail": "", "ms": 1.0}
BAD = {"ok": False, "detail": "refused", "ms": 2000.0}
NAMES = ("database", "index", "store", "queue", "embedder")


def catalog_of(**found: dict[str, Any]) -> FakeCatalog:
    catalog = a_catalog()
    catalog.found = found
    return catalog


class TestHealth:
    def test_alive_asks_nobody(self, make_client: ClientMaker) -> None:
        catalog = catalog_of(database=BAD)
        answer = make_client(catalog).get("/healthz")
        assert (answer.status_code, catalog.asked) == (200, 0)

    def test_ready_when_every_dependency_is(self, make_client: ClientMaker) -> None:
        answer = make_client(catalog_of(**dict.fromkeys(NAMES, GOOD))).get("/readyz")
        assert (answer.status_code, list(answer.json()["dependencies"])) == (200, list(NAMES))

    @pytest.mark.parametrize("away", NAMES)
    def test_not_ready_names_the_one_that_is_away(self, make_client: ClientMaker, away: str) -> None:
        answer = make_client(catalog_of(**(dict.fromkeys(NAMES, GOOD) | {away: BAD}))).get("/readyz")
        found = answer.json()["dependencies"]
        assert answer.status_code == 503
        assert [name for name, one in found.items() if not one["ok"]] == [away]

    def test_asks_once_for_many_who_ask(self, make_client: ClientMaker) -> None:
        catalog = catalog_of(database=GOOD)
        client = make_client(catalog)
        for _ in range(5):
            client.get("/readyz")
        assert catalog.asked == 1

    def test_a_question_that_fails_is_not_ready(self, make_client: ClientMaker) -> None:
        catalog = catalog_of()
        catalog.health = failing  # type: ignore[method-assign]
        client = make_client(catalog)
        assert client.get("/readyz").status_code == 503


def failing() -> Any:
    raise RuntimeError("no")


def test_a_question_that_hangs_is_not_ready() -> None:
    """The catalog's answer comes too late: after the longest probe, the answer is no."""

    async def story() -> None:
        let_go = threading.Event()
        catalog = catalog_of()

        def hanging() -> dict[str, Any]:
            let_go.wait()
            return {}

        catalog.health = hanging  # type: ignore[method-assign]
        found = await Readiness(catalog, longest_probe_s=0.05).dependencies()
        let_go.set()
        assert found["catalog"]["ok"] is False

    asyncio.run(story())


class TestMetrics:
    def test_count_by_template_and_class_of_status(self, client: TestClient, forge: Forge) -> None:
        for number in range(20):
            client.get(f"/api/open/items/0b0f6f0e-7d6f-4a59-8f6d-{number:012d}")
            client.get(f"/api/nothing/{number}")
            client.request(f"BREW{number}", "/api/closed/me")
        text = client.get("/metrics").text
        assert 'route="/api/open/items/{item_id}",method="GET",status="2xx"' in reordered(text)
        assert 'route="(no route)"' in text
        assert 'method="OTHER"' in text
        assert "BREW" not in text
        assert "nothing" not in text
        assert str(TENANT) not in text

    @pytest.mark.parametrize("method", ["get", "{route}", "A" * 200, "GET\u00e9", "PROPFIND"])
    def test_no_method_that_a_client_makes_up_becomes_a_label(self, method: str) -> None:
        metrics.observe("/route-of-this-test", method, 200, 0.01)
        labels = [sample.labels for family in REGISTRY.collect() for sample in family.samples]
        ours = {one["method"] for one in labels if one.get("route") == "/route-of-this-test"}
        assert ours == {"OTHER"}

    def test_ask_first_so_that_they_are_of_now(self, make_client: ClientMaker) -> None:
        catalog = catalog_of(database=BAD)
        assert make_client(catalog).get("/metrics").status_code == 200
        assert catalog.asked == 1

    def test_do_not_count_probes(self, client: TestClient) -> None:
        for path in ("/healthz", "/readyz", "/metrics"):
            client.get(path)
        text = client.get("/metrics").text
        assert [path for path in ("/healthz", "/readyz", "/metrics") if f'route="{path}"' in text] == []


def reordered(text: str) -> str:
    """Label order as the counters were declared; prometheus sorts nothing, but this test should not care."""
    lines = []
    for line in text.splitlines():
        name, _, rest = line.partition("{")
        labels = dict(part.split("=", 1) for part in rest.partition("} ")[0].split('",') if "=" in part)
        if {"route", "method", "status"} <= labels.keys():
            wanted = ",".join(f'{key}="{labels[key].strip(chr(34))}"' for key in ("route", "method", "status"))
            lines.append(f"{name}{{{wanted}}}")
    return "\n".join(lines)


class TestTheLogLine:
    def test_of_a_request_says_who_and_what_but_no_path_and_no_token(self, client: TestClient, forge: Forge) -> None:
        with capture_logs() as lines:
            client.get("/api/closed/me?secret=canary", headers={"Authorization": f"Bearer {forge.token()}"})
        (line,) = lines
        assert (line["event"], line["route"]) == ("request", "/api/closed/me")
        assert (line["method"], line["status"]) == ("GET", 200)
        assert (line["tenant_id"], line["user_id"]) == (str(TENANT), str(USER))
        assert "canary" not in str(line)

    def test_is_not_written_for_probes(self, client: TestClient) -> None:
        with capture_logs() as lines:
            client.get("/healthz")
        assert lines == []


USERS = {"users": [{"username": "Ada", "password": "long enough", "tenant": "acme", "role": "admin"}]}


class TestAdmin:
    def written(self, folder: Path, content: object) -> Path:
        path = folder / "users.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def test_applies_the_file_twice_and_says_what_it_did(self, tmp_path: Path) -> None:
        accounts = AccountService(MemoryAccounts(), CountingHasher())
        wanted = admin.read(self.written(tmp_path, USERS))
        first, second = (json.loads(admin.apply(accounts, wanted))["users"][0] for _ in range(2))
        assert (first["username"], first["account_created"], first["tenant_created"]) == ("ada", True, True)
        assert second == first | {"account_created": False, "tenant_created": False}
        assert "password" not in first

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "not json",
            "[]",
            {"users": {}},
            {"users": [{}]},
            {"users": [{"username": "ada", "password": "canary", "tenant": "acme", "role": "admin"}]},
            {"users": [{"username": "ada", "password": "long canary", "tenant": "acme", "role": "root"}]},
            {"users": [{"username": "a b", "password": "long canary", "tenant": "acme", "role": "admin"}]},
            {"users": [], "more": 1},
        ],
    )
    def test_refuses_a_file_out_of_form_without_showing_passwords(self, tmp_path: Path, content: object) -> None:
        with pytest.raises(admin.FileUnusable) as refused:
            admin.read(self.written(tmp_path, content))
        assert "canary" not in str(refused.value)
        assert str(refused.value)

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(admin.FileUnusable):
            admin.read(tmp_path / "nothing.json")

    @pytest.mark.parametrize("arguments", [[], ["apply"], ["remove", "x"], ["apply", "x", "y"]])
    def test_says_how_it_is_used(self, arguments: list[str]) -> None:
        with pytest.raises(SystemExit, match="usage"):
            admin.main(arguments)


class TestOpenApi:
    def test_describes_every_operation_with_its_problems(self) -> None:
        found = document(with_routes())
        assert "/api/auth/login" in found["paths"]
        for path, operations in found["paths"].items():
            for operation in operations.values():
                assert "default" in operation["responses"], path
                assert "422" not in operation["responses"], path

    def test_asks_for_a_token_exactly_where_one_is_needed(self) -> None:
        paths = document(with_routes())["paths"]
        assert "security" not in paths["/api/auth/login"]["post"]
        assert paths["/api/auth/me"]["get"]["security"] == [{"bearer": []}]

    def test_has_plain_operation_ids(self) -> None:
        paths = document(with_routes())["paths"]
        assert paths["/api/auth/login"]["post"]["operationId"] == "log_in"
