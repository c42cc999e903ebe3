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

    def numbers_of(self, image_ids: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Where these images are in the table; -1 for one that is not."""
        if not len(self):
            return np.full(len(image_ids), -1, np.int64)
        at = np.searchsorted(self.image_ids, image_ids).clip(max=len(self) - 1)
        return np.where(self.image_ids[at] == image_ids, at, -1).astype(np.int64)
