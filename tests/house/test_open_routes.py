"""Routes are closed by default: the open ones are listed here, each with what stands in for the token."""

import ast
from pathlib import Path

from fastapi.routing import APIRoute, iter_route_contexts

from gateway.app import create_app
from gateway.routing import GuardedRoute, PublicRoute
from tests.unit.gateway.fakes import a_catalog, some_settings

OPEN = {
    "/healthz": "says that the process answers",
    "/readyz": "says which dependencies answer",
    "/metrics": "counts; keep it from the outside by the proxy",
    "/api/auth/login": "the password",
    "/api/thumbnails/{tenant_id}/{sha256}/{side}.webp": "the signature in the URL",
    "/{path:path}": "the web app's files, with WEB_ROOT: the same for everybody, and they say nothing of anybody",
}
ROOT = Path(__file__).parents[2]


def test_every_other_route_asks_for_a_token(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    app = create_app(some_settings(web_root=tmp_path), a_catalog())
    found = {one.path: one.original_route for one in iter_route_contexts(app.routes)}
    assert all(isinstance(route, PublicRoute) for route in found.values() if isinstance(route, APIRoute))
    assert {path for path, route in found.items() if not isinstance(route, GuardedRoute)} == set(OPEN)


def test_only_one_module_imports_jose_and_none_its_encryption() -> None:
    importers = {
        (str(file.relative_to(ROOT)), name)
        for package in ("catalog", "gateway", "workers", "embedder", "deploy")
        for file in (ROOT / package).rglob("*.py")
        for name in _imported(file)
        if name.split(".")[0] == "jose"
    }
    assert importers == {("gateway/auth/tokens.py", "jose.jwk"), ("gateway/auth/tokens.py", "jose.jws")}


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found
