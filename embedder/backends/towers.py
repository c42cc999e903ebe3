"""A network's towers as modules of their own, raw input to unit vectors: what is exported, preprocessing included."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import normalize

from embedder.backends.short_text import encode_short


class ImageGraph(torch.nn.Module):
    """Pictures (N, side, side, 3) uint8 to unit vectors (N, D), by any network with `encode_image`."""

    def __init__(self, net: Any, *, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        self.net = net
        self.mean: torch.Tensor
        self.std: torch.Tensor
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, 3, 1, 1))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """The unit vectors."""
        images = (pixels.permute(0, 3, 1, 2).float() / 255 - self.mean) / self.std
        return normalize(self.net.encode_image(images), dim=-1)


class TextGraph(torch.nn.Module):
    """Tokens (N, length) int64 to unit vectors (N, D); of any length where the network allows it, else of its own."""

    def __init__(self, net: Any, *, shortened: bool) -> None:
        super().__init__()
        self.net = net
        self.shortened = shortened

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """The unit vectors."""
        features = encode_short(self.net, tokens) if self.shortened else self.net.encode_text(tokens)
        return normalize(features, dim=-1)
