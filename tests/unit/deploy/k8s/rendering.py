"""Renders a kustomization with the few features that the manifests use, and refuses all others by name.

Stands in for `kustomize build` where there is none; where there is one, a test compares the two, object by object.
"""

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.unit.deploy.k8s.documents import Document, read_documents, read_value
from tests.unit.deploy.k8s.patching import Unsupported, json_patched, merged

_WITHOUT_NAMESPACE: Final = frozenset({"Namespace"})
_WITH_NAMESPACE: Final = frozenset(
    {"ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Ingress", "Job", "NetworkPolicy", "PersistentVolumeClaim"}
    | {"PodDisruptionBudget", "Service", "ServiceAccount", "StatefulSet"}
)
_SCALED: Final = frozenset({"Deployment", "StatefulSet"})
_KNOWN: Final = frozenset(
    {"apiVersion", "kind", "namespace", "resources", "components", "configMapGenerator", "generatorOptions", "patches"}
    | {"images", "replicas"}
)
Objects = list[Document]


def render(folder: Path) -> Objects:
    """The objects of a kustomization's folder. Raises Unsupported, Unreadable and, for an absent file, OSError."""
    return _built(folder, [])


def _built(folder: Path, given: Objects) -> Objects:
    plan = read_value(folder / "kustomization.yaml")
    if unknown := set(plan) - _KNOWN:
        raise Unsupported(f"{folder.name}: {sorted(unknown)}")
    objects = list(given)
    for name in plan.get("resources", []):
        path = folder / name
        objects += _built(path, []) if path.is_dir() else read_documents(path.read_text())
    objects += [_config_map(one, folder, plan) for one in plan.get("configMapGenerator", [])]
    for name in plan.get("components", []):
        objects = _built(folder / name, objects)
    _refuse_twins(objects)
    for patch in plan.get("patches", []):
        objects = _patched(objects, patch, folder)
    objects = [_placed(one, plan["namespace"]) for one in objects] if "namespace" in plan else objects
    for scale in plan.get("replicas", []):
        objects = _changed(objects, _with_replicas(scale["count"]), _is_scaled(scale["name"]), str(scale))
    return [_with_images(one, plan.get("images", [])) for one in objects]


def identity(one: Document) -> tuple[str, str]:
    """Kind and name; all is in one namespace."""
    return one["kind"], one["metadata"]["name"]


def _refuse_twins(objects: Objects) -> None:
    names = [identity(one) for one in objects]
    if twins := [name for name in names if names.count(name) > 1]:
        raise Unsupported(f"two objects of one name: {twins[0]}")


def _config_map(one: Document, folder: Path, plan: Document) -> Document:
    if set(one) != {"name", "files"} or plan.get("generatorOptions") != {"disableNameSuffixHash": True}:
        raise Unsupported(f"configMapGenerator {one}: only files, and no hash in the name")
    data = {name: (folder / name).read_text() for name in one["files"]}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": one["name"]}, "data": data}


def _patched(objects: Objects, patch: Document, folder: Path) -> Objects:
    if set(patch) == {"path"}:
        for document in read_documents((folder / patch["path"]).read_text()):
            objects = _changed(objects, _with_patch(document), _is(document), patch["path"])
        return objects
    if set(patch) == {"path", "target"} and set(patch["target"]) == {"kind", "name"}:
        operations = read_value(folder / patch["path"])
        return _changed(objects, lambda one: json_patched(one, operations), _fits(patch["target"]), patch["path"])
    raise Unsupported(f"patch {patch}")


def _changed(
    objects: Objects, change: Callable[[Document], Document], fits: Callable[[Document], bool], what: str
) -> Objects:
    if not any(fits(one) for one in objects):
        raise Unsupported(f"{what}: changes nothing")
    return [change(one) if fits(one) else one for one in objects]


def _with_patch(patch: Document) -> Callable[[Document], Document]:
    return lambda one: merged(one, patch)


def _is(wanted: Document) -> Callable[[Document], bool]:
    return lambda one: identity(one) == identity(wanted) and one["apiVersion"] == wanted["apiVersion"]


def _fits(target: Document) -> Callable[[Document], bool]:
    return lambda one: one["kind"] == target["kind"] and bool(re.fullmatch(target["name"], one["metadata"]["name"]))


def _is_scaled(name: str) -> Callable[[Document], bool]:
    return lambda one: one["kind"] in _SCALED and one["metadata"]["name"] == name


def _with_replicas(count: int) -> Callable[[Document], Document]:
    return lambda one: one | {"spec": one["spec"] | {"replicas": count}}


def _placed(one: Document, namespace: str) -> Document:
    if one["kind"] in _WITHOUT_NAMESPACE:
        if one["metadata"]["name"] != namespace:
            raise Unsupported(f"a namespace {one['metadata']['name']} beside {namespace}: it would be renamed")
        return one
    if one["kind"] not in _WITH_NAMESPACE:
        raise Unsupported(f"kind {one['kind']}")
    return one | {"metadata": one["metadata"] | {"namespace": namespace}}


def _with_images(one: Document, images: list[Document]) -> Document:
    result = copy.deepcopy(one)
    spec: Any = result.get("spec", {}).get("template", {}).get("spec", {})
    for container in (*spec.get("initContainers", []), *spec.get("containers", [])):
        name, _, _ = container["image"].partition(":")
        for image in images:
            if image["name"] == name:
                container["image"] = _named(image)
    return result


def _named(image: Document) -> str:
    name = image.get("newName", image["name"])
    match sorted(set(image) - {"name", "newName"}):
        case ["newTag"]:
            return f"{name}:{image['newTag']}"
        case ["digest"]:
            return f"{name}@{image['digest']}"
    raise Unsupported(f"image {image}")
