"""An exported model run by OpenVINO on the CPU; the torch network it was made from is not in memory."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from embedder.backends.exports import IMAGE, TEXT, Export
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.openvino_tower import Cores, OpenVinoTower
from embedder.backends.tokens import Tokenizer, padded
from embedder.backends.torch_model import IMAGE_SIZE
from embedder.errors import NoTextTower
from embedder.ports import ModelFacts, Pixels, Preprocess, Tokens, Vectors
from embedder.settings import Precision


class OpenVinoModel(LoadedModel):
    """Both towers. Up to `streams` calls of a tower run at once for each niceness of threads; more wait their turn."""

    def __init__(
        self,
        export: Export,
        tokenizer: Any,
        *,
        name: str,
        version: str,
        cores: Cores,
        precision: Precision = "fp32",
        preprocess: Preprocess = "pad",
    ) -> None:
        shapes = export.shapes()
        self.streams = cores.streams
        self.tokenizer = Tokenizer(tokenizer)
        self.tokenizer.trims = shapes.trims
        self._image = OpenVinoTower(export.folder / IMAGE, cores, precision)
        self._text = _text_tower(export, cores, precision) if shapes.context_length else None
        self.facts = ModelFacts(
            name=name,
            version=version,
            dimension=shapes.dimension,
            image_size=IMAGE_SIZE,
            mean=shapes.mean,
            std=shapes.std,
            context_length=shapes.context_length,
            device="cpu",
            preprocess=preprocess,
            backend="openvino",
            precision=precision,
        )

    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures of 224 × 224 × 3 uint8; (N, D) float32, length 1."""
        return self._image(np.stack(pixels))

    def encode_tokens(self, tokens: Sequence[Tokens]) -> Vectors:
        """Embed N texts, given as their tokens; (N, D) float32, length 1. Raises NoTextTower."""
        if self._text is None:
            raise NoTextTower("the model embeds pictures only")
        return self._text(padded(tokens))


def _text_tower(export: Export, cores: Cores, precision: Precision) -> OpenVinoTower:
    # A person's words come alone, and reading the weights is most of what they cost: all threads are sooner done.
    return OpenVinoTower(export.folder / TEXT, cores, precision, quick_alone=True)
