"""Dashboards as Grafana reads them, out of a few words each: a board is rows of panels, a panel is expressions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "grafana" / "dashboards"
_SOURCE: Final = {"type": "prometheus", "uid": "prometheus"}
_WIDTH: Final = 24
_HEIGHT: Final = 8


class Unit(StrEnum):
    """Grafana's names of units."""

    SECONDS = "s"
    PER_SECOND = "reqps"
    SHARE = "percentunit"
    COUNT = "short"


@dataclass(frozen=True, slots=True)
class Line:
    """One expression, and what a series of it is called: `{{label}}` is replaced."""

    expression: str
    legend: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A graph over time, or the last value alone when `is_figure`; red from `alarm` on, if that is given."""

    title: str
    meaning: str
    unit: Unit
    lines: Sequence[Line]
    alarm: float | None = None
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A page of rows; the panels of a row share its width."""

    uid: str
    title: str
    rows: Sequence[Sequence[Panel]]

    def expressions(self) -> list[str]:
        """Every expression on the board."""
        return [line.expression for row in self.rows for panel in row for line in panel.lines]


def written(board: Board) -> str:
    """The board as a file of Grafana's provisioning."""
    document = {
        "uid": board.uid,
        "title": board.title,
        "tags": ["semblance"],
        "schemaVersion": 39,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": [_firing_alerts()]},
        "templating": {"list": []},
        "panels": list(_panels(board)),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _panels(board: Board) -> Iterator[dict[str, Any]]:
    number = 0
    for line, row in enumerate(board.rows):
        width = _WIDTH // len(row)
        for column, panel in enumerate(row):
            number += 1
            place = {"h": _HEIGHT, "w": width, "x": column * width, "y": line * _HEIGHT}
            yield {"id": number, "gridPos": place, **_panel(panel)}


def _panel(panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.alarm is not None:
        steps.append({"color": "red", "value": panel.alarm})
    defaults: dict[str, Any] = {"unit": panel.unit.value, "min": 0, "thresholds": {"mode": "absolute", "steps": steps}}
    if not panel.is_figure:
        style = "off" if panel.alarm is None else "line"
        defaults["custom"] = {"fillOpacity": 10, "showPoints": "never", "thresholdsStyle": {"mode": style}}
    return {
        "type": "stat" if panel.is_figure else "timeseries",
        "title": panel.title,
        "description": panel.meaning,
        "datasource": _SOURCE,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": _options(panel),
        "targets": [_target(letter, line) for letter, line in zip("ABCDEFGH", panel.lines, strict=False)],
    }


def _options(panel: Panel) -> dict[str, Any]:
    if panel.is_figure:
        return {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "colorMode": "background"}
    return {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}}


def _target(letter: str, line: Line) -> dict[str, Any]:
    return {"refId": letter, "datasource": _SOURCE, "expr": line.expression, "legendFormat": line.legend}


def _firing_alerts() -> dict[str, Any]:
    """Alerts as marks on every graph."""
    return {
        "name": "Alerts",
        "datasource": _SOURCE,
        "enable": True,
        "iconColor": "red",
        "expr": 'ALERTS{alertstate="firing",severity!="info"}',
        "titleFormat": "{{alertname}}",
        "step": "60s",
    }
