"""Pictures drawn in memory: photo-like JPEGs, each different, the same ones for the same number."""

from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image

_QUALITY: Final = 85


def jpegs(count: int, *, width: int, height: int, first: int = 0) -> list[bytes]:
    """Encoded pictures numbered from `first` on."""
    return [_jpeg(number, width, height) for number in range(first, first + count)]


def _jpeg(number: int, width: int, height: int) -> bytes:
    """Smooth colours, as a sky has them, with the grain of a sensor on top."""
    generator = np.random.default_rng(number)
    coarse = Image.fromarray(generator.integers(0, 256, (6, 8, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), dtype=np.int16)
    grain = generator.integers(-6, 7, (height, width, 1), dtype=np.int16)
    written = BytesIO()
    Image.fromarray(np.clip(smooth + grain, 0, 255).astype(np.uint8)).save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
