"""A good request for every operation of feedback, about what the world has settled with."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.tenancy.feedback_table import BASE
from tests.tenancy.row import Media, Operation
from tests.tenancy.worlds import World

Parts = dict[str, Mapping[str, Any]]
_UNMADE_IMAGE: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_UNMADE: Final = "00000000-0000-4000-8000-000000000000"


def feedback_parts(operation: Operation, world: World) -> Parts:
    """The path, the query and the body of a good request."""
    return _PARTS[operation](world)


def _said(world: World) -> Parts:
    image_id = world.images[0]["image_id"] if world.images else _UNMADE_IMAGE
    return {"body": {"image_id": image_id, "action": "irrelevant", "query": {"text_query": "a picture"}, "rank": 1}}


_PARTS: Final[Mapping[Operation, Callable[[World], Parts]]] = {
    Operation("POST", BASE, Media.JSON): _said,
    Operation("GET", BASE): lambda world: {"query": {"limit": "1"}},
    Operation("DELETE", f"{BASE}/{{feedback_id}}"): lambda world: {
        "path": {"feedback_id": world.feedback_id or _UNMADE}
    },
    Operation("GET", f"{BASE}/hard-negatives"): lambda world: {"query": {"limit": "1"}},
    Operation("GET", f"{BASE}/triplets.jsonl"): lambda world: {},
}
