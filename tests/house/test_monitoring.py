"""Alerts say what to do, each is shown to fire and to be silent, and nothing asks for a metric that is not there."""

import re

import pytest

from deploy.monitoring.boards import BOARDS
from deploy.monitoring.dashboards import FOLDER, Board, written
from tests.house.metrics import series
from tests.house.monitoring import MONITORING, REPOSITORY, Rule, alerts, cases, read, recorded, rules
from tests.house.queries import labels_in, metrics_in
from tests.house.test_metrics_documented import LABELS

HANDBOOK = (REPOSITORY / "docs" / "OPERATIONS.md").read_text()
SEVERITIES = {"page", "ticket", "info"}
OF_PROMETHEUS = {"up", "ALERTS"}
LABELS_OF_PROMETHEUS = {"job", "instance", "le", "alertname", "alertstate", "severity"}
PARTS = ("alertmanager.yml", "alertmanager.webhook.yml")


def named(rule: Rule) -> str:
    return str(rule.get("alert") or rule["record"])


def expressions() -> list[str]:
    return [rule["expr"] for rule in rules()] + [one for board in BOARDS for one in board.expressions()]


@pytest.mark.parametrize("alert", alerts(), ids=named)
class TestAlert:
    def test_says_how_bad_it_is_what_it_is_and_where_to_read_on(self, alert: Rule) -> None:
        assert alert["labels"].keys() == {"severity"}
        assert alert["labels"]["severity"] in SEVERITIES
        assert alert["annotations"].keys() == {"summary", "description", "runbook_url"}
        assert alert["annotations"]["runbook_url"] == f"docs/OPERATIONS.md#{alert['alert'].lower()}"

    def test_has_a_section_of_the_handbook(self, alert: Rule) -> None:
        section = HANDBOOK.split("\n## Alerts\n", 1)[1].split("\n## ", 1)[0]
        [_, after] = section.split(f"\n### {alert['alert']}\n")
        text = after.split("\n### ", 1)[0]
        assert "**Means.**" in text
        assert "**Do.**" in text

    def test_is_shown_to_fire_and_to_be_silent(self, alert: Rule) -> None:
        question = f'ALERTS{{alertname="{alert["alert"]}",alertstate="firing"}}'
        asked = [one for case in cases() for one in case["promql_expr_test"] if one["expr"] == question]
        assert any(one.get("exp_samples") for one in asked), "no case where it fires"
        assert any(not one.get("exp_samples") for one in asked), "no case where it is silent"


def test_no_section_is_of_an_alert_that_is_gone() -> None:
    section = HANDBOOK.split("\n## Alerts\n", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^### (\w+)$", section, re.M) == [alert["alert"] for alert in alerts()]


def test_names_are_given_once() -> None:
    names = [named(rule) for rule in rules()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("expression", expressions())
class TestExpression:
    def test_asks_for_metrics_that_are_there(self, expression: str) -> None:
        assert metrics_in(expression) <= series() | recorded() | OF_PROMETHEUS

    def test_groups_by_labels_that_are_there(self, expression: str) -> None:
        assert labels_in(expression) <= LABELS | LABELS_OF_PROMETHEUS


class TestTakingAnExpressionApart:
    def test_finds_metrics_and_labels_and_nothing_else(self) -> None:
        found = 'sum by (job, le) (rate(a_total{b="c{d}",e=~"f"}[5m])) / on (g) (h:i:j or vector(0)) > 14.4 * 0.5'
        assert metrics_in(found) == {"a_total", "h:i:j"}
        assert labels_in(found) == {"b", "e", "g", "job", "le"}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_dashboard_is_what_the_code_writes(board: Board) -> None:
    assert (FOLDER / f"{board.uid}.json").read_text() == written(board), "run python -m deploy.monitoring"


def test_there_is_no_other_dashboard() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {board.uid for board in BOARDS}


class TestAlertmanager:
    def test_the_two_differ_in_their_receivers_only(self) -> None:
        quiet, webhook = (read(MONITORING / "alertmanager" / name) for name in PARTS)
        assert quiet.pop("receivers") == [{"name": name} for name in ("page", "ticket", "info")]
        assert [one["name"] for one in webhook.pop("receivers")] == ["page", "ticket", "info"]
        assert quiet == webhook

    def test_every_severity_has_its_route(self) -> None:
        route = read(MONITORING / "alertmanager" / PARTS[0])["route"]
        routed = {tuple(one["matchers"]): one["receiver"] for one in route["routes"]}
        assert routed == {(f'severity="{severity}"',): severity for severity in SEVERITIES}

    def test_what_is_quietened_are_alerts_that_there_are(self) -> None:
        words = " ".join(
            matcher
            for rule in read(MONITORING / "alertmanager" / PARTS[0])["inhibit_rules"]
            for side in ("source_matchers", "target_matchers")
            for matcher in rule[side]
            if matcher.startswith("alertname")
        )
        names = set(re.findall(r"[A-Z]\w+", words))
        assert names
        assert names <= {alert["alert"] for alert in alerts()}


def test_every_service_is_scraped_by_its_name_and_port() -> None:
    jobs = read(MONITORING / "prometheus" / "prometheus.yml")["scrape_configs"]
    found = {job["job_name"]: job["dns_sd_configs"][0] for job in jobs if "dns_sd_configs" in job}
    ports = {"gateway": 8000, "embedder": 8200, "worker-interactive": 9100, "worker-batch": 9100, "scheduler": 9100}
    for name, port in ports.items():
        assert (found[name]["names"], found[name]["type"], found[name]["port"]) == ([name], "A", port)
