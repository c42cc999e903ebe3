"""The 64-bit perceptual hash, bit for bit imagehash's, and whether it says anything about the picture."""

from typing import Final

import imagehash
import numpy as np
from PIL import Image

_HASH_SIDE: Final = 8
_GREY_SIDE: Final = 32
# Rounding a 32 × 32 grey picture to whole levels gives every coefficient of the unnormalised DCT a noise of about
# 64 / sqrt(12) = 18.5; a bit whose coefficient is within two deviations of the median is decided by that noise.
_NOISE: Final = 37.0
_FIRM_BITS: Final = 24
_LEAST_DEVIATION: Final = 2.5
# The first eight rows of the unnormalised DCT-II: two of these products are the corner that the hash looks at.
_COSINES: Final = 2 * np.cos(np.pi / _GREY_SIDE * np.outer(np.arange(_HASH_SIDE), np.arange(_GREY_SIDE) + 0.5))


def hash_picture(picture: Image.Image) -> tuple[str, bool]:
    """(16 hex digits equal to str(imagehash.phash(picture)), flat).

    imagehash reduces to 32 × 32 grey first and leaves a picture that already is that alone, so reducing here and
    handing the small one over gives the same bits while the flatness check shares the reduction.
    Flat: nearly constant (standard deviation below 2.5 grey levels), or most of the 64 bits undecided, as in a plain
    gradient. Such hashes collide with everything and must never be matched.
    """
    grey = picture if picture.mode == "L" else picture.convert("L")
    small = grey.resize((_GREY_SIDE, _GREY_SIDE), Image.Resampling.LANCZOS)
    return str(imagehash.phash(small)), _is_flat(np.asarray(small, dtype=np.float64))


def _is_flat(grey: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    low = _COSINES @ grey @ _COSINES.T
    firm = int(np.count_nonzero(np.abs(low - np.median(low)) > _NOISE))
    return bool(grey.std() < _LEAST_DEVIATION) or firm < _FIRM_BITS
