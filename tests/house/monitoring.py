"""The files of deploy/monitoring as data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

REPOSITORY: Final = Path(__file__).parents[2]
MONITORING: Final = REPOSITORY / "deploy" / "monitoring"
Rule = dict[str, Any]


def read(path: Path) -> Any:
    """A file of YAML."""
    return yaml.safe_load(path.read_text())


def rules() -> Iterator[Rule]:
    """Every rule of every group of every file."""
    for path in sorted((MONITORING / "prometheus" / "rules").glob("*.yml")):
        for group in read(path)["groups"]:
            yield from group["rules"]


def alerts() -> list[Rule]:
    """The rules that alert."""
    return [rule for rule in rules() if "alert" in rule]


def recorded() -> set[str]:
    """The names of what the other rules record."""
    return {rule["record"] for rule in rules() if "record" in rule}


def cases() -> Iterator[dict[str, Any]]:
    """Every case of promtool's unit tests."""
    for path in sorted((MONITORING / "prometheus" / "tests").glob("*.yml")):
        yield from read(path)["tests"]
