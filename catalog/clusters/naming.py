"""Names for clusters: the word whose embedding points where the cluster lies off the rest of the collection.

A cluster's direction is the mean of its vectors less the mean of all that were clustered, so that what all pictures
share says nothing. It is compared with the text embedding of every word (Radford et al., "Learning Transferable Visual
Models From Natural Language Supervision", ICML 2021, for the prompt and for classifying by text).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Cosines of pictures and texts differ in scale from model to model; how far a word stands out of all words does not.
_SHARPNESS: Final = 2.0
LEAST_STANDING_OUT: Final = 3.0
LEAST_CONFIDENCE: Final = 0.2
_NO_DIRECTION: Final = 1e-4


class Named(NamedTuple):
    """A word, and how sure that is, 0..1."""

    word: str
    confidence: float


def names_of(
    means: NDArray[np.float32], centre: NDArray[np.float32], words: tuple[str, ...], texts: NDArray[np.float32]
) -> list[Named | None]:
    """A name for each cluster by its mean (c, dimension), or None where no word says enough.

    `centre` (dimension,) is the mean of all clustered vectors and `texts` (w, dimension) the words' unit vectors. A
    word's score is its cosine with the cluster's direction, in standard deviations over all words; confidence is the
    softmax of twice the scores. A name stands out by at least 3 deviations, with a confidence of at least 0.2.
    """
    found: list[Named | None] = []
    for mean in means:
        direction = mean.astype(np.float64) - centre
        length = np.linalg.norm(direction)
        found.append(_best(texts @ (direction / length), words) if length > _NO_DIRECTION else None)
    return found


def _best(cosines: NDArray[np.float64], words: tuple[str, ...]) -> Named | None:
    deviation = cosines.std()
    if deviation < _NO_DIRECTION:
        return None
    scores = (cosines - cosines.mean()) / deviation
    best = int(np.argmax(scores))
    confidence = float(1 / np.exp(_SHARPNESS * (scores - scores[best])).sum())
    if scores[best] < LEAST_STANDING_OUT or confidence < LEAST_CONFIDENCE:
        return None
    return Named(words[best], confidence)
