"""From raw scores to what is kept of them: percentiles, fences, and flags that heed what is known to be normal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.columns import METHODS
from catalog.anomalies.neighbours import Vectors
from catalog.anomalies.scoring import Method, fence, reference_scores, scaled

Scores = NDArray[np.float64]
REFERENCE: Final = METHODS.index(Method.REFERENCE)
# Cosines of float32 vectors say nothing below this.
NOTHING: Final = 1e-6
_CELLS: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Measure:
    """What scores of a run are held against: the fence of each method it has, and how far a reference reaches."""

    fences: Mapping[Method, float]
    reach: float


@dataclass(frozen=True, slots=True)
class Scaling:
    """Raw scores among each other; columns by METHODS, nan (percentile 50, z 0) where a method has none."""

    percentile: Scores
    robust_z: Scores
    fences: Mapping[Method, float]


def scaling(raw: Scores) -> Scaling:
    """Percentile, robust z and fence of each column (n, methods) that has scores; all of a column or none."""
    percentile, robust_z, fences = np.full(raw.shape, 50.0), np.zeros(raw.shape), {}
    for column, method in enumerate(METHODS):
        if len(raw) and not np.isnan(raw[0, column]):
            found = scaled(raw[:, column])
            percentile[:, column], robust_z[:, column] = found.percentile, found.robust_z
            fences[method] = fence(raw[:, column])
    return Scaling(percentile, robust_z, fences)


def reach_of(raw: Scores) -> float:
    """How near to a reference an image is taken for another of its kind: the median distance to a nearest neighbour.

    It is then no further from something that people called normal than half of all images are from whatever is nearest
    to them. The dataset says it itself, so it fits dense and scattered ones alike, and one reference alone never makes
    a whole dataset normal.
    """
    return float(np.median(raw[:, METHODS.index(Method.DNN)])) if len(raw) else 0.0


def against(vectors: Vectors, references: Vectors) -> tuple[Scores, Scores]:
    """(n,) reference score, and (n,) distance to the nearest reference; nan and infinity without references."""
    if not len(references) or not len(vectors):
        return np.full(len(vectors), np.nan), np.full(len(vectors), np.inf)
    nearest, step = np.empty(len(vectors)), max(1, _CELLS // len(references))
    for begin in range(0, len(vectors), step):
        nearest[begin : begin + step] = 1 - (vectors[begin : begin + step] @ references.T).max(axis=1)
    return reference_scores(vectors, references), nearest


def flags(raw: Scores, nearest_reference: Scores, by: Measure) -> NDArray[np.bool_]:
    """(n, methods) whether the score is above its fence and the image no look-alike of a reference."""
    fences = np.array([by.fences.get(method, np.inf) for method in METHODS])
    unlike = nearest_reference > by.reach + NOTHING
    with np.errstate(invalid="ignore"):
        return (raw > fences) & unlike[:, None]
