"""How odd each image is among the others, from its nearest neighbours. Whatever goes in, no nan or infinity comes out.

A distance is 1 − cosine, 0..2. Whoever has no neighbours at all, as when all images are one group, is not odd.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from catalog.anomalies.local_outlier import Scores, densities, distances, mean, outlier_factors
from catalog.anomalies.neighbours import UNGROUPED, Groups, Neighbours, Vectors

_REFERENCES: Final = 3
_CELLS: Final = 1 << 24
_MOST_Z: Final = 1e6
_FENCE: Final = 1.7
# What makes the median absolute deviation, and the mean one, of a normal distribution its standard deviation.
_PER_MEDIAN: Final = 0.6745
_PER_MEAN: Final = 0.7979


class Method(StrEnum):
    """What an image is scored by; more is odder."""

    DNN = "dnn"
    KNN = "knn"
    LOF = "lof"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Scaled:
    """Of n raw scores: the share of the others that are below, equal ones counting half, and how far off the median."""

    percentile: Scores  # (n,) 0..100; 50 when all are equal
    robust_z: Scores  # (n,) -1e6..1e6


def enough(count: int, k: int) -> bool:
    """Whether `count` images, a group counted once (`counted_once`), can each have k neighbours."""
    return count >= k + 1


def counted_once(group: Groups) -> int:
    """How many images there are when all of one group (-1 is nobody's) count as one."""
    named = group[group != UNGROUPED]
    return len(group) - len(named) + len(np.unique(named))


def raw_scores(neighbours: Neighbours) -> Mapping[Method, Scores]:
    """(n,) each: distance to the nearest, mean distance to all k (both 0..2), and the local outlier factor (from 0 up).

    DNN and KNN: Ramaswamy, Rastogi and Shim, "Efficient Algorithms for Mining Outliers from Large Data Sets", SIGMOD
    2000; Angiulli and Pizzuti, "Fast Outlier Detection in High Dimensional Spaces", PKDD 2002.
    """
    distance, known = distances(neighbours)
    return {
        Method.DNN: np.where(known[:, 0], distance[:, 0], 0.0),
        Method.KNN: mean(distance, known, otherwise=0.0),
        Method.LOF: outlier_factors(neighbours, densities(neighbours)),
    }


def reference_scores(vectors: Vectors, references: Vectors) -> Scores:
    """(n,) the mean distance, 0..2, of each unit vector to the nearest (up to 3) of r references.

    Raises ValueError when there are no references or anything is not finite.
    """
    if not len(references):
        raise ValueError("there must be a reference")
    count, step = min(_REFERENCES, len(references)), max(1, _CELLS // len(references))
    scores = np.empty(len(vectors))
    for begin in range(0, len(vectors), step):
        cosines = vectors[begin : begin + step] @ references.T
        nearest = np.partition(cosines, -count, axis=1)[:, -count:].astype(np.float64)
        scores[begin : begin + step] = 1 - nearest.clip(-1, 1).mean(axis=1)
    if not np.isfinite(scores).all():
        raise ValueError("vectors must be finite")
    return scores


def scaled(raw: Scores) -> Scaled:
    """The percentile and robust z of each of n raw scores among all of them.

    z is 0.6745 (x − median) / MAD; where more than half are equal, so that MAD is 0, the mean absolute deviation takes
    its place. Iglewicz and Hoaglin, "How to Detect and Handle Outliers", ASQC 1993.
    """
    held = np.sort(raw)
    below, above = np.searchsorted(held, raw, "left"), np.searchsorted(held, raw, "right")
    others = max(1, len(raw) - 1)
    percentile = 100 * (below + (above - below - 1) / 2) / others if len(raw) > 1 else np.full(len(raw), 50.0)
    return Scaled(percentile, _robust_z(raw, held))


def scaled_one(raw_value: float, sorted_raw: Scores) -> tuple[float, float]:
    """Percentile and robust z of one more score among those of a run, which are rising; (50, 0) among none."""
    if not len(sorted_raw):
        return 50.0, 0.0
    below, above = (int(np.searchsorted(sorted_raw, raw_value, side)) for side in ("left", "right"))
    percentile = 100 * (below + above) / 2 / len(sorted_raw)
    return percentile, float(_robust_z(np.array([raw_value]), sorted_raw)[0])


def fence(raw: Scores) -> float:
    """Q3 + 1.7 · IQR: a score above it is flagged, 0.15 % of a normal distribution. 0 of nothing.

    Tukey, "Exploratory Data Analysis", 1977, has 1.5, beyond which 0.35 % of a normal distribution lie on that side.
    """
    if not len(raw):
        return 0.0
    low, high = np.quantile(raw, [0.25, 0.75])
    return float(high + _FENCE * (high - low))


def _robust_z(raw: Scores, held: Scores) -> Scores:
    if not len(held):
        return np.zeros(len(raw))
    off, spread = raw - np.median(held), np.abs(held - np.median(held))
    scale = np.median(spread) / _PER_MEDIAN or np.mean(spread) / _PER_MEAN
    if scale == 0:
        return np.sign(off) * _MOST_Z
    # What is left of a difference far below the spread may still be too much for a float to divide by.
    with np.errstate(over="ignore"):
        return np.clip(off / scale, -_MOST_Z, _MOST_Z)
