"""VectorReader over the index in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import VectorSpace
from catalog.tenancy import TenantScope
from tests.fakes.parts import MemoryIndex


@dataclass(frozen=True, slots=True)
class MemoryReader:
    """Of the tenant's own points only."""

    index: MemoryIndex

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """What is there, and the vectors."""
        own = {one: vector for one, (image, vector) in self.index.points.items() if image.tenant_id == scope.tenant_id}
        nothing = np.zeros(space.dimension, np.float32)
        vectors = [own.get(one, nothing) for one in image_ids]
        return np.array([one in own for one in image_ids], np.bool_), np.array(vectors, np.float32)
