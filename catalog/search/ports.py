"""What a search with examples needs beside the index that it asks."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import VectorSpace
from catalog.tenancy import TenantScope


class VectorReader(Protocol):
    """Vectors of many images at a time, always of the scope's own."""

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """(n,) whether the index has the image, and (n, dimension) its unit vector. Raises IndexUnavailable."""
