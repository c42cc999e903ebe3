"""Filters: from JSON to the engine's conditions."""

from typing import Any

import numpy as np
import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.fields import Fields, one_of, present
from deploy.local.qdrant.identifiers import parse_ids

_MATCHES = ("value", "any", "except", "text", "text_any", "phrase", "prefix")
_FIELD_CONDITIONS = ("match", "range", "values_count", "is_empty", "is_null")
_BOUNDS = ("gte", "gt", "lte", "lt")


def parse_filter(value: Any) -> edge.Filter | None:
    """Return the engine's filter, or None for none. Raises BadRequest, naming what is not understood."""
    if value is None:
        return None
    fields = Fields(value, "filter")
    must, should, must_not = (_conditions(fields.raw(name)) for name in ("must", "should", "must_not"))
    min_should = _min_should(fields.raw("min_should"))
    fields.done()
    return edge.Filter(must=must, should=should, must_not=must_not, min_should=min_should)


def excluding(filter_: edge.Filter | None, ids: list[Any]) -> edge.Filter | None:
    """Return the filter narrowed to points other than these."""
    if not ids:
        return filter_
    others = edge.HasIdCondition(set(ids))
    return edge.Filter(must=[filter_] if filter_ else None, must_not=[others])


def _conditions(value: Any) -> list[Any] | None:
    if value is None:
        return None
    return [_condition(one) for one in (value if isinstance(value, list) else [value])]


def _min_should(value: Any) -> edge.MinShould | None:
    if value is None:
        return None
    fields = Fields(value, "min_should")
    conditions, least = _conditions(fields.need("conditions")), fields.integer("min_count")
    fields.done()
    return edge.MinShould(conditions or [], least or 0)


def _condition(value: Any) -> Any:
    fields = Fields(value, "condition")
    if "key" in fields:
        return _field_condition(fields)
    if any(name in fields for name in ("must", "should", "must_not", "min_should")):
        return parse_filter(value)
    kind = one_of(fields, ("has_id", "is_empty", "is_null", "has_vector", "nested"), "a condition")
    content = fields.need(kind)
    fields.done()
    return _special(kind, content)


def _special(kind: str, content: Any) -> Any:
    match kind:
        case "has_id":
            return edge.HasIdCondition(set(parse_ids(content, "has_id")))
        case "is_empty":
            return edge.IsEmptyCondition(_payload_key(content, kind))
        case "is_null":
            return edge.IsNullCondition(_payload_key(content, kind))
        case "has_vector":
            if not isinstance(content, str):
                raise BadRequest("Format error in JSON body: `has_vector` must be a string")
            return edge.HasVectorCondition(content)
        case _:
            return _nested(content)


def _payload_key(content: Any, where: str) -> str:
    fields = Fields(content, where)
    key = fields.text("key")
    fields.done()
    return present(key, "key", where)


def _nested(content: Any) -> edge.NestedCondition:
    fields = Fields(content, "nested")
    key, inner = (
        present(fields.text("key"), "key", "nested"),
        present(parse_filter(fields.raw("filter")), "filter", "nested"),
    )
    fields.done()
    return edge.NestedCondition(key, inner)


def _field_condition(fields: Fields) -> edge.FieldCondition:
    key = present(fields.text("key"), "key", "condition")
    kind = one_of(fields, _FIELD_CONDITIONS, f"the condition on `{key}`")
    if kind in ("is_empty", "is_null"):
        content: Any = fields.boolean(kind)
    else:
        content = _FIELD_PARSERS[kind](fields.need(kind))
    fields.done()
    return edge.FieldCondition(key, **{kind: content})


def _match(value: Any) -> Any:
    fields = Fields(value, "match")
    kind = one_of(fields, _MATCHES, "match")
    content = fields.need(kind)
    fields.done()
    if kind == "value":
        if not isinstance(content, str | int):
            raise BadRequest("Format error in JSON body: `value` in match must be a string, an integer or a boolean")
        # The engine's binding would take Python's own boolean, which is also an integer, for the integer 0 or 1.
        exact: Any = np.bool_(content) if isinstance(content, bool) else content
        return edge.MatchValue(exact)
    if kind in ("any", "except"):
        return _among(kind, content)
    if not isinstance(content, str):
        raise BadRequest(f"Format error in JSON body: `{kind}` in match must be a string")
    return _TEXT_MATCHES[kind](content)


def _among(kind: str, content: Any) -> Any:
    """A list of strings, or a list of integers; an empty list matches nothing, or for `except` everything."""
    alike = isinstance(content, list) and (
        all(isinstance(one, str) for one in content)
        or all(isinstance(one, int) and not isinstance(one, bool) for one in content)
    )
    if not alike:
        raise BadRequest(f"Format error in JSON body: `{kind}` in match must be a list of strings or of integers")
    return edge.MatchAny(content) if kind == "any" else edge.MatchExcept(content)


def _range(value: Any) -> Any:
    """A range of numbers, or of dates when any bound is a string."""
    fields = Fields(value, "range")
    if isinstance(value, dict) and any(isinstance(bound, str) for bound in value.values()):
        dates = {name: fields.text(name) for name in _BOUNDS}
        fields.done()
        return edge.RangeDateTime(**{name: _whole_date(text) for name, text in dates.items() if text is not None})
    numbers = {name: fields.number(name) for name in _BOUNDS}
    fields.done()
    return edge.RangeFloat(**numbers)


def _whole_date(text: str) -> str:
    """Return a date-time: Qdrant takes a bare date as its midnight and no zone as UTC, the engine's reader does not."""
    stamped = f"{text}T00:00:00" if len(text) == len("2026-01-31") else text.replace(" ", "T", 1)
    clock = stamped.partition("T")[2]
    return stamped if clock.endswith(("Z", "z")) or "+" in clock or "-" in clock else f"{stamped}Z"


def _values_count(value: Any) -> edge.ValuesCount:
    fields = Fields(value, "values_count")
    bounds = {name: fields.integer(name) for name in _BOUNDS}
    fields.done()
    return edge.ValuesCount(**bounds)


_TEXT_MATCHES = {
    "text": edge.MatchText,
    "text_any": edge.MatchTextAny,
    "phrase": edge.MatchPhrase,
    "prefix": edge.MatchPrefix,
}
_FIELD_PARSERS = {"match": _match, "range": _range, "values_count": _values_count}
