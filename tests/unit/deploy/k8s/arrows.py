"""Who may speak to whom by the network policies, pod to pod, and to which ports outside."""

from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.manifests import labels, of_kind, pod, selects, workloads
from tests.unit.deploy.k8s.rendering import Objects

Arrow = tuple[str, str, int]
_KEY = "app.kubernetes.io/name"


def arrows(objects: Objects) -> set[Arrow]:
    """Every (from, to, port) between two pods of the namespace that is allowed at both ends."""
    return {
        (labels(source)[_KEY], labels(target)[_KEY], number)
        for source in workloads(objects)
        for target in workloads(objects)
        for name, number in _doors(target)
        if _let_out(source, target, number, objects) and _let_in(source, target, (name, number), objects)
    }


def ports_outside(name: str, objects: Objects) -> set[int]:
    """The ports that a workload may reach at any address."""
    return {
        port["port"]
        for policy in of_kind(objects, "NetworkPolicy")
        for rule in policy["spec"].get("egress", [])
        if "to" not in rule and selects(policy["spec"]["podSelector"], {_KEY: name})
        for port in rule["ports"]
    }


def is_closed(objects: Objects) -> bool:
    """Whether every pod is denied everything that no policy allows."""
    return any(
        one["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        for one in of_kind(objects, "NetworkPolicy")
    )


def namespaces_let_in(name: str, objects: Objects) -> dict[str, set[str | int]]:
    """The ports of a workload that pods of namespaces with a role may reach."""
    found: dict[str, set[str | int]] = {}
    for policy in of_kind(objects, "NetworkPolicy"):
        if selects(policy["spec"]["podSelector"], {_KEY: name}):
            for rule in policy["spec"].get("ingress", []):
                for peer in rule["from"]:
                    role = peer.get("namespaceSelector", {}).get("matchLabels", {}).get("semblance/role")
                    if role:
                        found.setdefault(role, set()).update(port["port"] for port in rule["ports"])
    return found


def _doors(workload: Document) -> list[tuple[str, int]]:
    return [
        (port["name"], port["containerPort"]) for one in pod(workload)["containers"] for port in one.get("ports", [])
    ]


def _let_out(source: Document, target: Document, number: int, objects: Objects) -> bool:
    return any(
        port["port"] == number
        for policy in of_kind(objects, "NetworkPolicy")
        if selects(policy["spec"]["podSelector"], labels(source))
        for rule in policy["spec"].get("egress", [])
        if "to" not in rule or _is_peer(rule["to"], target)
        for port in rule["ports"]
    )


def _let_in(source: Document, target: Document, door: tuple[str, int], objects: Objects) -> bool:
    return any(
        port["port"] in door
        for policy in of_kind(objects, "NetworkPolicy")
        if selects(policy["spec"]["podSelector"], labels(target))
        for rule in policy["spec"].get("ingress", [])
        if _is_peer(rule["from"], source)
        for port in rule["ports"]
    )


def _is_peer(peers: list[Document], workload: Document) -> bool:
    return any(set(peer) == {"podSelector"} and selects(peer["podSelector"], labels(workload)) for peer in peers)
