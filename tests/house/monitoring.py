"""The files of deploy/monitoring as data."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

REPOSITORY: Final = Path(__file__).parents[2]
MONITORING: Final = REPOSITORY / "deploy" / "monitoring"
Rule = dict[str, Any]


def read(path: Path) -> Any:
    """A file of YAML."""
    return yaml.safe_load(path.read_text())


@cache
def rules() -> list[Rule]:
    """Every rule of every group of every file."""
    files = sorted((MONITORING / "prometheus" / "rules").glob("*.yml"))
    return [rule for path in files for group in read(path)["groups"] for rule in group["rules"]]


def alerts() -> list[Rule]:
    """The rules that alert."""
    return [rule for rule in rules() if "alert" in rule]


def recorded() -> set[str]:
    """The names of what the other rules record."""
    return {rule["record"] for rule in rules() if "record" in rule}


@cache
def cases() -> list[dict[str, Any]]:
    """Every case of promtool's unit tests."""
    files = sorted((MONITORING / "prometheus" / "tests").glob("*.yml"))
    return [case for path in files for case in read(path)["tests"]]
