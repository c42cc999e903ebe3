"""Relevance feedback: a question's vector moved towards what fits it and away from what does not.

J. J. Rocchio, Relevance feedback in information retrieval, in: The SMART Retrieval System, 1971. With pictures and
without positives it is Qdrant's `average_vector` strategy up to length; decision 0019 has why it is done here.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import Vector

_SHORTEST: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Weights:
    """How far the mean of the positives draws and that of the negatives pushes, beside a question of weight 1."""

    positive: float
    negative: float


# Measured with `make bench BENCH=feedback`. Words lie far from all pictures, and those near to one another: what moves
# a picture's vector a little turns that of words around.
OF_PICTURES: Final = Weights(0.5, 0.5)
OF_WORDS: Final = Weights(0.25, 0.1)
# The positives are the question.
OF_EXAMPLES: Final = Weights(0.0, 0.5)


def moved(question: Vector, positives: NDArray[np.float32], negatives: NDArray[np.float32], weights: Weights) -> Vector:
    """The unit vector (d,) of a question moved by positives (p, d) and negatives (n, d), unit vectors all.

    The question itself where they cancel each other out.
    """
    if not len(positives) and not len(negatives):
        return question
    target = question.astype(np.float64)
    if len(positives):
        target = target + weights.positive * positives.mean(axis=0, dtype=np.float64)
    if len(negatives):
        target = target - weights.negative * negatives.mean(axis=0, dtype=np.float64)
    length = float(np.linalg.norm(target))
    return question if length < _SHORTEST else (target / length).astype(np.float32)


def middle(vectors: NDArray[np.float32]) -> Vector:
    """The unit vector (d,) in the middle of unit vectors (n, d), n ≥ 1; the first where they cancel each other out."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    length = float(np.linalg.norm(mean))
    first: Vector = vectors[0]
    return first if length < _SHORTEST else (mean / length).astype(np.float32)
