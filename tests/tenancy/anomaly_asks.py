"""A good request for every operation of anomalies, about what was scored in the world's second dataset."""

from collections.abc import Mapping
from typing import Any, Final

from tests.tenancy.anomaly_table import QUEUE
from tests.tenancy.row import Operation
from tests.tenancy.worlds import World

_UNMADE: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_BODIES: Final[Mapping[str, Mapping[str, Any]]] = {"PUT": {"budget": 50}, "POST": {"verdict": "unsure"}}


def parts_of(operation: Operation, world: World) -> dict[str, Mapping[str, Any]]:
    """The path, the query and the body of a good request."""
    query = {"dataset_id": world.scored_label, **({"limit": "1"} if operation.path == QUEUE else {})}
    path = {"image_id": world.scored_ids[0] if world.scored_ids else _UNMADE} if "{" in operation.path else {}
    body = _BODIES.get(operation.method, {}) if operation.media else {}
    return {"path": path, "query": query, "body": body}
