"""Changes to points: from JSON to the engine's update operations.

Each comes with the number of points it names, for they leave their indexed segment; none are counted for a filter.
"""

from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.fields import Fields, one_of
from deploy.local.qdrant.filters import parse_filter
from deploy.local.qdrant.identifiers import parse_id, parse_ids
from deploy.local.qdrant.vectors import Spaces, parse_point_vectors, space_of

_MODES = {
    "upsert": edge.UpdateMode.Upsert,
    "insert_only": edge.UpdateMode.InsertOnly,
    "update_only": edge.UpdateMode.UpdateOnly,
}
_Operation = edge.UpdateOperation
Change = tuple[edge.UpdateOperation, int]


def parse_upsert(body: Any, spaces: Spaces) -> Change:
    """Return the operation that writes points whole; they come one by one or as columns (`batch`)."""
    fields = Fields(body, "upsert")
    kind = one_of(fields, ("points", "batch"), "upsert")
    content = fields.need(kind)
    condition, mode = parse_filter(fields.raw("update_filter")), fields.choice("update_mode", _MODES)
    fields.done()
    points = _points(content, spaces) if kind == "points" else _columns(content, spaces)
    return _Operation.upsert_points(points, condition, mode), len(points)


def parse_update_vectors(body: Any, spaces: Spaces) -> Change:
    """Return the operation that replaces some vectors of existing points."""
    fields = Fields(body, "update vectors")
    points, condition = fields.items("points") or [], parse_filter(fields.raw("update_filter"))
    fields.done()
    return _Operation.update_vectors([_point_vectors(one, spaces) for one in points], condition), len(points)


def parse_delete_vectors(body: Any, spaces: Spaces) -> Change:
    """Return the operation that removes the named vectors from the chosen points."""
    fields = Fields(body, "delete vectors")
    names = fields.items("vector") or []
    for name in names:
        space_of(name, spaces)
    ids, filter_ = _chosen(fields, "delete vectors")
    fields.done()
    if filter_ is not None:
        return _Operation.delete_vectors_by_filter(filter_, names), 0
    return _Operation.delete_vectors(ids, names), len(ids)


def parse_delete(body: Any) -> Change:
    """Return the operation that deletes the chosen points."""
    fields = Fields(body, "delete")
    ids, filter_ = _chosen(fields, "delete")
    fields.done()
    if filter_ is not None:
        return _Operation.delete_points_by_filter(filter_), 0
    return _Operation.delete_points(ids), len(ids)


def parse_set_payload(body: Any, *, whole: bool) -> Change:
    """Return the operation that sets some payload fields of the chosen points, or replaces the `whole` payload."""
    fields = Fields(body, "payload")
    payload, key = _payload(fields.need("payload")), fields.text("key")
    ids, filter_ = _chosen(fields, "payload")
    fields.done()
    if filter_ is not None:
        by_filter = _Operation.overwrite_payload_by_filter if whole else _Operation.set_payload_by_filter
        return by_filter(filter_, payload, key), 0
    return (_Operation.overwrite_payload if whole else _Operation.set_payload)(ids, payload, key), len(ids)


def parse_delete_payload(body: Any) -> Change:
    """Return the operation that removes payload fields from the chosen points."""
    fields = Fields(body, "delete payload")
    keys = fields.items("keys") or []
    ids, filter_ = _chosen(fields, "delete payload")
    fields.done()
    if filter_ is not None:
        return _Operation.delete_payload_by_filter(filter_, keys), 0
    return _Operation.delete_payload(ids, keys), len(ids)


def _points(value: Any, spaces: Spaces) -> list[edge.Point]:
    if not isinstance(value, list):
        raise BadRequest("Format error in JSON body: `points` must be a list")
    return [_point(one, spaces) for one in value]


def _point(value: Any, spaces: Spaces) -> edge.Point:
    fields = Fields(value, "point")
    point_id, vector, payload = parse_id(fields.need("id")), fields.need("vector"), fields.raw("payload")
    fields.done()
    return edge.Point(point_id, parse_point_vectors(vector, spaces), _payload(payload))


def _columns(value: Any, spaces: Spaces) -> list[edge.Point]:
    fields = Fields(value, "batch")
    ids, vectors = parse_ids(fields.need("ids"), "ids"), fields.need("vectors")
    payloads = fields.items("payloads") or [None] * len(ids)
    fields.done()
    columns = vectors if isinstance(vectors, dict) else {"": vectors}
    if any(len(column) != len(ids) for column in (*columns.values(), payloads)):
        raise BadRequest("Wrong input: ids, vectors and payloads of a batch must be equally many")
    points = []
    for row, point_id in enumerate(ids):
        named = {name: column[row] for name, column in columns.items()}
        points.append(edge.Point(point_id, parse_point_vectors(named, spaces), _payload(payloads[row])))
    return points


def _point_vectors(value: Any, spaces: Spaces) -> edge.PointVectors:
    fields = Fields(value, "point vectors")
    point_id, vector = parse_id(fields.need("id")), fields.need("vector")
    fields.done()
    return edge.PointVectors(point_id, parse_point_vectors(vector, spaces))


def _chosen(fields: Fields, where: str) -> tuple[list[Any], edge.Filter | None]:
    """Read which points are meant: by ids or by a filter, never both and never neither."""
    kind = one_of(fields, ("points", "filter"), where)
    if kind == "points":
        return parse_ids(fields.need("points"), "points"), None
    return [], parse_filter(fields.need("filter"))


def _payload(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRequest("Format error in JSON body: `payload` must be an object")
    return value
