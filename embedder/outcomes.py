"""What becomes of one item of a request."""

from typing import Final

from embedder.errors import ItemFailed
from embedder.ports import Vectors

Outcome = Vectors | ItemFailed
"""The item's vector, or why it has none."""

# A unit vector in float32 is this near to length one.
_TOLERANCE: Final = 1e-3


def is_unit(length: float) -> bool:
    """Whether a vector of this length counts as one of length 1; NaN and infinity do not."""
    return abs(length - 1) < _TOLERANCE
