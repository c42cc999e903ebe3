"""The local outlier factor, and the densities that it compares.

Breunig, Kriegel, Ng and Sander, "LOF: Identifying Density-Based Local Outliers", SIGMOD 2000. A distance is 1 − cosine.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.neighbours import Neighbours

Scores = NDArray[np.float64]
# Cosines of float32 vectors say nothing below this; copies of each other are as near as that, not infinitely dense.
_LEAST_REACH: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Densities:
    """Of n images: how far the furthest of its neighbours is, and how densely it lies among them."""

    furthest: Scores  # (n,) 0..2
    density: Scores  # (n,) 0.5..1e6


def densities(neighbours: Neighbours) -> Densities:
    """What the outlier factors of these images, and of new ones among them, are made from."""
    distance, known = distances(neighbours)
    furthest = np.where(known, distance, 0.0).max(axis=1, initial=0.0)
    return Densities(furthest, _density(neighbours, furthest))


def outlier_factors(neighbours: Neighbours, among: Densities) -> Scores:
    """(m,) LOF of m images whose neighbours are numbered as `among` is; about 1 inside a cluster, more outside.

    With exactly k neighbours where the paper has all that are as near as the k-th, and with densities that copies of
    one image cannot make infinite.
    """
    known = neighbours.index >= 0
    around = mean(_of(among.density, neighbours), known, otherwise=1.0)
    return np.where(known.any(axis=1), around / _density(neighbours, among.furthest), 1.0)


def density_among(neighbours: Neighbours, among: Densities) -> Scores:
    """(m,) how densely m images lie among those that `among` is of and their neighbours are numbered as."""
    return _density(neighbours, among.furthest)


def distances(neighbours: Neighbours) -> tuple[Scores, NDArray[np.bool_]]:
    """(n, k) the distances, nan where there is no neighbour, and whether there is one."""
    known = neighbours.index >= 0
    return np.where(known, 1.0 - neighbours.similarity.astype(np.float64), np.nan), known


def mean(values: Scores, known: NDArray[np.bool_], *, otherwise: float) -> Scores:
    """(n,) the mean of the known ones in each row."""
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), otherwise)


def _density(neighbours: Neighbours, furthest: Scores) -> Scores:
    """(n,) one over the mean reachability distance; 1 for whoever has no neighbours."""
    distance, known = distances(neighbours)
    reach = np.maximum(distance, _of(furthest, neighbours))
    return 1.0 / np.maximum(mean(reach, known, otherwise=1.0), _LEAST_REACH)


def _of(values: Scores, neighbours: Neighbours) -> Scores:
    """(n, k) the value of each neighbour; 0, the last one, where the index is -1."""
    return np.append(values, 0.0)[neighbours.index]
