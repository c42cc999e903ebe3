"""What is rendered is what a cluster takes, what the services read, and what the network is meant to be."""

from typing import Final
from urllib.parse import urlsplit

import pytest

import embedder.health
import gateway.health
from catalog.settings import CatalogSettings
from tests.unit.deploy.k8s.arrows import Arrow, arrows, is_closed, namespaces_let_in, ports_outside
from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.installations import K8S
from tests.unit.deploy.k8s.manifests import environment, labels, of_kind, pod, workloads
from tests.unit.deploy.k8s.pods import pod_faults
from tests.unit.deploy.k8s.references import reference_faults
from tests.unit.deploy.k8s.rendering import Objects
from tests.unit.deploy.k8s.schema import schema_faults
from tests.unit.deploy.k8s.variables import variable_faults
from workers.health import _answer

_CATALOGS: Final = ("gateway", "worker-interactive", "worker-batch", "scheduler")
_STORES: Final = {"postgres": 5432, "redis": 6379, "minio": 9000, "qdrant": 6333}
_ALWAYS: Final[set[Arrow]] = {("web", "gateway", 8000), *((one, "embedder", 8200) for one in _CATALOGS)}
_IN_DEV: Final[set[Arrow]] = {
    ("embedder", "redis", 6379),
    ("web", "minio", 9000),
    *((one, store, port) for one in (*_CATALOGS, "migrate") for store, port in _STORES.items()),
}
_SCANNED: Final[set[Arrow]] = {(one, "clamd", 3310) for one in _CATALOGS}
_ARROWS: Final = {"dev": _ALWAYS | _IN_DEV, "prod": _ALWAYS, "everything": _ALWAYS | _SCANNED}
_METRICS: Final = {
    "gateway": 8000,
    "embedder": 8200,
    "worker-interactive": 9100,
    "worker-batch": 9100,
    "scheduler": 9100,
}


def test_a_cluster_takes_every_object(objects: Objects) -> None:
    assert schema_faults(objects) == []


def test_every_pod_is_bounded_confined_and_probed(objects: Objects) -> None:
    assert pod_faults(objects) == []


def test_nothing_points_at_nothing(objects: Objects) -> None:
    assert reference_faults(objects) == []


def test_every_container_is_told_what_it_reads(objects: Objects) -> None:
    assert variable_faults(objects) == []


@pytest.mark.parametrize("name", _ARROWS)
def test_pods_may_speak_along_the_arrows_and_no_others(name: str, installations: dict[str, Objects]) -> None:
    assert is_closed(installations[name])
    assert arrows(installations[name]) == _ARROWS[name]


def test_metrics_and_the_page_are_reached_from_outside_and_nothing_else_is(objects: Objects) -> None:
    found = {labels(one)["app.kubernetes.io/name"] for one in workloads(objects)}
    reached = {name: roles for name in sorted(found) if (roles := namespaces_let_in(name, objects))}
    assert {name: set(roles) for name, roles in reached.items()} == {
        **{name: {"monitoring"} for name in _METRICS},
        "web": {"ingress"},
    }
    assert all(_METRICS[name] in reached[name]["monitoring"] for name in _METRICS)


def test_the_ports_of_the_stores_are_open_to_whom_they_are_named(objects: Objects) -> None:
    told = {key: value for one in of_kind(objects, "ConfigMap") for key, value in one["data"].items()}
    urls = [urlsplit(told[name]) for name in ("S3_ENDPOINT", "QDRANT_URL")]
    stores = {url.port or {"http": 80, "https": 443}[url.scheme] for url in urls} | {5432, 6379}
    for name in (*_CATALOGS, "migrate"):
        assert stores <= ports_outside(name, objects), name
    assert int(told["STORE_UPSTREAM"].rpartition(":")[2]) in ports_outside("web", objects)


def test_only_the_download_of_a_model_and_of_signatures_leaves_for_the_world(installations: dict[str, Objects]) -> None:
    for name, outside in (("prod", set()), ("everything", {443})):
        assert ports_outside("embedder", installations[name]) == outside | {6379}
    assert ports_outside("clamd", installations["everything"]) == {443}


def _http_probes(one: Document) -> set[str]:
    probes = (container.get(kind, {}) for container in pod(one)["containers"] for kind in container if "Probe" in kind)
    return {probe["httpGet"]["path"] for probe in probes if "httpGet" in probe}


def test_probes_ask_routes_that_are_there(objects: Objects) -> None:
    site = (K8S.parent / "web" / "site.conf.template").read_text()
    routes = {
        "gateway": {getattr(route, "path", "") for route in gateway.health.router.routes},
        "embedder": {getattr(route, "path", "") for route in embedder.health.router.routes},
        "web": {path for path in ("/healthz", "/readyz") if f"location = {path} " in site},
        **{name: {path for path in ("/healthz", "/readyz") if _answer(path, dict)[0] == 200} for name in _CATALOGS[1:]},
    }
    asked = {labels(one)["app.kubernetes.io/name"]: _http_probes(one) for one in of_kind(objects, "Deployment")}
    assert {name: paths - routes[name] for name, paths in asked.items() if paths and paths - routes[name]} == {}
    assert asked["embedder"] == {"/healthz", "/readyz"}


def test_the_gateway_stays_in_its_service_when_a_dependency_is_away(objects: Objects) -> None:
    (found,) = [one for one in of_kind(objects, "Deployment") if one["metadata"]["name"] == "gateway"]
    assert _http_probes(found) == {"/healthz"}


def test_an_update_never_takes_a_pod_before_there_is_another(objects: Objects) -> None:
    updates = {one["metadata"]["name"]: one["spec"]["strategy"] for one in of_kind(objects, "Deployment")}
    alone = updates.pop("clamd", {"type": "Recreate"})
    assert alone == {"type": "Recreate"}
    assert {name: way["rollingUpdate"]["maxUnavailable"] for name, way in updates.items()} == dict.fromkeys(updates, 0)


def test_production_has_more_than_one_of_everything_that_serves(installations: dict[str, Objects]) -> None:
    found = installations["prod"]
    least = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["minReplicas"]
        for one in of_kind(found, "HorizontalPodAutoscaler")
    }
    fixed = {one["metadata"]["name"]: one["spec"].get("replicas") for one in of_kind(found, "Deployment")}
    assert {name: least.get(name) or count for name, count in fixed.items()} == dict.fromkeys(fixed, 2)
    assert {one["metadata"]["name"] for one in of_kind(found, "PodDisruptionBudget")} == set(fixed)


def test_no_pod_takes_part_in_the_api(objects: Objects) -> None:
    assert {one["automountServiceAccountToken"] for one in of_kind(objects, "ServiceAccount")} == {False}


def test_all_pods_together_leave_postgresql_connections_for_others(installations: dict[str, Objects]) -> None:
    found = installations["prod"]
    most = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["maxReplicas"]
        for one in of_kind(found, "HorizontalPodAutoscaler")
    }
    kept = 0
    for one in of_kind(found, "Deployment"):
        told = environment(pod(one)["containers"][0], found)
        if "DATABASE_URL" in told:
            pool = int(str(told.get("DATABASE_POOL", CatalogSettings.model_fields["database_pool"].default)))
            surge = one["spec"]["strategy"]["rollingUpdate"]["maxSurge"]
            kept += pool * (most.get(one["metadata"]["name"], one["spec"].get("replicas")) + surge)
    assert kept == 152  # as docs/OPERATIONS.md says; 200 are asked for there


def test_web_and_gateway_believe_the_same_network_about_the_client(installations: dict[str, Objects]) -> None:
    told = {key: value for one in of_kind(installations["prod"], "ConfigMap") for key, value in one["data"].items()}
    assert told["REAL_IP_FROM"] == told["TRUSTED_PROXIES"]
