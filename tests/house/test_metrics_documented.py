"""docs/metrics.md and the registries agree, and no label can hold what a client or a tenant makes up."""

import pytest

from gateway.guards.classes import class_of
from gateway.guards.recorder import _QUIET
from tests.house.metrics import documented, held

# Each of these takes values of a closed set: of the code, of the configuration, or of the routes.
LABELS = {
    *("route", "method", "status", "admission_class", "outcome", "kind", "class", "queue"),
    *("dependency", "cause", "reason", "cache", "name", "version", "device", "backend", "precision", "tower"),
}


@pytest.mark.parametrize("service", ["semblance", "embedder"])
def test_the_page_and_the_registry_name_the_same(service: str) -> None:
    registered, described = held(service), documented(service)
    assert len(registered) > 10
    assert registered - described == set(), "not in docs/metrics.md"
    assert described - registered == set(), "in docs/metrics.md only"


@pytest.mark.parametrize("service", ["semblance", "embedder"])
def test_labels_are_on_the_list(service: str) -> None:
    assert {label for one in held(service) for label in one.labels} <= LABELS


@pytest.mark.parametrize("service", ["semblance", "embedder"])
def test_times_are_in_seconds_and_counters_say_total(service: str) -> None:
    for one in held(service):
        assert not one.name.endswith(("_ms", "_milliseconds", "_minutes")), one
        assert one.name.endswith("_total") is (one.type == "counter"), one


def test_probes_are_neither_counted_nor_limited() -> None:
    asked = {path: class_of({"type": "http", "method": "GET", "path": path, "headers": []}) for path in _QUIET}
    assert asked == dict.fromkeys(("/healthz", "/readyz", "/metrics"))
