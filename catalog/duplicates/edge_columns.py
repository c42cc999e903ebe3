"""Edges as columns, on their way into the table of edges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class EdgeColumns:
    """m pairs of images with their evidence, `low_ids` < `high_ids`, each pair once; see Edge for the units."""

    low_ids: NDArray[np.bytes_]  # (m,) S26
    high_ids: NDArray[np.bytes_]
    tier: NDArray[np.int8]  # (m,) 1..4
    hamming: NDArray[np.int16]  # (m,) 0..64, NO_HAMMING where a hash says nothing
    cosine: NDArray[np.float32]  # (m,) -1..1
    turn: NDArray[np.int8]  # (m,) 0..7, see Turn

    def __len__(self) -> int:
        return len(self.low_ids)

    def only(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Self:
        """The edges that `which` marks or numbers."""
        return type(self)(*(getattr(self, column.name)[which] for column in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """One after the other; at least one part."""
        names = [column.name for column in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def edge_columns(rows: Iterable[tuple[str, str, int, int, float, int]]) -> EdgeColumns:
    """From a few rows: the two ids either way round, tier, hamming, cosine, turn of the low picture into the high."""
    edges = list(rows)
    return EdgeColumns(
        np.array([min(one[:2]) for one in edges], "S26"),
        np.array([max(one[:2]) for one in edges], "S26"),
        np.array([one[2] for one in edges], np.int8),
        np.array([one[3] for one in edges], np.int16),
        np.array([one[4] for one in edges], np.float32),
        np.array([one[5] for one in edges], np.int8),
    )
