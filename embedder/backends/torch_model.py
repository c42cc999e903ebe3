"""An open_clip model run by torch, eagerly and in fp32: the reference that every other backend is compared with."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch

from embedder.backends.short_text import encode_short, may_shorten
from embedder.backends.tokens import Tokenizer, padded
from embedder.errors import CannotStart
from embedder.ports import ModelFacts, Pixels, Preprocess, Tokens, Vectors

IMAGE_SIZE: Final = 224


class TorchModel:
    """Both towers in eval mode. The calls may come from `streams` threads at once."""

    def __init__(
        self,
        net: Any,
        tokenizer: Any,
        *,
        name: str,
        version: str,
        device: str,
        preprocess: Preprocess = "pad",
        streams: int = 1,
    ) -> None:
        self.streams = streams
        self.tokenizer = Tokenizer(tokenizer)
        self._net = net.eval().requires_grad_(False)
        self._device = torch.device(device)
        self.tokenizer.trims = may_shorten(self._net, self.tokenizer, self._device)
        channels = net.visual.preprocess_cfg
        self._mean = self._channels(channels["mean"])
        self._std = self._channels(channels["std"])
        self.facts = ModelFacts(
            name=name,
            version=version,
            dimension=self._dimension(),
            image_size=IMAGE_SIZE,
            mean=_triple(channels["mean"]),
            std=_triple(channels["std"]),
            context_length=self.tokenizer.context_length,
            device=device,
            preprocess=preprocess,
        )

    @torch.inference_mode()
    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures of 224 × 224 × 3 uint8; (N, D) float32, length 1."""
        batch = torch.from_numpy(np.stack(pixels)).to(self._device)
        batch = batch.permute(0, 3, 1, 2).float().div_(255).sub_(self._mean).div_(self._std)
        return _unit(self._net.encode_image(batch))

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The token ids of each text."""
        return self.tokenizer.tokens(texts)

    @torch.inference_mode()
    def encode_tokens(self, tokens: Sequence[Tokens]) -> Vectors:
        """Embed N texts, given as their tokens; (N, D) float32, length 1."""
        batch = torch.from_numpy(padded(tokens)).to(self._device)
        return _unit(encode_short(self._net, batch) if self.tokenizer.trims else self._net.encode_text(batch))

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed N texts; (N, D) float32, length 1."""
        return self.encode_tokens(self.tokenize(texts))

    def _dimension(self) -> int:
        image = self.encode_images([np.zeros((IMAGE_SIZE, IMAGE_SIZE, 3), np.uint8)])
        if not self.tokenizer.context_length:
            return int(image.shape[1])
        text = self.encode_texts(["a"])
        if image.shape != text.shape:
            raise CannotStart(f"the model's towers disagree: {image.shape[1]} and {text.shape[1]} dimensions")
        return int(image.shape[1])

    def _channels(self, values: Sequence[float]) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.float32, device=self._device).view(1, 3, 1, 1)


def _unit(features: torch.Tensor) -> Vectors:
    unit: Vectors = torch.nn.functional.normalize(features.float(), dim=-1).cpu().numpy()
    return unit


def _triple(values: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = values
    return float(first), float(second), float(third)
