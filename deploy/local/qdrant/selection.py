"""What to answer with: which parts of the payload, which vectors; and points as they stand in JSON."""

from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.fields import Fields
from deploy.local.qdrant.identifiers import render_id
from deploy.local.qdrant.vectors import render_vectors


def parse_with_payload(value: Any, default: bool) -> Any:
    """Return the engine's payload selector: all, none, some fields, or all but some."""
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return _names(value, "with_payload")
    fields = Fields(value, "with_payload")
    include, exclude = fields.items("include"), fields.items("exclude")
    fields.done()
    if include is not None and exclude is None:
        return edge.PayloadSelector.Include(_names(include, "include"))
    if exclude is not None and include is None:
        return edge.PayloadSelector.Exclude(_names(exclude, "exclude"))
    raise BadRequest("Format error in JSON body: `with_payload` must have one of include, exclude")


def parse_with_vector(value: Any) -> Any:
    """Return the engine's vector selector: all, none, or some by name."""
    if value is None:
        return False
    return value if isinstance(value, bool) else _names(value, "with_vector")


def render_scored(point: edge.ScoredPoint) -> dict[str, Any]:
    """Return a hit as it stands in JSON."""
    return {**_render(point), "version": point.version, "score": point.score}


def render_record(record: edge.Record) -> dict[str, Any]:
    """Return a stored point as it stands in JSON."""
    return _render(record)


def _render(point: Any) -> dict[str, Any]:
    rendered: dict[str, Any] = {"id": render_id(point.id)}
    if (payload := point.payload) is not None:
        rendered["payload"] = payload
    if (vector := point.vector) is not None:
        rendered["vector"] = render_vectors(vector)
    if (order_value := point.order_value) is not None:
        rendered["order_value"] = order_value
    return rendered


def _names(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRequest(f"Format error in JSON body: `{where}` must be a list of strings")
    return value
