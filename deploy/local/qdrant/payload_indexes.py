"""Payload indexes: from the JSON of a create-index request to the engine's parameters, and back for the report."""

from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.fields import Fields

_Flags = tuple[str, ...]
_COMMON: _Flags = ("on_disk", "enable_hnsw")
_KINDS: dict[str, tuple[Any, _Flags]] = {
    "keyword": (edge.KeywordIndexParams, ("is_tenant", "prefix", *_COMMON)),
    "integer": (edge.IntegerIndexParams, ("lookup", "range", "is_principal", *_COMMON)),
    "float": (edge.FloatIndexParams, ("is_principal", *_COMMON)),
    "bool": (edge.BoolIndexParams, _COMMON),
    "datetime": (edge.DatetimeIndexParams, ("is_principal", *_COMMON)),
    "uuid": (edge.UuidIndexParams, ("is_tenant", *_COMMON)),
}


def parse_create_index(body: Any) -> edge.UpdateOperation:
    """Return the operation of a create-index request. Raises BadRequest, naming what is not understood."""
    fields = Fields(body, "create index")
    field_name, schema = fields.text("field_name"), fields.need("field_schema")
    fields.done()
    if not field_name:
        raise BadRequest("Format error in JSON body: missing field `field_name` in create index")
    return edge.UpdateOperation.create_field_index(field_name, _parameters(schema))


def _parameters(schema: Any) -> Any:
    if isinstance(schema, str):
        schema = {"type": schema}
    fields = Fields(schema, "field_schema")
    kind = fields.text("type")
    if kind not in _KINDS:
        raise BadRequest(f"Wrong input: unsupported payload index `{kind}`; supported: {', '.join(_KINDS)}")
    parameters, flags = _KINDS[kind]
    chosen = {name: fields.boolean(name) for name in flags}
    fields.done()
    return parameters(**{name: value for name, value in chosen.items() if value is not None})


def report_indexes(info: "edge.ShardInfo") -> dict[str, Any]:
    """Return the payload schema as a collection's info has it."""
    return {name: _report(index) for name, index in info.payload_schema.items()}


def _report(index: "edge.PayloadIndexInfo") -> dict[str, Any]:
    kind = str(index.data_type).rpartition(".")[2].lower()
    report: dict[str, Any] = {"data_type": kind, "points": index.points}
    if index.params is not None and kind in _KINDS:
        values = {name: getattr(index.params, name) for name in _KINDS[kind][1]}
        report["params"] = {"type": kind} | {name: value for name, value in values.items() if value is not None}
    return report
