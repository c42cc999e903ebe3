"""What the service needs of a model: facts about it and two batch calls. Knows no torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""One model-ready picture: side × side × 3, RGB, row-major."""

Vectors = NDArray[np.float32]
"""One vector (D,) or a batch of them (N, D); each has length 1."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is said about the model to the outside; `version` changes whenever its vectors would."""

    name: str
    version: str
    dimension: int
    image_size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    context_length: int
    device: str


class Model(Protocol):
    """A pair of towers. Both calls are synchronous and made from one thread only."""

    @property
    def facts(self) -> ModelFacts:
        """What this model is."""
        ...

    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures; (N, D) float32 in the order given."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed N texts; (N, D) float32 in the order given. Text beyond the context length is cut off."""
        ...
