"""The web app's files: how long each is kept, the page at every path of the app, and nothing beyond the folder."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from gateway.app import ROUTERS, create_app
from tests.unit.gateway.fakes import a_catalog, an_account, echo_routers, some_settings

PAGE = "<!doctype html><title>The app</title>"
SCRIPT = "export const words = 'the same words again and again';\n" * 100
STORE = "https://store.test:9000/under/a/path"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built app, with files around and beside it that are none of the browser's business."""
    above = tmp_path_factory.mktemp("web")
    found = above / "dist"
    (found / "assets").mkdir(parents=True)
    (found / ".vite").mkdir()
    (found / "index.html").write_text(PAGE)
    (found / "icon.svg").write_text("<svg/>")
    (found / "assets" / "app-1a2b3c4d.js").write_text(SCRIPT)
    (found / "assets" / "dot-1a2b3c4d.png").write_bytes(b"\x89PNG" * 1000)
    (found / ".vite" / "manifest.json").write_text('{"a": "secret"}')
    (above / "key.pem").write_text("a secret")
    (found / "link.pem").symlink_to(above / "key.pem")
    (found / "up").symlink_to(above)
    return found


@pytest.fixture(scope="module")
def app(root: Path) -> FastAPI:
    return create_app(
        some_settings(web_root=root, api_public_url="https://api.test", limit_interactive=1),
        a_catalog(an_account()),
        [*ROUTERS, *echo_routers()],
        store_url=STORE,
    )


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://gateway.test", headers={"Accept-Encoding": ""})


def slug(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


class TestThePage:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/index.html",
            "/search?text=red",
            "/images/01M7ZNG4YSQJFFWHB61A4R4WJ2",
            "/dedupe/x.jpg",
            "/apiary",
            "/x/",
        ],
    )
    def test_is_there_at_every_path_of_the_app_and_asked_for_again(self, client: TestClient, path: str) -> None:
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, PAGE)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"

    def test_is_not_sent_twice(self, client: TestClient) -> None:
        first = client.get("/search")
        again = client.get("/upload", headers={"If-None-Match": f'"x", W/{first.headers["ETag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]

    def test_has_a_head(self, client: TestClient) -> None:
        assert client.head("/search").headers["Content-Length"] == str(len(PAGE))

    def test_takes_no_other_method(self, client: TestClient) -> None:
        answer = client.post("/search")
        assert slug(answer) == (405, "method-not-allowed")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


class TestAFile:
    def test_with_a_hash_in_its_name_is_kept_for_ever(self, client: TestClient) -> None:
        answer = client.get("/assets/app-1a2b3c4d.js")
        assert (answer.status_code, answer.text) == (200, SCRIPT)
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_without_one_is_asked_for_again(self, client: TestClient) -> None:
        answer = client.get("/icon.svg")
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/svg+xml", "no-cache")

    @pytest.mark.parametrize(
        ("accepted", "zipped"),
        [
            ("gzip", True),
            ("br, GZIP;q=0.5", True),
            ("", False),
            ("gzip;q=0", False),
            ("gzip; q=0.00", False),
            ("x-gzip", False),
        ],
    )
    def test_of_text_is_zipped_for_whoever_takes_that(self, client: TestClient, accepted: str, zipped: bool) -> None:
        with client.stream("GET", "/assets/app-1a2b3c4d.js", headers={"Accept-Encoding": accepted}) as answer:
            sent = b"".join(answer.iter_raw())
        assert (gzip.decompress(sent) if zipped else sent) == SCRIPT.encode()
        assert answer.headers.get("Content-Encoding") == ("gzip" if zipped else None)
        assert answer.headers["Content-Length"] == str(len(sent))
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["ETag"].endswith('-gz"') is zipped

    def test_that_is_dense_already_is_sent_as_it_is(self, client: TestClient) -> None:
        answer = client.get("/assets/dot-1a2b3c4d.png", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Type"] == "image/png"
        assert not {"Content-Encoding", "Vary"} & {name.title() for name in answer.headers}


class TestNothingElse:
    @pytest.mark.parametrize(
        "path", ["/assets/", "/assets/gone-00000000.js", "/assets/../index.html", "/assets/%2e%2e/x"]
    )
    def test_is_in_the_folder_of_assets(self, app: FastAPI, path: str) -> None:
        assert ask(app, path)[0] == 404

    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/../key.pem",
                "/assets/../../key.pem",
                "/./index.html",
                "/x/..",
                "/..",
                "/..\\key.pem",
                "/a\nb",
                "/a\x7f",
            ),
            *("//../key.pem", "/up/../../key.pem", "/" + "a" * 3000, "/" + "a/" * 2000),
        ],
    )
    def test_is_found_by_a_path_of_tricks(self, app: FastAPI, path: str) -> None:
        status, body = ask(app, path)
        assert status == 404
        assert b"secret" not in body

    @pytest.mark.parametrize(
        "path", ["/link.pem", "/up/key.pem", "/.vite/manifest.json", "//key.pem", "/%2e%2e/key.pem", "//etc/passwd"]
    )
    def test_of_links_hidden_names_and_other_folders_is_sent(self, app: FastAPI, path: str) -> None:
        assert ask(app, path) == (200, PAGE.encode()), "the page, whose router knows no such path"

    @pytest.mark.parametrize("path", ["/x?a=%00", "/%00", "/%ff"])
    def test_gets_past_the_guards_with_a_bad_escape(self, client: TestClient, path: str) -> None:
        assert slug(client.get(path)) == (400, "malformed-request")

    @pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/readyz/x", "/metrics/", "/healthz/"])
    def test_of_the_api_is_the_apps(self, client: TestClient, path: str) -> None:
        assert slug(client.get(path)) == (404, "route-not-found")
        assert slug(client.post(path)) == (404, "route-not-found")

    def test_of_a_method_of_the_api_is_the_apps(self, client: TestClient) -> None:
        answer = client.get("/api/auth/login")
        assert (slug(answer), answer.headers["Allow"]) == ((405, "method-not-allowed"), "POST")
        assert client.get("/healthz").json() == {"status": "ok"}


class TestHeaders:
    def test_allow_the_app_itself_the_api_and_the_store(self, client: TestClient) -> None:
        policy = dict(one.split(" ", 1) for one in client.get("/").headers["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            **dict.fromkeys(
                ["script-src", "style-src", "font-src", "manifest-src", "worker-src", "form-action"], "'self'"
            ),
            "img-src": "'self' blob: data: https://api.test",
            "connect-src": "'self' https://api.test https://store.test:9000",
            **dict.fromkeys(["object-src", "base-uri", "frame-ancestors"], "'none'"),
        }

    @pytest.mark.parametrize("path", ["/", "/search", "/assets/app-1a2b3c4d.js", "/icon.svg"])
    def test_close_what_the_app_does_not_need(self, client: TestClient, path: str) -> None:
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["X-Request-ID"]

    def test_of_the_api_stay_as_they_were(self, client: TestClient) -> None:
        headers = client.get("/api/nothing").headers
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["Cache-Control"] == "no-store"


def test_all_files_are_one_route_to_the_metrics(client: TestClient) -> None:
    for path in ("/", "/assets/app-1a2b3c4d.js", "/search/of-this-test", "/assets/gone-of-this-test.js"):
        client.get(path)
    text = client.get("/metrics").text
    assert 'route="/{path:path}"' in text
    assert re.findall(r'route="[^"]*(?:assets|search/of|index)[^"]*"', text) == []


def test_nothing_is_served_without_a_folder() -> None:
    bare = TestClient(create_app(some_settings(), a_catalog()), base_url="http://gateway.test")
    for path in ("/", "/docs", "/redoc", "/openapi.json", "/assets/app-1a2b3c4d.js"):
        assert slug(bare.get(path)) == slug(bare.post(path)) == (404, "route-not-found")


def ask(app: FastAPI, path: str) -> tuple[int, bytes]:
    """GET a path exactly as it is; a client's library would tidy it up first."""
    client = TestClient(_As(app, path), base_url="http://gateway.test", headers={"Accept-Encoding": ""})
    answer = client.get("/")
    return answer.status_code, answer.content


class _As:
    """The app, asked for another path than the request says."""

    def __init__(self, app: FastAPI, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = scope | {"path": self._path, "raw_path": self._path.encode()}
        await self._app(scope, receive, send)
