"""Prometheus' own tool reads what it is given: the configuration, the rules, their unit tests, the dashboards' queries.

In this ring and not in the quick one, because of some ten seconds, and of promtool, which is fetched the first time.
"""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.local.layout import REPOSITORY
from deploy.monitoring.boards import BOARDS

PROMETHEUS = REPOSITORY / "deploy" / "monitoring" / "prometheus"
TESTS = sorted((PROMETHEUS / "tests").glob("*.yml"))


@pytest.fixture(scope="session")
def promtool() -> str:
    """The path of promtool."""
    fetching = [REPOSITORY / "deploy" / "setup" / "promtool.sh"]
    fetched = subprocess.run(fetching, text=True, capture_output=True, timeout=600, check=False)
    if fetched.returncode:
        pytest.skip(fetched.stderr.strip())
    return fetched.stdout.strip()


def run(*command: str | Path) -> None:
    """Run it; what it says is the failure."""
    done = subprocess.run(command, text=True, capture_output=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_can_be_read(promtool: str) -> None:
    run(promtool, "check", "rules", *sorted((PROMETHEUS / "rules").glob("*.yml")))


@pytest.mark.parametrize("cases", TESTS, ids=lambda path: path.stem)
def test_alerts_fire_when_they_must_and_not_otherwise(promtool: str, cases: Path) -> None:
    run(promtool, "test", "rules", cases)


def test_configuration_can_be_read(promtool: str, tmp_path: Path) -> None:
    """With the key of Qdrant in a place that is here: promtool insists that the file is there."""
    key = tmp_path / "qdrant-api-key"
    key.write_text("key")
    written = (PROMETHEUS / "prometheus.yml").read_text()
    assert "/run/secrets/qdrant-api-key" in written
    (tmp_path / "prometheus.yml").write_text(written.replace("/run/secrets/qdrant-api-key", str(key)))
    (tmp_path / "rules").symlink_to(PROMETHEUS / "rules")
    run(promtool, "check", "config", tmp_path / "prometheus.yml")


def test_dashboards_ask_what_can_be_parsed(promtool: str, tmp_path: Path) -> None:
    asked = [
        target["expr"]
        for board in BOARDS
        for panel in json.loads(
            (REPOSITORY / "deploy/monitoring/grafana/dashboards" / f"{board.uid}.json").read_text()
        )["panels"]
        for target in panel["targets"]
    ]
    assert len(asked) > 30
    rules = [{"record": f"dashboard:expression:{number}", "expr": expr} for number, expr in enumerate(asked)]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "dashboards", "rules": rules}]}))
    run(promtool, "check", "rules", tmp_path / "rules.yml")
