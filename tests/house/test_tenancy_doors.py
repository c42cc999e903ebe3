"""A tenant's scope comes from a verified token, a signed URL or a claimed job's row, and from nowhere else."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("catalog", "gateway", "workers", "embedder", "deploy")
DOORS = {
    "caller_scope": {"gateway/auth/tokens.py", "gateway/auth/thumbnail_urls.py"},
    "job_scope": {"catalog/adapters/postgres/job_rows.py"},
    "system_scope": {
        "catalog/accounts/service.py",
        "catalog/adapters/postgres/job_keeper.py",
        "catalog/adapters/postgres/spaces.py",
        "catalog/images/rebuilding.py",
    },
    "TenantScope": set(),
    "SystemScope": set(),
    "_DOOR": set(),
}


def callers(name: str) -> set[str]:
    """The files in which something of that name is called, however it was imported, or its secret is named."""
    return {
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if file != ROOT / "catalog/tenancy.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if _uses(node, name)
    }


def _uses(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "catalog.tenancy":
        # Under another name it could not be followed.
        return any(alias.name == name and (alias.asname is not None or name == "_DOOR") for alias in node.names)
    called = node.func if isinstance(node, ast.Call) else None
    return (isinstance(called, ast.Name) and called.id == name) or (
        isinstance(called, ast.Attribute) and called.attr == name
    )


@pytest.mark.parametrize(("name", "allowed"), DOORS.items())
def test_only_the_doors_open(name: str, allowed: set[str]) -> None:
    assert callers(name) == allowed
