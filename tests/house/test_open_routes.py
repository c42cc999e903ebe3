"""Routes are closed by default: the open ones are listed here, each with what stands in for the token."""

import ast
from pathlib import Path

from fastapi.routing import APIRoute, iter_route_contexts

from gateway.app import with_routes
from gateway.routing import GuardedRoute, PublicRoute

OPEN = {
    "/healthz": "says that the process answers",
    "/readyz": "says which dependencies answer",
    "/metrics": "counts; keep it from the outside by the proxy",
    "/api/auth/login": "the password",
    "/api/thumbnails/{tenant_id}/{sha256}/{side}.webp": "the signature in the URL",
}
ROOT = Path(__file__).parents[2]


def test_every_other_route_asks_for_a_token() -> None:
    found = {one.path: one.original_route for one in iter_route_contexts(with_routes().routes)}
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
