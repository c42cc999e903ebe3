"""What is known of pairs of images, as columns: a million edges without a million objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.model import Tier

TIERS: Final = tuple(Tier)
"""The tier that each number of `EdgeTable.tier` stands for."""
SAME_PIXELS, EDITED, TURNED, VARIANT = 1, 2, 3, 4
NO_HAMMING: Final = -1
_TURNED_STEP: Final = 1000.0


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """n images (nodes) and m pairs of them (edges), each pair once.

    Nodes are numbered in the order of their content hashes, so ties that go by content hash go by number. Edges are in
    the order of (low, high), whatever order they came in.
    """

    image_ids: NDArray[np.bytes_]  # (n,) S26
    sha256s: NDArray[np.bytes_]  # (n,) S64, rising
    sizes: NDArray[np.int64]  # (n,) bytes of the file
    low: NDArray[np.int32]  # (m,) node number, below `high`
    high: NDArray[np.int32]
    similarity: NDArray[
        np.float32
    ]  # (m,) T1: 1.0; T2, T4: cosine; T3: 1 - hamming / 1000, so that it clears any threshold
    hamming: NDArray[np.int16]  # (m,) 0..64, NO_HAMMING where a hash says nothing
    tier: NDArray[np.int8]  # (m,) 0..4, see TIERS

    @classmethod
    def from_columns(  # one argument a column
        cls,
        image_ids: NDArray[np.bytes_],
        sha256s: NDArray[np.bytes_],
        sizes: NDArray[np.int64],
        *,
        first_ids: NDArray[np.bytes_],
        second_ids: NDArray[np.bytes_],
        tier: NDArray[np.int8],
        hamming: NDArray[np.int16],
        cosine: NDArray[np.float32],
    ) -> Self:
        """The table of nodes in any order and edges in any order, named by image ids either way round.

        An edge of an image that is not among `image_ids` is left out: it was deleted, or is of another dataset.
        """
        by_hash = np.argsort(sha256s, kind="stable")
        first, second = (_numbers(image_ids[by_hash], ids) for ids in (first_ids, second_ids))
        low, high = np.minimum(first, second), np.maximum(first, second)
        kept = np.flatnonzero((low >= 0) & (low < high))
        kept = kept[np.lexsort((high[kept], low[kept]))]
        return cls(
            image_ids[by_hash],
            sha256s[by_hash],
            sizes[by_hash],
            low[kept],
            high[kept],
            similarity_of(tier[kept], hamming[kept], cosine[kept]),
            hamming[kept],
            tier[kept],
        )

    def numbers_of(self, image_ids: NDArray[np.bytes_]) -> NDArray[np.int32]:
        """The nodes of these images; -1 for an image that is not here."""
        return _numbers(self.image_ids, image_ids)


def similarity_of(
    tier: NDArray[np.int8], hamming: NDArray[np.int16], cosine: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How alike, 0..1, as grouping counts it: see `EdgeTable.similarity`."""
    by_tier = np.where(tier == TURNED, 1.0 - hamming / _TURNED_STEP, cosine)
    return np.where(tier <= SAME_PIXELS, 1.0, by_tier).clip(0.0, 1.0).astype(np.float32)


def edge_table(
    images: Sequence[tuple[str, str, int]], edges: Iterable[tuple[str, str, Tier, int | None, float]]
) -> EdgeTable:
    """A small table from rows: images as (image_id, sha256, bytes), edges as (id, other id, tier, hamming, cosine)."""
    rows = list(edges)
    return EdgeTable.from_columns(
        np.array([one[0] for one in images], "S26"),
        np.array([one[1] for one in images], "S64"),
        np.array([one[2] for one in images], np.int64),
        first_ids=np.array([one[0] for one in rows], "S26"),
        second_ids=np.array([one[1] for one in rows], "S26"),
        tier=np.array([TIERS.index(one[2]) for one in rows], np.int8),
        hamming=np.array([NO_HAMMING if one[3] is None else one[3] for one in rows], np.int16),
        cosine=np.array([one[4] for one in rows], np.float32),
    )


def _numbers(known: NDArray[np.bytes_], ids: NDArray[np.bytes_]) -> NDArray[np.int32]:
    """For each id its place in `known`, or -1."""
    if not len(known):
        return np.full(len(ids), -1, np.int32)
    order = np.argsort(known)
    at = order[np.searchsorted(known, ids, sorter=order).clip(max=len(known) - 1)]
    return np.where(known[at] == ids, at, -1).astype(np.int32)
