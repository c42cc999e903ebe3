"""What the probes found is a gauge as well, so that a dependency that is away can be alerted on."""

from prometheus_client import REGISTRY

from catalog.adapters.probes import probe_all
from catalog.errors import DatabaseUnavailable


def refusing() -> None:
    raise DatabaseUnavailable("away")


def answering() -> None:
    pass


def up(dependency: str) -> float | None:
    return REGISTRY.get_sample_value("semblance_dependency_up", {"dependency": dependency})


def test_each_dependency_is_up_or_not_as_it_answered_last() -> None:
    found = probe_all({"first": answering, "second": refusing})
    assert {name: one["ok"] for name, one in found.items()} == {"first": True, "second": False}
    assert (up("first"), up("second")) == (1, 0)
    probe_all({"first": refusing, "second": answering})
    assert (up("first"), up("second")) == (0, 1)
