"""Queries: from JSON to the engine's requests. A query may have stages (`prefetch`), each in its own vector space."""

from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.examples import Examples, Lookup
from deploy.local.qdrant.fields import Fields, one_of
from deploy.local.qdrant.filters import excluding, parse_filter
from deploy.local.qdrant.identifiers import parse_id
from deploy.local.qdrant.selection import parse_with_payload, parse_with_vector
from deploy.local.qdrant.vectors import Spaces

_DIRECTIONS = {"asc": edge.Direction.Asc, "desc": edge.Direction.Desc}
_QUERIES = ("nearest", "recommend", "order_by", "fusion", "rrf")
_DEFAULT_LIMIT = 10
_DEFAULT_RRF_K = 2


class QueryParser:
    """Reads queries against one collection; `lookup` fetches the stored vector of a point."""

    def __init__(self, spaces: Spaces, lookup: Lookup) -> None:
        self._spaces = spaces
        self._lookup = lookup

    def query(self, body: Any) -> edge.QueryRequest:
        """Return the engine's request. Raises BadRequest, naming what is not understood."""
        fields = Fields(body, "query request")
        offset = fields.integer("offset")
        with_payload = parse_with_payload(fields.raw("with_payload"), default=False)
        with_vector = parse_with_vector(fields.raw("with_vector"))
        stage = self._stage(fields)
        return edge.QueryRequest(offset=offset, with_payload=with_payload, with_vector=with_vector, **stage)

    def _prefetches(self, value: Any) -> list[edge.Prefetch]:
        stages = value if isinstance(value, list) else [value] if value is not None else []
        return [edge.Prefetch(**self._stage(Fields(one, "prefetch"))) for one in stages]

    def _stage(self, fields: Fields) -> dict[str, Any]:
        """Read what a request and a prefetch have in common."""
        prefetches = self._prefetches(fields.raw("prefetch"))
        query, used_ids = self._scoring(fields.raw("query"), fields.text("using") or "")
        stage = {
            "prefetches": prefetches,
            "query": query,
            "filter": excluding(parse_filter(fields.raw("filter")), used_ids),
            "params": _search_params(fields.raw("params")),
            "score_threshold": fields.number("score_threshold"),
            "limit": _limit(fields.integer("limit", least=1)),
        }
        fields.done()
        return stage

    def _scoring(self, value: Any, using: str) -> tuple[Any, list[Any]]:
        """Return the engine's scoring query and the stored points it was asked with."""
        if value is None:
            return None, []
        if not isinstance(value, dict):
            examples = Examples(self._spaces, using, self._lookup)
            return examples.nearest(value), examples.used_ids
        fields = Fields(value, "query")
        kind = one_of(fields, _QUERIES, "query")
        content = fields.need(kind)
        fields.done()
        if kind in ("order_by", "fusion", "rrf"):
            return _PLAIN_QUERIES[kind](content), []
        examples = Examples(self._spaces, using, self._lookup)
        return (examples.nearest if kind == "nearest" else examples.recommend)(content), examples.used_ids


def parse_scroll(body: Any) -> edge.ScrollRequest:
    """Return the engine's request for a page of points."""
    fields = Fields(body, "scroll request")
    offset, order_by = fields.raw("offset"), fields.raw("order_by")
    if offset is not None and order_by is not None:
        raise BadRequest("Wrong input: Cannot use an `offset` when using `order_by`")
    request = edge.ScrollRequest(
        offset=None if offset is None else parse_id(offset),
        limit=_limit(fields.integer("limit", least=1)),
        filter=parse_filter(fields.raw("filter")),
        with_payload=parse_with_payload(fields.raw("with_payload"), default=True),
        with_vector=parse_with_vector(fields.raw("with_vector")),
        order_by=None if order_by is None else parse_order_by(order_by),
    )
    fields.done()
    return request


def parse_count(body: Any) -> edge.CountRequest:
    """Return the engine's request for a number of points; exact unless told otherwise."""
    fields = Fields(body, "count request")
    exact, filter_ = fields.boolean("exact"), parse_filter(fields.raw("filter"))
    fields.done()
    return edge.CountRequest(exact=exact is not False, filter=filter_)


def parse_facet(body: Any) -> edge.FacetRequest:
    """Return the engine's request for the values of a payload field with their numbers of points."""
    fields = Fields(body, "facet request")
    key, limit = fields.text("key"), fields.integer("limit", least=1)
    exact, filter_ = fields.boolean("exact"), parse_filter(fields.raw("filter"))
    fields.done()
    if not key:
        raise BadRequest("Format error in JSON body: missing field `key` in facet request")
    return edge.FacetRequest(key, _limit(limit), bool(exact), filter_)


def parse_order_by(value: Any) -> edge.OrderBy:
    """Return the engine's order: a payload key, or a key with direction and start."""
    if isinstance(value, str):
        return edge.OrderBy(value)
    fields = Fields(value, "order_by")
    key, direction, start = fields.text("key"), fields.choice("direction", _DIRECTIONS), fields.raw("start_from")
    fields.done()
    if not key:
        raise BadRequest("Format error in JSON body: missing field `key` in order_by")
    return edge.OrderBy(key, direction, start)


def _fusion(value: Any) -> Any:
    if value == "rrf":
        return edge.Fusion.Rrf(_DEFAULT_RRF_K)
    if value == "dbsf":
        return edge.Fusion.Dbsf()
    raise BadRequest("Format error in JSON body: `fusion` must be one of rrf, dbsf")


def _rrf(value: Any) -> Any:
    fields = Fields(value, "rrf")
    k, weights = fields.integer("k", least=1), fields.items("weights")
    fields.done()
    return edge.Fusion.Rrf(k or _DEFAULT_RRF_K, weights)


def _search_params(value: Any) -> edge.SearchParams | None:
    if value is None:
        return None
    fields = Fields(value, "params")
    params = edge.SearchParams(
        hnsw_ef=fields.integer("hnsw_ef", least=1),
        exact=bool(fields.boolean("exact")),
        quantization=_quantization_params(fields.raw("quantization")),
        indexed_only=bool(fields.boolean("indexed_only")),
    )
    fields.done()
    return params


def _quantization_params(value: Any) -> edge.QuantizationSearchParams | None:
    if value is None:
        return None
    fields = Fields(value, "quantization")
    ignore, rescore = fields.boolean("ignore"), fields.boolean("rescore")
    oversampling = fields.number("oversampling")
    fields.done()
    return edge.QuantizationSearchParams(bool(ignore), rescore, oversampling)


def _limit(value: int | None) -> int:
    return _DEFAULT_LIMIT if value is None else value


_PLAIN_QUERIES = {"order_by": parse_order_by, "fusion": _fusion, "rrf": _rrf}
