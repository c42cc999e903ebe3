"""The checks notice: each of these breaks a copy of production in one place, and a check has to say so."""

import copy
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.unit.deploy.k8s.arrows import arrows, is_closed
from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.pods import pod_faults
from tests.unit.deploy.k8s.references import reference_faults
from tests.unit.deploy.k8s.rendering import Objects, identity
from tests.unit.deploy.k8s.schema import schema_faults
from tests.unit.deploy.k8s.variables import variable_faults

Check = Callable[[Objects], list[str]]
_GATEWAY: Final = "Deployment/gateway"
_BOX: Final = "spec.template.spec.containers.0"
_POD: Final = "spec.template.spec"
GONE: Final = object()

BROKEN: Final[tuple[tuple[Check, str, str, Any, str], ...]] = (
    (schema_faults, _GATEWAY, f"{_BOX}.imagePullPolice", "Always", "imagePullPolice"),
    (schema_faults, _GATEWAY, f"{_BOX}.readinessProbe.httpGet.pfad", "/", "pfad"),
    (schema_faults, _GATEWAY, "spec.selector", GONE, "selector"),
    (schema_faults, _GATEWAY, f"{_BOX}.ports.0.containerPort", "8000", "8000"),
    (schema_faults, _GATEWAY, "apiVersion", "apps/v1beta1", "schema"),
    (schema_faults, "HorizontalPodAutoscaler/gateway", "spec.maxReplicas", GONE, "maxReplicas"),
    (pod_faults, _GATEWAY, f"{_BOX}.resources.limits.memory", GONE, "no limit"),
    (pod_faults, _GATEWAY, f"{_BOX}.resources.limits.cpu", GONE, "no limit"),
    (pod_faults, _GATEWAY, f"{_BOX}.resources.requests.memory", "4Gi", "more memory"),
    (pod_faults, _GATEWAY, f"{_BOX}.resources", GONE, "requests no"),
    (pod_faults, _GATEWAY, f"{_BOX}.livenessProbe", GONE, "no livenessProbe"),
    (pod_faults, _GATEWAY, f"{_BOX}.readinessProbe.httpGet.port", "htp", "port htp"),
    (pod_faults, _GATEWAY, f"{_BOX}.securityContext.readOnlyRootFilesystem", False, "confined"),
    (pod_faults, _GATEWAY, f"{_BOX}.securityContext.privileged", True, "confined"),
    (pod_faults, _GATEWAY, f"{_BOX}.image", "semblance:latest", "pinned"),
    (pod_faults, _GATEWAY, f"{_BOX}.image", "semblance", "pinned"),
    (pod_faults, _GATEWAY, f"{_POD}.initContainers.0.securityContext", GONE, "confined"),
    (pod_faults, _GATEWAY, f"{_POD}.securityContext.runAsUser", 0, "user 0"),
    (pod_faults, _GATEWAY, f"{_POD}.securityContext.seccompProfile", GONE, "system call"),
    (pod_faults, _GATEWAY, f"{_POD}.automountServiceAccountToken", True, "token"),
    (pod_faults, _GATEWAY, f"{_POD}.enableServiceLinks", GONE, "every Service"),
    (pod_faults, _GATEWAY, f"{_POD}.volumes.0.emptyDir", {}, "no bound"),
    (pod_faults, _GATEWAY, f"{_POD}.volumes.1.configMap.name", "semblance-weit", "semblance-weit"),
    (pod_faults, _GATEWAY, f"{_POD}.volumes.0.name", "temp", "mounts what is not there"),
    (pod_faults, _GATEWAY, f"{_BOX}.volumeMounts.0.mountPath", "/temp", "no /tmp"),
    (pod_faults, _GATEWAY, f"{_POD}.serviceAccountName", "semblence", "semblence"),
    (pod_faults, "Job/migrate", f"{_BOX}.resources.limits", GONE, "no limit"),
    (reference_faults, _GATEWAY, "spec.selector.matchLabels", {"app.kubernetes.io/name": "getaway"}, "own pods"),
    (reference_faults, "Service/gateway", "spec.selector", {"app.kubernetes.io/name": "getaway"}, "0 workloads"),
    (reference_faults, "Service/gateway", "spec.ports.0.targetPort", "htp", "port htp"),
    (reference_faults, "Ingress/semblance", "spec.rules.0.http.paths.0.backend.service.name", "wep", "wep"),
    (reference_faults, "Ingress/semblance", "spec.tls", GONE, "TLS"),
    (reference_faults, "PodDisruptionBudget/web", "spec.selector.matchLabels", {"a": "b"}, "no workload"),
    (reference_faults, "PodDisruptionBudget/web", "spec.maxUnavailable", 0, "emptied"),
    (reference_faults, "HorizontalPodAutoscaler/gateway", "spec.scaleTargetRef.name", "getaway", "getaway"),
    (reference_faults, _GATEWAY, "spec.replicas", 2, "set its replicas back"),
    (reference_faults, "HorizontalPodAutoscaler/worker-batch", "spec.metrics", [], "adapter"),
    (reference_faults, "NetworkPolicy/web", "spec.podSelector.matchLabels", {"app.kubernetes.io/name": "wep"}, "wep"),
    (reference_faults, "NetworkPolicy/web", "spec.egress.0.ports.0.port", 8001, "8001"),
    (reference_faults, "NetworkPolicy/gateway", "spec.ingress.0.ports.0.port", "htp", "htp"),
    (reference_faults, _GATEWAY, "spec.template.metadata.annotations", {"prometheus.io/port": "9"}, "port 9"),
    (variable_faults, "ConfigMap/semblance-gateway", "data.API_DRAIN", "5", "does not read"),
    (variable_faults, "ConfigMap/semblance-gateway", "data.API_DRAIN_S", "five", "API_DRAIN_S"),
    (variable_faults, "ConfigMap/semblance-gateway", "data.API_DRAIN_S", GONE, "leaves the Service no time"),
    (variable_faults, "ConfigMap/semblance-gateway", "data.JWT_ISSUER", GONE, "JWT_ISSUER"),
    (variable_faults, "ConfigMap/semblance-catalog", "data.QDRANT_URL", GONE, "QDRANT_URL"),
    (variable_faults, "ConfigMap/semblance-catalog", "data.INSPECTOR_PROCESSES", "3", "room for its inspectors"),
    (variable_faults, "ConfigMap/semblance-embedder", "data.MODEL_DEVICE", "gpu", "MODEL_DEVICE"),
    (variable_faults, "ConfigMap/semblance-web", "data", {}, "STORE_UPSTREAM"),
    (variable_faults, "ConfigMap/semblance-gateway", "data.SIGNING_SECRET", "0123456789abcdef" * 4, "stands there"),
    (variable_faults, _GATEWAY, f"{_BOX}.env.0", {"name": "DATABASE_URL", "value": "postgresql://"}, "stands there"),
    (variable_faults, _GATEWAY, f"{_BOX}.env.0.valueFrom.secretKeyRef.key", "REDIS_URL", "from the key"),
    (variable_faults, _GATEWAY, f"{_BOX}.env.0.valueFrom.secretKeyRef.name", "others", "comes from others"),
    (variable_faults, _GATEWAY, f"{_BOX}.env.0.valueFrom.secretKeyRef.optional", True, "DATABASE_URL"),
    (variable_faults, _GATEWAY, f"{_BOX}.envFrom.0.configMapRef.name", "others", "ConfigMap others"),
    (variable_faults, _GATEWAY, f"{_POD}.terminationGracePeriodSeconds", 30, "killed"),
    (variable_faults, _GATEWAY, f"{_BOX}.command", ["python", "-m", "gatewey"], "nobody compared"),
    (variable_faults, "ServiceAccount/semblance", "kind", "Secret", "Secret"),
)


def changed(objects: Objects, name: str, path: str, value: object) -> Objects:
    """A copy in which one place of one object is other. Raises LookupError when there is no such place."""
    result = copy.deepcopy(objects)
    (holder,) = [one for one in result if "/".join(identity(one)) == name]
    *parents, last = path.split(".")
    place: Any = holder
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is GONE:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return result


@pytest.mark.parametrize(("check", "name", "path", "value", "said"), BROKEN)
def test_a_broken_copy_is_noticed(
    check: Check, name: str, path: str, value: object, said: str, installations: dict[str, Objects]
) -> None:
    broken = changed(installations["prod"], name, path, value)
    if check is schema_faults:  # looks at each object by itself
        broken = [one for one in broken if "/".join(identity(one)) == name]
    assert said in "\n".join(check(broken))


def without(objects: Objects, name: str) -> Objects:
    """All but one object, which has to be there."""
    rest = [one for one in objects if "/".join(identity(one)) != name]
    assert len(rest) == len(objects) - 1
    return rest


def test_an_arrow_needs_both_of_its_ends(installations: dict[str, Objects]) -> None:
    whole = arrows(installations["prod"])
    for policy in ("gateway", "web", "embedder", "to-embedder"):
        assert arrows(without(installations["prod"], f"NetworkPolicy/{policy}")) < whole


def test_a_policy_that_lets_all_in_is_an_arrow_too_many(installations: dict[str, Objects]) -> None:
    rule: Document = {"from": [{"podSelector": {}}], "ports": [{"port": 9100}]}
    open_to_all = changed(installations["prod"], "NetworkPolicy/monitoring-to-metrics", "spec.ingress.0", rule)
    out = {"to": [{"podSelector": {}}], "ports": [{"port": 9100}]}
    open_both = changed(open_to_all, "NetworkPolicy/web", "spec.egress.0", out)
    assert ("web", "scheduler", 9100) in arrows(open_both)


def test_without_a_general_denial_it_is_not_closed(installations: dict[str, Objects]) -> None:
    assert not is_closed(without(installations["prod"], "NetworkPolicy/default-deny"))
