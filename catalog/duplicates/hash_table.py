"""The hashes of a scope's images as columns: what candidates are found from, at some hundred bytes an image."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class HashTable:
    """n searchable images whose hashes say something (flat ones are left out), in the order of their ids.

    Images without turned or pixel hashes, taken in before those were kept, are left out as well.
    """

    image_ids: NDArray[np.bytes_]  # (n,) S26, rising
    upright: NDArray[np.uint64]  # (n,)
    turned: NDArray[np.uint64]  # (n, 7) under Turn 1..7
    pixels: NDArray[np.uint64]  # (n, 2) the two halves of the pixel hash

    def __len__(self) -> int:
        return len(self.image_ids)
