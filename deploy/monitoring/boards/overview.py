"""Are the promises kept, and what hurts?"""

from typing import Final

from deploy.monitoring.boards.panels import rate
from deploy.monitoring.dashboards import Board, Line, Panel, Unit

_BURN: Final = [
    Panel(
        "Error budget: how fast it burns",
        "1 is as fast as 99.5 % allows; 14.4 for an hour pages.",
        Unit.COUNT,
        [
            Line(f"objective:semblance_availability_bad:ratio_rate{window} / 0.005", window)
            for window in ("1h", "6h", "3d")
        ],
        alarm=14.4,
    ),
    Panel(
        "Search latency budget: how fast it burns",
        "1 is as fast as 95 % below 200 ms allows.",
        Unit.COUNT,
        [Line(f"objective:semblance_search_slow:ratio_rate{window} / 0.05", window) for window in ("1h", "6h", "3d")],
        alarm=14.4,
    ),
]

OVERVIEW: Final = Board(
    "semblance-overview",
    "Semblance: overview",
    [
        [
            Panel(
                "Answered without a fault, 1 h",
                "Promised: 99.5 %.",
                Unit.SHARE,
                [Line("1 - objective:semblance_availability_bad:ratio_rate1h", "")],
                is_figure=True,
            ),
            Panel(
                "Searches within 200 ms, 1 h",
                "Promised: 95 %.",
                Unit.SHARE,
                [Line("1 - objective:semblance_search_slow:ratio_rate1h", "")],
                is_figure=True,
            ),
            Panel(
                "Dependencies away",
                "Seen from the services that stand on them.",
                Unit.COUNT,
                [Line("count(semblance_dependency_up == 0) or vector(0)", "")],
                alarm=1,
                is_figure=True,
            ),
            Panel(
                "Alerts that fire",
                "Without those that only inform.",
                Unit.COUNT,
                [Line('count(ALERTS{alertstate="firing",severity!="info"}) or vector(0)', "")],
                alarm=1,
                is_figure=True,
            ),
        ],
        _BURN,
        [
            Panel(
                "Requests by route",
                "By route template; probes are not counted.",
                Unit.PER_SECOND,
                [Line("sum by (route) (route_status:semblance_http_requests:rate5m)", "{{route}}")],
            ),
            Panel(
                "Faults by route",
                "The share of answers that were 5xx.",
                Unit.SHARE,
                [Line("route:semblance_http_errors:ratio_rate5m", "{{route}}")],
            ),
            Panel(
                "Duration by route, p95",
                "From the request's head to the last byte of the answer.",
                Unit.SECONDS,
                [Line("route:semblance_http_request_seconds:p95_5m", "{{route}}")],
                alarm=0.2,
            ),
        ],
        [
            Panel(
                "Requests in flight",
                "All gateways together.",
                Unit.COUNT,
                [Line("sum(semblance_http_in_flight)", "in flight")],
            ),
            rate("Turned away", "At capacity, with 503.", "semblance_http_turned_away_total", "admission_class"),
            Panel(
                "Jobs that wait",
                "Due and not taken.",
                Unit.COUNT,
                [Line("max by (queue) (semblance_jobs_due)", "{{queue}}")],
            ),
        ],
        [
            rate("Log-ins", "By how they ended.", "semblance_logins_total", "outcome"),
            Panel(
                "Breakers",
                "0 closed, 1 half open, 2 open.",
                Unit.COUNT,
                [Line("max by (job, dependency) (semblance_breaker_state)", "{{job}} → {{dependency}}")],
                alarm=2,
            ),
            Panel(
                "Tenant guard",
                "Points of another tenant that were held back in the last hour. It never moves while the filters hold.",
                Unit.COUNT,
                [Line("sum by (job) (increase(semblance_tenant_guard_trips_total[1h]))", "{{job}}")],
                alarm=1,
            ),
        ],
    ],
)
