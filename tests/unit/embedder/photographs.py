"""Photographs and drawn pictures as JPEGs, and how far two pictures' pixels are apart."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

from embedder.ports import Pixels


def _photograph(name: str) -> Callable[[], Image.Image]:
    return lambda: Image.fromarray(getattr(data, name)())


def _drawing() -> Image.Image:
    """Discs, boxes and thin lines with hard edges, at 1200 × 900."""
    chance = np.random.default_rng(4)
    picture = Image.new("RGB", (1200, 900), "white")
    pen = ImageDraw.Draw(picture)
    for number in range(150):
        x, y, r = (int(value) for value in chance.integers((0, 0, 15), (1200, 900, 150)))
        colour = tuple(int(value) for value in chance.integers(0, 256, 3))
        box = (x - r, y - r, x + r, y + r)
        (pen.ellipse, pen.rectangle, pen.line)[number % 3](box, fill=colour)
    return picture


def _page() -> Image.Image:
    """A page full of small words."""
    picture = Image.new("RGB", (1200, 900), "white")
    pen = ImageDraw.Draw(picture)
    for line in range(3, 900, 14):
        pen.text((5, line), "the quick brown fox jumps over the lazy dog 0123456789 " * 4, fill="black")
    return picture


SOURCES: Final[dict[str, Callable[[], Image.Image]]] = {
    **{name: _photograph(name) for name in ("astronaut", "coffee", "chelsea", "rocket", "camera", "retina")},
    "drawing": _drawing,
    "page": _page,
}

# Decibels to a full decode that each kind keeps at least. What is lost where black meets white at a low quality is
# libjpeg's ringing: beyond 0 and 255 it is cut off before the pixels of a full decode are averaged, and else after.
LEAST_PSNR: Final = dict.fromkeys(SOURCES, 49.0) | {"drawing": 44.0, "page": 39.0}


def jpeg(picture: Image.Image, size: tuple[int, int], **options: Any) -> bytes:
    """The picture stretched to that size, as a JPEG."""
    file = BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(file, "JPEG", **options)
    return file.getvalue()


def psnr(one: Pixels, other: Pixels, *, share: float = 1.0) -> float:
    """Peak signal to noise ratio in decibels. `share` of the pixels are the picture's, the rest equal padding."""
    error = float(np.mean((one.astype(np.float64) - other) ** 2)) / share
    return 10 * np.log10(255**2 / error) if error else 99.0
