"""Two kinds of patch as kustomize applies them, as far as the manifests use them; anything else is refused."""

import copy
from typing import Any

from tests.unit.deploy.k8s.documents import Document


class Unsupported(Exception):
    """kustomize may know this; the renderer here does not. The text says what."""


def merged(target: Document, patch: Document) -> Document:
    """A strategic merge of maps: values replace, null removes. Raises Unsupported for lists, whose rules are many."""
    result = copy.deepcopy(target)
    for key, value in patch.items():
        if isinstance(value, list):
            raise Unsupported(f"a list in a merge patch: {key}")
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            result[key] = merged(result.get(key, {}), value)
        else:
            result[key] = value
    return result


def json_patched(target: Document, operations: list[Document]) -> Document:
    """RFC 6902 with add, replace and remove. Raises Unsupported for other operations and KeyError without a place."""
    result = copy.deepcopy(target)
    for operation in operations:
        if unknown := set(operation) - {"op", "path", "value"}:
            raise Unsupported(f"in a JSON patch: {sorted(unknown)}")
        *parents, last = [_unescaped(part) for part in operation["path"].split("/")[1:]]
        holder: Any = result
        for part in parents:
            holder = holder[int(part)] if isinstance(holder, list) else holder[part]
        _apply(holder, last, operation)
    return result


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _apply(holder: Any, last: str, operation: Document) -> None:
    match operation["op"], holder:
        case "add", list() if last == "-":
            holder.append(operation["value"])
        case "add", dict():
            holder[last] = operation["value"]
        case "replace", dict() if last in holder:
            holder[last] = operation["value"]
        case "remove", dict() if last in holder:
            del holder[last]
        case (("replace" | "remove"), dict()):
            raise KeyError(operation["path"])
        case other, _:
            raise Unsupported(f"JSON patch {other} at {operation['path']}")
