"""Only the unit of work begins and commits transactions; the migration has one of its own."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENDS = {"begin", "begin_nested", "commit", "rollback", "begin_twophase"}
AUTOCOMMITS = {"AUTOCOMMIT", "autocommit"}


def enders() -> set[tuple[str, str]]:
    """Files of the product with a call that begins or ends a transaction, and its name."""
    return {
        (str(file.relative_to(ROOT)), found)
        for package in ("catalog", "gateway", "workers")
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if (found := _ends(node)) is not None
    }


def _ends(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDS:
        return node.func.attr
    if isinstance(node, ast.Constant) and node.value in AUTOCOMMITS:
        return str(node.value)
    if isinstance(node, ast.keyword) and node.arg in AUTOCOMMITS:
        return node.arg
    return None


def test_only_the_unit_of_work_commits() -> None:
    assert enders() == {
        ("catalog/adapters/postgres/database.py", "begin"),
        # A savepoint for each group of a batch: what fails with one leaves the others as they were done.
        ("catalog/adapters/postgres/duplicates/review.py", "begin_nested"),
        ("catalog/migrate.py", "begin"),
    }


def test_nobody_but_the_unit_of_work_opens_connections() -> None:
    openers = {
        str(file.relative_to(ROOT))
        for package in ("catalog", "gateway", "workers")
        for file in (ROOT / package).rglob("*.py")
        if "create_engine(" in file.read_text() or "psycopg.connect(" in file.read_text()
    }
    assert openers == {"catalog/adapters/postgres/database.py", "catalog/migrate.py"}
