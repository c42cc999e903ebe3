"""What can be said of each cluster: its medoid, how its members lie around it, and which number it gets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Description:
    """A cluster by the places of its members among all: the medoid first, by rising distance to it.

    `distances` (k,) are cosine distances to the medoid, `spread` is their mean over the others (0 for one alone), and
    `mean` (dimension,) is the mean of the members' vectors.
    """

    members: NDArray[np.int64]
    distances: NDArray[np.float64]
    spread: float
    mean: NDArray[np.float32]


def described(vectors: NDArray[np.float32], labels: NDArray[np.int32]) -> list[Description]:
    """The clusters of n unit vectors (n, dimension) by label (n,): the largest first, then by their medoids' places.

    The medoid is the member with the smallest mean cosine distance to the others; of several, the first.
    """
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    found = [_described(vectors, members) for members in np.split(order, ends)]
    return sorted(found, key=lambda one: (-len(one.members), int(one.members[0])))


def _described(vectors: NDArray[np.float32], members: NDArray[np.int64]) -> Description:
    own = vectors[members].astype(np.float64)
    # The mean distance to all members is 1 minus the cosine to their sum, but for a factor.
    medoid = int(np.argmax(own @ own.sum(axis=0)))
    distances = np.clip(1 - own @ own[medoid], 0, 2)
    distances[medoid] = 0
    others = np.delete(np.arange(len(members)), medoid)
    order = np.concatenate([[medoid], others[np.argsort(distances[others], kind="stable")]]).astype(np.int64)
    spread = float(distances[others].mean()) if len(others) else 0.0
    return Description(members[order], distances[order], spread, own.mean(axis=0).astype(np.float32))
