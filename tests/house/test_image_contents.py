"""What a service imports of its own package is in its image: .dockerignore leaves out nothing that it needs."""

import ast
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
# Run by people who train, not by the service.
_NOT_SERVED = "embedder/training"


def in_context(path: str) -> bool:
    """Whether the file gets into the build context; as in Docker, the last rule that fits decides."""
    kept = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        rule = line.removeprefix("!")
        if line and not line.startswith("#") and _fits(path, rule):
            kept = line.startswith("!")
    return kept


def _fits(path: str, rule: str) -> bool:
    parts = PurePosixPath(path).parts
    if rule.startswith("**/"):
        return rule.removeprefix("**/") in parts
    return rule == "*" or parts[: len(PurePosixPath(rule).parts)] == PurePosixPath(rule).parts


def imported(file: Path) -> set[str]:
    """The files of the house that a module imports."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    places = [name.replace(".", "/") for name in names]
    found = [f"{place}{ending}" for place in places for ending in (".py", "/__init__.py")]
    return {path for path in found if (ROOT / path).is_file()}


def needed(package: str) -> set[str]:
    """Every file that the package's modules lead to, those for training aside."""
    waiting = [path.relative_to(ROOT).as_posix() for path in (ROOT / package).rglob("*.py")]
    waiting = [path for path in waiting if not path.startswith(_NOT_SERVED)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += imported(ROOT / path)
    return seen


@pytest.mark.parametrize("package", ["embedder", "gateway", "workers", "catalog"])
def test_nothing_that_is_imported_stays_out(package: str) -> None:
    files = needed(package)
    assert len(files) > 10
    assert [path for path in sorted(files) if not in_context(path)] == []


def test_the_training_itself_stays_out() -> None:
    assert not in_context("embedder/training/loop.py")
    assert not in_context("embedder/__pycache__/main.cpython-311.pyc")
    assert not in_context("tests/house/test_image_contents.py")
