"""Vectors of points: checked against the collection before the engine, and its log, ever see them."""

from collections.abc import Mapping
from typing import Any

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.schema import VectorSpace

Spaces = Mapping[str, VectorSpace]


def parse_point_vectors(value: Any, spaces: Spaces) -> Any:
    """Return a point's vectors, one list or several by name, after a check of names, lengths and values."""
    if isinstance(value, dict):
        for name, vector in value.items():
            check_vector(vector, name, spaces)
        return value
    check_vector(value, "", spaces)
    return value


def check_vector(vector: Any, name: str, spaces: Spaces, *, stored: bool = True) -> None:
    """Refuse a vector that does not fit the named space: a list of its length, or for a multivector a list of lists.

    What will be stored in a space of bytes must be whole numbers from 0 to 255; a query need not be.
    """
    space = space_of(name, spaces)
    rows = vector if space.multi and vector and isinstance(vector[0], list) else [vector]
    for row in rows:
        if not isinstance(row, list):
            raise BadRequest(f"Format error in JSON body: vector `{name}` must be a list of numbers")
        if len(row) != space.size:
            raise BadRequest(f"Wrong input: Vector dimension error: expected dim: {space.size}, got {len(row)}")
        if stored and space.whole_bytes and not all(0 <= x <= 255 and x == int(x) for x in row):
            raise BadRequest(f"Wrong input: vector `{name}` holds bytes: whole numbers from 0 to 255")


def space_of(name: str, spaces: Spaces) -> VectorSpace:
    """Return the space of that name. Raises BadRequest in Qdrant's words."""
    try:
        return spaces[name]
    except (KeyError, TypeError):
        raise BadRequest(f"Wrong input: Not existing vector name error: {name}") from None


def render_vectors(vectors: Any) -> Any:
    """Return vectors as they stand in JSON: the unnamed one alone, otherwise by name."""
    if isinstance(vectors, dict) and set(vectors) == {""}:
        return vectors[""]
    return vectors
