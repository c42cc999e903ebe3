"""A model run by torch, eagerly: in fp32 the reference that everything else is compared with; on a GPU also in bf16."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.short_text import encode_short, may_shorten
from embedder.backends.tokens import Tokenizer, padded
from embedder.errors import CannotStart
from embedder.ports import ModelFacts, Pixels, Preprocess, Tokens, Vectors
from embedder.settings import Precision

IMAGE_SIZE: Final = 224


class TorchModel(LoadedModel):
    """Both towers in eval mode, in fp32 until `lower` is called. The calls may come from several threads at once."""

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
        precision: Precision = "fp32",
    ) -> None:
        self.streams = streams
        self.tokenizer = Tokenizer(tokenizer)
        self._net = net.eval().requires_grad_(False)
        self._device = torch.device(device)
        self._dtype = torch.float32
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
            precision=precision,
        )

    def lower(self) -> None:
        """From now on compute in bf16, pictures with their channels last; no call may be under way."""
        self._net.to(torch.bfloat16)
        self._net.visual.to(memory_format=torch.channels_last)
        self._dtype = torch.bfloat16

    @torch.inference_mode()
    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures of 224 × 224 × 3 uint8; (N, D) float32, length 1."""
        batch = self._on_device(pixels).permute(0, 3, 1, 2).float().div_(255).sub_(self._mean).div_(self._std)
        return _unit(self._net.encode_image(batch.to(self._dtype)))

    @torch.inference_mode()
    def encode_tokens(self, tokens: Sequence[Tokens]) -> Vectors:
        """Embed N texts, given as their tokens; (N, D) float32, length 1."""
        batch = torch.from_numpy(padded(tokens)).to(self._device)
        return _unit(encode_short(self._net, batch) if self.tokenizer.trims else self._net.encode_text(batch))

    def _on_device(self, pixels: Sequence[Pixels]) -> torch.Tensor:
        if self._device.type != "cuda":
            return torch.from_numpy(np.stack(pixels)).to(self._device)
        pinned = torch.empty((len(pixels), *pixels[0].shape), dtype=torch.uint8, pin_memory=True)
        np.stack(pixels, out=pinned.numpy())
        return pinned.to(self._device, non_blocking=True)

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
