"""Fifty pictures with next to nothing on them, no two of which are the same: their hashes say nothing."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image

from tests.planted.edits import stored

_SIZES: Final = ((320, 240), (240, 320), (256, 256), (400, 300), (512, 384))
_EACH: Final = 10


def bland_pictures() -> Iterator[tuple[str, bytes]]:
    """Names and files: plain, nearly plain, faintly noisy, and gradients along a line and around a point."""
    for at in range(_EACH):
        size = _SIZES[at % len(_SIZES)]
        grey = 20 + 22 * at
        form, options = ("JPEG", {"quality": 60 + 3 * at}) if at % 2 else ("PNG", {})
        for name, levels in (
            ("plain", np.full(size[::-1], float(grey))),
            ("nearly plain", _with_a_line(size, grey)),
            ("noisy", grey + np.random.default_rng(at).normal(0, 1 + at / 5, size[::-1])),
            ("gradient", _gradient(size, angle=np.pi * at / _EACH)),
            ("glow", _glow(size, reach=0.5 + at / 5)),
        ):
            yield f"{name} {at}", stored(_coloured(levels, at), form, **options)


def _with_a_line(size: tuple[int, int], grey: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    levels = np.full(size[::-1], float(grey))
    levels[size[1] // 3] += 6
    return levels


def _gradient(size: tuple[int, int], angle: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    down, across = np.mgrid[0 : size[1], 0 : size[0]]
    along = across / size[0] * np.cos(angle) + down / size[1] * np.sin(angle)
    levels: np.ndarray[tuple[int, int], np.dtype[np.float64]] = 40 + 170 * (along - along.min()) / np.ptp(along)
    return levels


def _glow(size: tuple[int, int], reach: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    down, across = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j]
    levels: np.ndarray[tuple[int, int], np.dtype[np.float64]] = 30 + 200 * np.exp(-(across**2 + down**2) / reach)
    return levels


def _coloured(levels: np.ndarray[tuple[int, int], np.dtype[np.float64]], at: int) -> Image.Image:
    tint = np.array([1.0, 1 - 0.04 * (at % 3), 1 - 0.05 * (at % 4)])
    return Image.fromarray((levels[..., np.newaxis] * tint).round().clip(0, 255).astype(np.uint8))
