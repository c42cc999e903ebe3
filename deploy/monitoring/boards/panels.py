"""Panels of a kind that several boards have."""

from deploy.monitoring.dashboards import Line, Panel, Unit


def quantiles(title: str, meaning: str, histogram: str, by: str, alarm: float | None = None) -> Panel:
    """The median, 95th and 99th percentile of a histogram of seconds."""
    lines = [
        Line(f"histogram_quantile({share}, sum by ({by}, le) (rate({histogram}_bucket[5m])))", f"{{{{{by}}}}} {name}")
        for share, name in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"))
    ]
    return Panel(title, meaning, Unit.SECONDS, lines, alarm)


def rate(title: str, meaning: str, counter: str, by: str) -> Panel:
    """How often a counter moves in a second, by these labels."""
    legend = " ".join(f"{{{{{label.strip()}}}}}" for label in by.split(","))
    return Panel(title, meaning, Unit.PER_SECOND, [Line(f"sum by ({by}) (rate({counter}[5m]))", legend)])
