"""From candidates to edges: the cosines of many pairs at a time, each image's vector fetched once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import SAME_PIXELS, TURNED
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.ports import VectorReader
from catalog.duplicates.thresholds import thresholds_of
from catalog.embeddings.model import VectorSpace
from catalog.tenancy import TenantScope

EDGE_FLOOR: Final = 0.75
"""The least cosine that is kept: below any threshold that can be asked for, less the margin for the worst pair."""
_DECIMALS: Final = 6


@dataclass(slots=True)
class Confirming:
    """Looks at the vectors of pairs in one vector space.

    What the last call fetched is kept for the next one: pairs come component by component, so an image is fetched once
    unless its component is larger than two calls.
    """

    reader: VectorReader
    scope: TenantScope
    space: VectorSpace
    _fetched: dict[str, NDArray[np.float32] | None] = field(default_factory=dict)

    def confirmed(self, edges: EdgeColumns) -> tuple[EdgeColumns, EdgeColumns]:
        """Those to be kept, with their cosines, and the others.

        Equal pixels are kept whatever the vectors say (1.0 where the index has none); turned pictures from the model's
        own floor on; all others from EDGE_FLOOR on. Raises IndexUnavailable.
        """
        cosine, known = self.cosines(edges.low_ids, edges.high_ids)
        same = edges.tier == SAME_PIXELS
        floor = np.where(edges.tier == TURNED, thresholds_of(self.space.model_name).turned_floor, EDGE_FLOOR)
        kept = same | (known & (cosine >= floor))
        cosine = np.where(known, cosine, np.float32(1.0))
        measured = EdgeColumns(edges.low_ids, edges.high_ids, edges.tier, edges.hamming, cosine, edges.turn)
        return measured.only(kept), measured.only(~kept)

    def cosines(
        self, first_ids: NDArray[np.bytes_], second_ids: NDArray[np.bytes_]
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """(m,) the cosine of each pair, to six decimals, and whether both images are in the index."""
        ids, at = np.unique(np.concatenate([first_ids, second_ids]), return_inverse=True)
        known, vectors = self._vectors([one.decode() for one in ids.tolist()])
        first, second = at[: len(first_ids)], at[len(first_ids) :]
        cosine = np.einsum("ij,ij->i", vectors[first], vectors[second]).clip(-1.0, 1.0)
        return np.round(cosine, _DECIMALS).astype(np.float32), known[first] & known[second]

    def _vectors(self, image_ids: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        missing = [one for one in image_ids if one not in self._fetched]
        fetched = {one: self._fetched[one] for one in image_ids if one in self._fetched}
        if missing:
            known, vectors = self.reader.vectors(self.scope, self.space, missing)
            fetched |= {
                one: vector if there else None for one, there, vector in zip(missing, known, vectors, strict=True)
            }
        self._fetched = fetched
        nothing = np.zeros(self.space.dimension, np.float32)
        found = [fetched[one] for one in image_ids]
        rows = np.array([nothing if one is None else one for one in found], np.float32)
        return np.array([one is not None for one in found], np.bool_), rows.reshape(-1, self.space.dimension)
