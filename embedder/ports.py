"""What the service needs of a model: facts about it and two batch calls. Knows no torch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""One model-ready picture: side × side × 3, RGB, row-major."""

Vectors = NDArray[np.float32]
"""One vector (D,) or a batch of them (N, D); each has length 1."""

Tokens = NDArray[np.int64]
"""The token ids of one text (length,), end token last where the model allows that."""

Preprocess = Literal["pad", "crop"]
"""How a picture that is not square becomes the model's square: all of it, padded, or the middle of it."""


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
    preprocess: Preprocess
    backend: str = "torch"
    precision: str = "fp32"
    parity: Mapping[str, float] = field(default_factory=dict)
    """The lowest cosine to torch in fp32 that each tower (image, text) had at start; empty for torch in fp32 itself."""


class Model(Protocol):
    """A pair of towers. The calls are synchronous and may come from several threads; tokenize from one at a time."""

    @property
    def facts(self) -> ModelFacts:
        """What this model is."""
        ...

    @property
    def streams(self) -> int:
        """How many batches are best encoded side by side."""
        ...

    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures; (N, D) float32 in the order given."""
        ...

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The token ids of each text; what is beyond the context length is cut off. Equal ids, equal vector."""
        ...

    def encode_tokens(self, tokens: Sequence[Tokens]) -> Vectors:
        """Embed N texts, given as their token ids; (N, D) float32 in the order given."""
        ...
