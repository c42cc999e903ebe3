"""The 64-bit perceptual hash, bit for bit imagehash's, of the picture and of its seven turns, and whether it counts."""

from dataclasses import dataclass
from typing import Final

import imagehash
import numpy as np
from numpy.typing import NDArray
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
_ODD_NEGATED: Final = np.where(np.arange(_HASH_SIDE) % 2, -1.0, 1.0)


@dataclass(frozen=True, slots=True)
class PictureHashes:
    """`phash`: 16 hex digits equal to str(imagehash.phash(picture)). `turned`: seven such, joined (see `_turned`).

    Flat: nearly constant (standard deviation below 2.5 grey levels), or most of the 64 bits undecided, as in a plain
    gradient. Such hashes collide with everything and must never be matched.
    """

    phash: str
    turned: str
    flat: bool


def hash_picture(picture: Image.Image) -> PictureHashes:
    """The hashes of an upright picture of any mode that converts to L.

    imagehash reduces to 32 × 32 grey first and leaves a picture that already is that alone, so reducing here and
    handing the small one over gives the same bits while flatness and the seven turns share the reduction.
    """
    grey = picture if picture.mode == "L" else picture.convert("L")
    small = grey.resize((_GREY_SIDE, _GREY_SIDE), Image.Resampling.LANCZOS)
    levels = np.asarray(small, dtype=np.float64)
    low = _COSINES @ levels @ _COSINES.T
    return PictureHashes(str(imagehash.phash(small)), _turned(low), _is_flat(levels, low))


def _turned(low: NDArray[np.float64]) -> str:
    """The pHashes of the picture mirrored, flipped, by 180°, transposed, by 90° and 270° leftwards, and transversed.

    All from the one 8 × 8 block. Reading a row backwards, x[N−1−n], turns cos(πk(2n+1)/2N) into (−1)ᵏ times itself, so
    the DCT-II of a mirrored picture is that of the picture with its odd columns negated, of a flipped one with its odd
    rows negated; the two-dimensional transform of a transposed picture is the transpose; the other turns are made of
    these. What differs from hashing the turned picture itself is Pillow's reduction, which rounds to whole levels after
    the rows and again after the columns, and a transposition swaps the two. Over 25 photographs of scikit-image and 300
    drawn pictures the first three
    were always equal; of the other 1,300, 1,221 were, 76 were 2 bits off and 3 were 4 off.
    """
    columns, rows, across = _ODD_NEGATED[np.newaxis, :], _ODD_NEGATED[:, np.newaxis], low.T
    turns = (low * columns, low * rows, low * rows * columns, across, across * rows, across * columns)
    blocks = np.stack([*turns, across * rows * columns]).reshape(7, _HASH_SIDE * _HASH_SIDE)
    bits = blocks > np.median(blocks, axis=1, keepdims=True)
    return np.packbits(bits, axis=1).tobytes().hex()


def _is_flat(levels: NDArray[np.float64], low: NDArray[np.float64]) -> bool:
    firm = int(np.count_nonzero(np.abs(low - np.median(low)) > _NOISE))
    return bool(levels.std() < _LEAST_DEVIATION) or firm < _FIRM_BITS
