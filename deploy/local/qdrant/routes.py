"""What each call does: one small function per call, and one table of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant import changes
from deploy.local.qdrant.collection import Collection
from deploy.local.qdrant.errors import NotFound
from deploy.local.qdrant.fields import Fields
from deploy.local.qdrant.identifiers import parse_id, parse_ids, render_id
from deploy.local.qdrant.payload_indexes import parse_create_index
from deploy.local.qdrant.queries import parse_count, parse_facet, parse_scroll
from deploy.local.qdrant.selection import parse_with_payload, parse_with_vector, render_record, render_scored

Handler = Callable[[Collection, Any, str], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A call on a collection: what answers it, and whether it changes the collection."""

    answer: Handler
    writes: bool = False


def query_points(collection: Collection, body: Any, _: str) -> Any:
    """Answer one query."""
    request = collection.queries.query(body)
    return {"points": [render_scored(hit) for hit in collection.read(lambda shard: shard.query(request))]}


def query_batch(collection: Collection, body: Any, _: str) -> Any:
    """Answer several queries in order."""
    fields = Fields(body, "query batch")
    requests = [collection.queries.query(one) for one in fields.items("searches") or []]
    fields.done()
    batch = edge.QueryBatchRequest(requests)
    answers = collection.read(lambda shard: shard.query_batch(batch)) if requests else []
    return [{"points": [render_scored(hit) for hit in hits]} for hits in answers]


def scroll(collection: Collection, body: Any, _: str) -> Any:
    """Answer a page of points."""
    request = parse_scroll(body)
    records, following = collection.read(lambda shard: shard.scroll(request))
    next_page = None if following is None else render_id(following)
    return {"points": [render_record(record) for record in records], "next_page_offset": next_page}


def count(collection: Collection, body: Any, _: str) -> Any:
    """Answer a number of points."""
    request = parse_count(body)
    return {"count": collection.read(lambda shard: shard.count(request))}


def facet(collection: Collection, body: Any, _: str) -> Any:
    """Answer the values of a payload field."""
    request = parse_facet(body)
    hits = collection.read(lambda shard: shard.facet(request)).hits
    return {"hits": [{"value": hit.value, "count": hit.count} for hit in hits]}


def retrieve(collection: Collection, body: Any, _: str) -> Any:
    """Answer the points of these ids, those that there are."""
    fields = Fields(body, "point request")
    ids = parse_ids(fields.need("ids"), "ids")
    with_payload = parse_with_payload(fields.raw("with_payload"), default=True)
    with_vector = parse_with_vector(fields.raw("with_vector"))
    fields.done()
    records = collection.read(lambda shard: shard.retrieve(ids, with_payload, with_vector))
    return [render_record(record) for record in records]


def get_point(collection: Collection, _: Any, point_id: str) -> Any:
    """Answer one point with everything it has."""
    wanted = parse_id(int(point_id) if point_id.isdigit() else point_id)
    records = collection.read(lambda shard: shard.retrieve([wanted], True, True))
    if not records:
        raise NotFound(f"Not found: Point with id {point_id} does not exists!")
    return render_record(records[0])


def get_collection(collection: Collection, _: Any, __: str) -> Any:
    """Answer what there is to know of the collection."""
    return collection.info()


def upsert(collection: Collection, body: Any, _: str) -> Any:
    """Write points whole."""
    return _written(collection, *changes.parse_upsert(body, collection.schema.spaces))


def update_vectors(collection: Collection, body: Any, _: str) -> Any:
    """Replace some vectors of points."""
    return _written(collection, *changes.parse_update_vectors(body, collection.schema.spaces))


def delete_vectors(collection: Collection, body: Any, _: str) -> Any:
    """Remove some vectors of points."""
    return _written(collection, *changes.parse_delete_vectors(body, collection.schema.spaces))


def delete_points(collection: Collection, body: Any, _: str) -> Any:
    """Remove points."""
    return _written(collection, *changes.parse_delete(body))


def set_payload(collection: Collection, body: Any, _: str) -> Any:
    """Set some payload fields of points."""
    return _written(collection, *changes.parse_set_payload(body, whole=False))


def overwrite_payload(collection: Collection, body: Any, _: str) -> Any:
    """Replace the payload of points."""
    return _written(collection, *changes.parse_set_payload(body, whole=True))


def delete_payload(collection: Collection, body: Any, _: str) -> Any:
    """Remove some payload fields of points."""
    return _written(collection, *changes.parse_delete_payload(body))


def create_index(collection: Collection, body: Any, _: str) -> Any:
    """Index a payload field."""
    return _written(collection, parse_create_index(body), 0)


def delete_index(collection: Collection, _: Any, field_name: str) -> Any:
    """Remove the index of a payload field."""
    return _written(collection, edge.UpdateOperation.delete_field_index(field_name), 0)


def _written(collection: Collection, operation: edge.UpdateOperation, points: int) -> Any:
    return {"operation_id": collection.write(operation, points), "status": "completed"}


# By method and the path below /collections/{name}; `*` stands for one more part, given to the handler.
ROUTES: dict[tuple[str, str], Route] = {
    ("GET", ""): Route(get_collection),
    ("POST", "points/query"): Route(query_points),
    ("POST", "points/query/batch"): Route(query_batch),
    ("POST", "points/scroll"): Route(scroll),
    ("POST", "points/count"): Route(count),
    ("POST", "facet"): Route(facet),
    ("POST", "points"): Route(retrieve),
    ("GET", "points/*"): Route(get_point),
    ("PUT", "points"): Route(upsert, writes=True),
    ("POST", "points/delete"): Route(delete_points, writes=True),
    ("PUT", "points/vectors"): Route(update_vectors, writes=True),
    ("POST", "points/vectors/delete"): Route(delete_vectors, writes=True),
    ("POST", "points/payload"): Route(set_payload, writes=True),
    ("PUT", "points/payload"): Route(overwrite_payload, writes=True),
    ("POST", "points/payload/delete"): Route(delete_payload, writes=True),
    ("PUT", "index"): Route(create_index, writes=True),
    ("DELETE", "index/*"): Route(delete_index, writes=True),
}
