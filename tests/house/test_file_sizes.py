"""Files and functions stay small enough to be read at one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("catalog", "gateway", "workers", "embedder", "deploy", "tests")
LONGEST_FILE, LONGEST_FUNCTION = 250, 40


def files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each function's line and name, and its lines without the docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            doc = ast.get_docstring(node, clean=False) is not None
            words = (first.end_lineno or first.lineno) - first.lineno + 1 if doc else 0
            yield f"{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1 - words


@pytest.mark.parametrize("package", PACKAGES)
def test_files_are_short(package: str) -> None:
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files(package)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_are_short(package: str) -> None:
    lengths = {
        f"{file.relative_to(ROOT)}:{name}": lines
        for file in files(package)
        for name, lines in functions(ast.parse(file.read_text()))
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
