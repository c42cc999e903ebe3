"""An embedding is a unit vector together with the name of the model that made it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the embedder says of its model; `pad_colour` is the RGB that model-ready pixels are padded with."""

    name: str
    version: str
    dimension: int
    pad_colour: tuple[int, int, int]


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
    pad_colour: tuple[int, int, int]


class Quantization(StrEnum):
    """How vectors are kept small in memory; the originals stay on disk and re-score."""

    NONE = "none"
    SCALAR = "scalar"
    PRODUCT = "product"
    BINARY = "binary"
