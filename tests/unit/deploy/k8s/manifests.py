"""What the checks ask of rendered objects: which pods there are, their containers, ports and environment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.rendering import Objects

SECRET: Final = "semblance-secrets"
OWN: Final = frozenset(
    {"gateway", "embedder", "worker-interactive", "worker-batch", "scheduler", "web", "migrate", "wait-for-tables"}
)
_WORKLOADS: Final = frozenset({"Deployment", "StatefulSet", "Job"})


class Missing(Exception):
    """A container names a ConfigMap, or a key of one, that is not there."""


@dataclass(frozen=True, slots=True)
class FromSecret:
    """A variable whose value only the cluster knows."""

    secret: str
    key: str
    optional: bool


Value = str | FromSecret


def of_kind(objects: Objects, *kinds: str) -> Iterator[Document]:
    """The objects of these kinds."""
    return (one for one in objects if one["kind"] in kinds)


def workloads(objects: Objects) -> Iterator[Document]:
    """Whatever makes pods."""
    return of_kind(objects, *_WORKLOADS)


def pod(workload: Document) -> Document:
    """The spec of its pods."""
    spec: Document = workload["spec"]["template"]["spec"]
    return spec


def labels(workload: Document) -> Mapping[str, str]:
    """The labels of its pods."""
    found: Mapping[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return found


def containers(workload: Document) -> Iterator[Document]:
    """Its containers, those that run first included."""
    yield from pod(workload).get("initContainers", [])
    yield from pod(workload)["containers"]


def ports(workload: Document) -> set[str | int]:
    """The names and numbers of the ports that its pods have."""
    declared = [port for one in pod(workload)["containers"] for port in one.get("ports", [])]
    return {port["name"] for port in declared} | {port["containerPort"] for port in declared}


def selects(selector: Document, found: Mapping[str, str]) -> bool:
    """Whether a label selector takes these labels. Raises NotImplementedError for operators that are not used here."""
    for rule in selector.get("matchExpressions", []):
        if rule["operator"] != "In":
            raise NotImplementedError(rule["operator"])
        if found.get(rule["key"]) not in rule["values"]:
            return False
    return all(found.get(key) == value for key, value in selector.get("matchLabels", {}).items())


def selected(objects: Objects, selector: Document) -> list[Document]:
    """The workloads whose pods a selector takes."""
    return [one for one in workloads(objects) if selects(selector, labels(one))]


def environment(container: Document, objects: Objects) -> dict[str, Value]:
    """Every variable that it is given; a later source wins, as in Kubernetes. Raises Missing."""
    maps = {one["metadata"]["name"]: one["data"] for one in of_kind(objects, "ConfigMap")}
    found: dict[str, Value] = {}
    for source in container.get("envFrom", []):
        name = source["configMapRef"]["name"]
        if name not in maps:
            raise Missing(f"ConfigMap {name}")
        found |= maps[name]
    for one in container.get("env", []):
        found[one["name"]] = _value(one, maps)
    return found


def _value(one: Document, maps: Mapping[str, Mapping[str, str]]) -> Value:
    match one:
        case {"value": str(value)}:
            return value
        case {"valueFrom": {"secretKeyRef": reference}}:
            return FromSecret(reference["name"], reference["key"], reference.get("optional", False))
        case {"valueFrom": {"configMapKeyRef": {"name": name, "key": key}}}:
            if key not in maps.get(name, {}):
                raise Missing(f"ConfigMap {name}, key {key}")
            return maps[name][key]
        case {"valueFrom": {"fieldRef": {"fieldPath": path}}}:
            return f"({path})"
    raise Missing(f"variable {one}")


def quantity(text: Any) -> float:
    """A Kubernetes quantity in its unit: cores or bytes. Raises ValueError."""
    spelled = str(text)
    for suffix, factor in (("Gi", 2**30), ("Mi", 2**20), ("Ki", 2**10), ("m", 1e-3)):
        if spelled.endswith(suffix):
            return float(spelled.removesuffix(suffix)) * factor
    return float(spelled)
