"""An embedding is a unit vector together with the name of the model that made it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]

Colour = tuple[int, int, int]
"""Red, green and blue, 0..255."""

# The mean of CLIP's training pictures (0.48145466, 0.4578275, 0.40821073), which nearly every open_clip model keeps.
CLIP_MEAN_COLOUR: Final = (123, 117, 104)


class PreprocessMode(StrEnum):
    """What becomes of a picture that is not square: all of it is padded, or its middle is kept."""

    PAD = "pad"
    CROP = "crop"


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How pictures become the square of pixels that a model is given. `pad_colour` is what is around padded ones."""

    mode: PreprocessMode = PreprocessMode.PAD
    pad_colour: Colour = CLIP_MEAN_COLOUR


PADDED: Final = Preprocess()


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the embedder says of its model."""

    name: str
    version: str
    dimension: int
    preprocess: Preprocess = PADDED


@dataclass(frozen=True, slots=True)
class Embedding:
    """A float32 vector of norm 1, shape (dimension,), and what made it."""

    vector: Vector
    model_name: str
    model_version: str


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Where the vectors of one model version live: the Qdrant collection that answers for it."""

    collection: str
    model_name: str
    model_version: str
    dimension: int
    preprocess: Preprocess = PADDED


class Quantization(StrEnum):
    """How vectors are kept small in memory; the originals stay on disk and re-score."""

    NONE = "none"
    SCALAR = "scalar"
    PRODUCT = "product"
    BINARY = "binary"
