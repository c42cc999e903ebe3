"""What the gateway counts. Labels are route templates, methods and classes of status; never a tenant, path or user."""

from typing import Final

from fastapi import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_EDGES: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0)

_SECONDS: Final = Histogram(
    "semblance_http_request_seconds",
    "Time from the request's head to the last byte of the answer, or to the head of an event stream.",
    ("route", "method", "status"),
    buckets=_EDGES,
)
IN_FLIGHT: Final = Gauge(
    "semblance_http_in_flight", "Requests that are being answered; an event stream is one until its head is sent."
)
TURNED_AWAY: Final = Counter("semblance_http_turned_away", "Requests refused at capacity.", ("admission_class",))
OPEN_STREAMS: Final = Gauge("semblance_http_open_streams", "Event streams that are open.")
LOGINS: Final = Counter("semblance_logins", "Log-ins by outcome.", ("outcome",))

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nothing reads


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _SECONDS.labels(route, method if method in _METHODS else "OTHER", f"{status // 100}xx").observe(seconds)


def exposition() -> Response:
    """Everything that this process counts, as Prometheus text."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
