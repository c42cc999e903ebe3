"""What points at something points at something that is there: selectors, ports, targets, names."""

from collections.abc import Callable, Iterator
from typing import Final

from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.manifests import labels, of_kind, ports, quantity, selected, selects, workloads
from tests.unit.deploy.k8s.rendering import Objects, identity

_KEY: Final = "app.kubernetes.io/name"


def reference_faults(objects: Objects) -> list[str]:
    """What points at nothing."""
    checks: tuple[tuple[tuple[str, ...], Callable[[Document, Objects], Iterator[str]]], ...] = (
        (("Deployment", "StatefulSet", "Job"), _of_workload),
        (("Service",), _of_service),
        (("Ingress",), _of_ingress),
        (("PodDisruptionBudget",), _of_budget),
        (("HorizontalPodAutoscaler",), _of_autoscaler),
        (("NetworkPolicy",), _of_policy),
    )
    return [
        f"{identity(one)}: {fault}"
        for kinds, check in checks
        for one in of_kind(objects, *kinds)
        for fault in check(one, objects)
    ]


def _of_workload(one: Document, objects: Objects) -> Iterator[str]:
    if one["kind"] != "Job" and not selects(one["spec"]["selector"], labels(one)):
        yield "selects none of its own pods"
    if len([other for other in workloads(objects) if labels(other)[_KEY] == labels(one)[_KEY]]) > 1:
        yield "shares its label with another"
    for spread in one["spec"]["template"]["spec"].get("topologySpreadConstraints", []):
        if not selects(spread["labelSelector"], labels(one)):
            yield "spreads pods that are not its own"
    scraped = one["spec"]["template"]["metadata"].get("annotations", {}).get("prometheus.io/port")
    if scraped is not None and int(scraped) not in ports(one):
        yield f"is scraped at port {scraped}, which it does not have"
    if one["kind"] == "StatefulSet" and one["spec"]["serviceName"] not in _names(objects, "Service"):
        yield "has no Service of its name"


def _of_service(one: Document, objects: Objects) -> Iterator[str]:
    behind = selected(objects, {"matchLabels": one["spec"]["selector"]})
    if len(behind) != 1:
        yield f"leads to {len(behind)} workloads"
    for port in one["spec"]["ports"]:
        if any(port["targetPort"] not in ports(workload) for workload in behind):
            yield f"leads to port {port['targetPort']}, which is not there"


def _of_ingress(one: Document, objects: Objects) -> Iterator[str]:
    if not one["spec"].get("ingressClassName"):
        yield "has no class"
    secured = {host for tls in one["spec"].get("tls", []) for host in tls["hosts"]}
    services = {service["metadata"]["name"]: service for service in of_kind(objects, "Service")}
    for rule in one["spec"]["rules"]:
        if rule["host"] not in secured:
            yield f"{rule['host']} has no TLS"
        for path in rule["http"]["paths"]:
            wanted = path["backend"]["service"]
            there = services.get(wanted["name"], {"spec": {"ports": []}})
            if wanted["port"].get("name") not in {port["name"] for port in there["spec"]["ports"]}:
                yield f"leads to {wanted}, which is not there"


def _of_budget(one: Document, objects: Objects) -> Iterator[str]:
    if len(selected(objects, one["spec"]["selector"])) != 1:
        yield "is about no workload, or about several"
    if one["spec"].get("maxUnavailable") != 1:
        yield "lets no node be emptied, or all pods go at once"


def _of_autoscaler(one: Document, objects: Objects) -> Iterator[str]:
    spec, target = one["spec"], one["spec"]["scaleTargetRef"]
    found = [workload for workload in workloads(objects) if identity(workload) == (target["kind"], target["name"])]
    if len(found) != 1:
        yield f"scales {target['name']}, which is not there"
        return
    if "replicas" in found[0]["spec"]:
        yield "an apply would set its replicas back"
    if not 2 <= spec["minReplicas"] < spec["maxReplicas"]:
        yield "leaves no room, or a single pod"
    if not any(metric["type"] == "Resource" for metric in spec["metrics"]):
        yield "needs an adapter for any metric at all"
    for container in found[0]["spec"]["template"]["spec"]["containers"]:
        if not quantity(container.get("resources", {}).get("requests", {}).get("cpu", 0)):
            yield "measures CPU that nothing requests"


def _of_policy(one: Document, objects: Objects) -> Iterator[str]:
    spec = one["spec"]
    inside = selected(objects, spec["podSelector"])
    yield from _unknown(spec["podSelector"], objects)
    for rule in spec.get("ingress", []):
        yield from _closed_ports(rule, inside)
        for peer in rule["from"]:
            yield from _unknown(peer.get("podSelector", {}), objects)
    for rule in spec.get("egress", []):
        for peer in rule.get("to", []):
            if "podSelector" in peer:
                yield from _unknown(peer["podSelector"], objects)
                yield from _closed_ports(rule, selected(objects, peer["podSelector"]))


def _unknown(selector: Document, objects: Objects) -> Iterator[str]:
    """Names in a selector that no pod has."""
    named = [selector.get("matchLabels", {}).get(_KEY)] if _KEY in selector.get("matchLabels", {}) else []
    named += [name for rule in selector.get("matchExpressions", []) for name in rule["values"]]
    if strangers := set(named) - {labels(one)[_KEY] for one in workloads(objects)}:
        yield f"speaks of {sorted(strangers)}, which are not there"


def _closed_ports(rule: Document, inside: list[Document]) -> Iterator[str]:
    open_ports = {port for one in inside for port in ports(one)}
    for port in rule["ports"]:
        if port["port"] not in open_ports:
            yield f"opens port {port['port']}, which nobody behind it has"


def _names(objects: Objects, kind: str) -> set[str]:
    return {one["metadata"]["name"] for one in of_kind(objects, kind)}
