"""`python -m gateway.openapi PATH`: write the OpenAPI document. Needs no settings and no running stack."""

import sys
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI

from gateway.app import with_routes

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; docs/errors.md lists every type.",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string", "example": "/problems/image-not-found"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "reason": {"type": "string", "description": "Of image-rejected: one of a closed list."},
        "errors": {
            "type": "array",
            "description": "Of validation-failed: each field that is wrong.",
            "items": {
                "type": "object",
                "required": ["loc", "msg"],
                "properties": {
                    "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
                    "msg": {"type": "string"},
                },
            },
        },
    },
}
_DEFAULT = {
    "description": "A problem; the status says which kind.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: every operation with its problems, and the guarded ones with their scheme."""
    found = app.openapi()
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    found["components"]["securitySchemes"] = {"bearer": _BEARER}
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _DEFAULT
    return _lifted(found, schemas)


def _lifted(found: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The same with the `$defs` of schemas written inline among the components, where a reference finds them."""

    def lift(node: Any) -> Any:
        if isinstance(node, list):
            return [lift(one) for one in node]
        if not isinstance(node, dict):
            return node
        schemas.update({name: lift(schema) for name, schema in node.get("$defs", {}).items()})
        return {name: _there(name, lift(one)) for name, one in node.items() if name != "$defs"}

    return {name: lift(part) for name, part in found.items()} | {"components": lift(found["components"])}


def _there(name: str, value: Any) -> Any:
    is_inline = name == "$ref" and isinstance(value, str)
    return value.replace("#/$defs/", "#/components/schemas/") if is_inline else value


def main(path: str) -> None:
    """Write it to `path`, in an order that does not change."""
    text = orjson.dumps(document(with_routes()), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    Path(path).write_bytes(text + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
