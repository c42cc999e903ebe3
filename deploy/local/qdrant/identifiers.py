"""Point ids: whole numbers and UUIDs, nothing else."""

from typing import Any
from uuid import UUID

from deploy.local.qdrant.errors import BadRequest

PointId = int | UUID
_LARGEST = 2**64 - 1


def parse_id(value: Any) -> PointId:
    """Return a point id from JSON. Raises BadRequest for what is neither an unsigned 64-bit number nor a UUID."""
    if isinstance(value, str):
        try:
            return UUID(value)
        except ValueError:
            pass
    elif isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return value
    raise BadRequest(
        f"Format error in JSON body: value {value!r} is not a valid point ID, valid values are either "
        "an unsigned integer or a UUID"
    )


def parse_ids(value: Any, where: str) -> list[int | UUID | str]:
    """Return a list of point ids from JSON."""
    if not isinstance(value, list):
        raise BadRequest(f"Format error in JSON body: {where} must be a list of point IDs")
    return [parse_id(one) for one in value]


def render_id(point_id: PointId) -> int | str:
    """Return a point id as it stands in JSON."""
    return point_id if isinstance(point_id, int) else str(point_id)
