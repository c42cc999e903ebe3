"""VectorReader over vectors in memory, compared one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import VectorSpace
from catalog.images.ports import Match
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class MemoryVectors:
    """Unit vectors (n, dimension) of these images, of whatever tenant is asked for."""

    image_ids: Sequence[str]
    held: NDArray[np.float32]

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """(n,) whether the image is here, and (n, dimension) its vector, zeros where it is not."""
        del scope
        rows = {image_id: at for at, image_id in enumerate(self.image_ids)}
        found = np.zeros((len(image_ids), space.dimension), np.float32)
        known = np.array([one in rows for one in image_ids], np.bool_)
        found[known] = self.held[[rows[one] for one in image_ids if one in rows]]
        return known, found

    def neighbours(
        self, scope: TenantScope, space: VectorSpace, vectors: NDArray[np.float32], *, least: float, limit: int
    ) -> list[list[Match]]:
        """For each vector the nearest images of cosine at least `least`, best first."""
        del scope, space
        return [self._nearest(cosines, least, limit) for cosines in vectors @ self.held.T]

    def _nearest(self, cosines: NDArray[np.float32], least: float, limit: int) -> list[Match]:
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [Match(self.image_ids[at], float(cosines[at])) for at in best.tolist() if cosines[at] >= least]
