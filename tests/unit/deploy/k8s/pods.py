"""What every pod must have: bounds, few rights, probes, a pinned image, room where it writes and nowhere else."""

import re
from collections.abc import Iterator
from typing import Final

from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.manifests import OWN, containers, of_kind, pod, ports, quantity, workloads
from tests.unit.deploy.k8s.rendering import Objects, identity

_OWN_USER: Final = 10001
_CONFINED: Final = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
_WITHOUT_CPU_LIMIT: Final = frozenset({"embedder"})  # docs/decisions/0013
_PINNED: Final = re.compile(r"(?P<name>[\w./-]+)(?::(?P<tag>(?!latest$)[\w.-]+)|@sha256:[0-9a-f]{64})")
_SERVING: Final = frozenset({"Deployment", "StatefulSet"})


def pod_faults(objects: Objects) -> list[str]:
    """What a pod lacks."""
    return [f"{identity(one)}: {fault}" for one in workloads(objects) for fault in _faults(one, objects)]


def _faults(workload: Document, objects: Objects) -> Iterator[str]:
    spec = pod(workload)
    yield from _identity_faults(spec)
    yield from _volume_faults(workload, objects)
    for container in containers(workload):
        for fault in (*_container_faults(container), *_mount_faults(container, workload)):
            yield f"{container['name']}: {fault}"
    if workload["kind"] in _SERVING:
        for container in spec["containers"]:
            yield from _probe_faults(container, ports(workload))


def _identity_faults(spec: Document) -> Iterator[str]:
    if spec.get("automountServiceAccountToken") is not False:
        yield "gets a token for the API"
    if spec.get("enableServiceLinks") is not False:
        yield "gets a variable for every Service"
    context = spec.get("securityContext", {})
    if context.get("runAsNonRoot") is not True or context.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "may be root, or make any system call"
    mine = any(one["name"] in OWN for one in spec["containers"])
    if not context.get("runAsUser") or (mine and context["runAsUser"] != _OWN_USER):
        yield f"runs as user {context.get('runAsUser')}"


def _container_faults(container: Document) -> Iterator[str]:
    if container.get("securityContext") != _CONFINED:
        yield "is not confined"
    if not _PINNED.fullmatch(container["image"]):
        yield f"its image {container['image']} is not pinned"
    resources = container.get("resources", {})
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    wanted = {"cpu", "memory", "ephemeral-storage"}
    if missing := wanted - set(requests):
        yield f"requests no {sorted(missing)}"
    if missing := wanted - set(limits) - ({"cpu"} if container["name"] in _WITHOUT_CPU_LIMIT else set()):
        yield f"has no limit for {sorted(missing)}"
    for name in set(requests) & set(limits):
        if quantity(requests[name]) > quantity(limits[name]):
            yield f"requests more {name} than it may have"


def _probe_faults(container: Document, known: set[str | int]) -> Iterator[str]:
    for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
        probe = container.get(kind)
        if probe is None:
            yield f"{container['name']}: has no {kind}"
            continue
        door = probe.get("httpGet") or probe.get("tcpSocket")
        if door and door["port"] not in known:
            yield f"{container['name']}: {kind} asks port {door['port']}, which it does not have"


def _mount_faults(container: Document, workload: Document) -> Iterator[str]:
    claimed = [one["metadata"] for one in workload["spec"].get("volumeClaimTemplates", [])]
    there = {one["name"] for one in (*pod(workload).get("volumes", []), *claimed)}
    mounts = container.get("volumeMounts", [])
    if unknown := {one["name"] for one in mounts} - there:
        yield f"mounts what is not there: {sorted(unknown)}"
    if "/tmp" not in {one["mountPath"] for one in mounts}:  # noqa: S108 - a path in the container
        yield "has no /tmp to write to"


def _volume_faults(workload: Document, objects: Objects) -> Iterator[str]:
    there = {identity(one) for one in of_kind(objects, "ConfigMap", "PersistentVolumeClaim", "ServiceAccount")}
    if ("ServiceAccount", name := pod(workload).get("serviceAccountName", "default")) not in there:
        yield f"there is no ServiceAccount {name}"
    for volume in pod(workload).get("volumes", []):
        match volume:
            case {"emptyDir": bounds}:
                if "sizeLimit" not in bounds:
                    yield f"{volume['name']} has no bound"
            case _ if (wanted := _source(volume)) not in there:
                yield f"there is no {wanted[0]} {wanted[1]}"


def _source(volume: Document) -> tuple[str, str]:
    """Kind and name of what a volume is filled from."""
    match volume:
        case {"configMap": {"name": str(name)}}:
            return "ConfigMap", name
        case {"persistentVolumeClaim": {"claimName": str(name)}}:
            return "PersistentVolumeClaim", name
    return "volume of a kind that is used here:", volume["name"]
