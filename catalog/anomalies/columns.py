"""The scores of many images at once, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.scoring import Method

METHODS: Final = tuple(Method)
"""The order of the columns of what is kept by method."""


@dataclass(frozen=True, slots=True)
class ScoreColumns:
    """n images. What is kept by method has a column for each of METHODS; nan where there is no reference score."""

    image_ids: NDArray[np.bytes_]  # (n,) S26
    raw: NDArray[np.float64]  # (n, methods)
    percentile: NDArray[np.float64]  # (n, methods) 0..100
    robust_z: NDArray[np.float64]  # (n, methods)
    flagged: NDArray[np.bool_]  # (n, methods)
    neighbour_ids: NDArray[np.bytes_]  # (n, k) S26, nearest first, empty where there are fewer
    distances: NDArray[np.float64]  # (n, k) 0..2, nan where there are fewer
    density: NDArray[np.float64]  # (n,) how densely it lies among its neighbours, what LOF compares

    def __len__(self) -> int:
        return len(self.image_ids)

    def only(self, which: slice | Sequence[int] | NDArray[np.bool_]) -> "ScoreColumns":
        """These of the images."""
        return ScoreColumns(*(getattr(self, name)[which] for name in self.__slots__))
