"""The metrics that the services' registries really hold, and those that docs/metrics.md says they do."""

import importlib
import pkgutil
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Info, Metric
from prometheus_client.metrics import MetricWrapperBase

from embedder.metrics import Metrics
from embedder.ports import ModelFacts

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "metrics.md"
_ROW: Final = re.compile(r"^\| `(\w+)` \| (\w+) \|([^|]*)\|", re.M)
_SUFFIX: Final = {"counter": "_total", "info": "_info"}
# Alembic runs these, and a module named so runs when it is imported.
_NOT_IMPORTED: Final = (".migrations", ".__main__")


@dataclass(frozen=True, slots=True, order=True)
class Described:
    """A metric by the name that a query uses, its type and its labels."""

    name: str
    type: str
    labels: tuple[str, ...]


def held(service: str) -> set[Described]:
    """What a scrape of the service may hold; `service` is embedder, or semblance for all others."""
    if service == "embedder":
        metrics = Metrics()
        metrics.model_is(
            ModelFacts("name", "version", 1, 1, (0, 0, 0), (1, 1, 1), 1, "cpu", "pad", parity={"image": 1.0})
        )
        return _described(metrics.registry)
    for package in ("catalog", "gateway", "workers"):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not any(part in f"{module.name}." for part in _NOT_IMPORTED):
                importlib.import_module(module.name)
    return {one for one in _described(REGISTRY) if one.name.startswith("semblance_")}


def documented(service: str) -> set[Described]:
    """What the page says a scrape of the service may hold."""
    rows = _ROW.findall(DOCUMENT.read_text())
    found = {Described(name, type_, tuple(re.findall(r"`(\w+)`", labels))) for name, type_, labels in rows}
    return {one for one in found if one.name.startswith(f"{service}_")}


def series() -> set[str]:
    """Every name that a query may use: histograms have three."""
    names = set()
    for one in documented("semblance") | documented("embedder"):
        parts = ("_bucket", "_sum", "_count") if one.type == "histogram" else ("",)
        names |= {one.name + part for part in parts}
    return names


def _described(registry: CollectorRegistry) -> set[Described]:
    found = set()
    for collector in set(registry._collector_to_names):
        if isinstance(collector, MetricWrapperBase):
            type_ = str(collector._type)
            name = collector._name + _SUFFIX.get(type_, "")
            labels = collector._labelnames
            for child in getattr(collector, "_metrics", {}).values():
                if isinstance(child, Info):  # what it says are its labels, and they are there once it is said
                    labels = (*collector._labelnames, *child._value)
            found.add(Described(name, type_, tuple(labels)))
        elif hasattr(collector, "describe"):
            found |= {_of(family) for family in collector.describe()}
    return found


def _of(family: Metric) -> Described:
    return Described(family.name, family.type, tuple(getattr(family, "_labelnames", ())))
