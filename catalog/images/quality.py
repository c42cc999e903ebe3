"""What is measured of a picture to say how usable it is, and one number from 0 to 1 made of that."""

from dataclasses import asdict, dataclass
from math import exp, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageStat

# Below this standard deviation, in levels, a picture has no structure that could be sharp: what is left is rounding.
LEAST_CONTRAST: Final = 2.5

_SIDE: Final = 512
_CLIPPED_LEVELS: Final = 5
_PLAIN_WITHIN: Final = 8
_PLACES: Final = 4
_HALF_SHARP: Final = 100.0
_FULL_CONTRAST: Final = 64.0
_EXPOSURE_WIDTH: Final = 0.2
_FULL_RESOLUTION: Final = 1_000_000
_WEIGHTS: Final = {"sharpness": 0.4, "exposure": 0.2, "contrast": 0.2, "resolution": 0.2}


@dataclass(frozen=True, slots=True)
class QualityMeasures:
    """Measured on the grey picture (ITU-R BT.601), shrunk to a longer side of 512 at most, so that sizes compare.

    - `luma`: the mean level, 0..1; `clipped_dark`, `clipped_bright`: the shares of the lowest and highest five levels.
    - `contrast`: the standard deviation in levels (RMS contrast, Peli 1990).
    - `sharpness`: the variance of the Laplacian in levels² (Pech-Pacheco et al., ICPR 2000).
    - `focus`: sharpness / contrast², so that darkening a picture does not blur it; None below LEAST_CONTRAST. With S
      the power spectrum it is the mean of |ω|⁴ weighted by S; a Gaussian blur multiplies S by exp(−σ²|ω|²), and the
      derivative of that mean by σ² is minus the covariance of |ω|⁴ and |ω|², never positive: blur only lowers it.
    - `entropy`: of the levels' histogram, 0..8 bits (Shannon 1948).
    - `plain_share`: of the colour picture at a longer side of 224, the share of pixels at most 8 levels in every
      channel from the channels' medians. A colour that covers more than half of a picture is where the medians are.

    Of the upright picture itself: `aspect_ratio`, longer side by shorter, 1 or more, and both sides in pixels.
    """

    luma: float
    clipped_dark: float
    clipped_bright: float
    contrast: float
    sharpness: float
    focus: float | None
    entropy: float
    aspect_ratio: float
    shortest_side: int
    longest_side: int
    plain_share: float

    def rounded(self) -> dict[str, Any]:
        """By name, to four places, as they are kept and shown."""
        return {name: None if value is None else round(value, _PLACES) for name, value in asdict(self).items()}


def measure(grey: Image.Image, small_colour: Image.Image) -> QualityMeasures:
    """The measures of a picture, given its grey levels (mode L) in full and its colours (RGB) at 224 or so."""
    small = _small(grey)
    levels = np.asarray(small, dtype=np.float32)
    shares = np.asarray(small.histogram()) / levels.size
    contrast, sharpness = float(levels.std()), _laplacian_variance(levels)
    shorter, longer = sorted(grey.size)
    return QualityMeasures(
        luma=float(levels.mean()) / 255,
        clipped_dark=float(shares[:_CLIPPED_LEVELS].sum()),
        clipped_bright=float(shares[-_CLIPPED_LEVELS:].sum()),
        contrast=contrast,
        sharpness=sharpness,
        focus=None if contrast < LEAST_CONTRAST else sharpness / contrast**2,
        entropy=_entropy(shares),
        aspect_ratio=longer / shorter,
        shortest_side=shorter,
        longest_side=longer,
        plain_share=_plain_share(small_colour),
    )


def quality_score(measures: QualityMeasures) -> float:
    """0.4 sharpness + 0.2 exposure + 0.2 contrast + 0.2 resolution, each 0..1, rounded to four places.

    - sharpness = v / (v + 100), v the variance of the Laplacian (100 is the usual border between blurred and sharp);
    - exposure = exp(-(m - 0.5)² / (2 · 0.2²)), m the mean level (the well-exposedness of Mertens et al., 2007);
    - contrast = min(1, s / 64), s the standard deviation in levels;
    - resolution = min(1, sqrt(width · height / 1 000 000)).
    """
    parts = {
        "sharpness": measures.sharpness / (measures.sharpness + _HALF_SHARP),
        "exposure": exp(-((measures.luma - 0.5) ** 2) / (2 * _EXPOSURE_WIDTH**2)),
        "contrast": min(1.0, measures.contrast / _FULL_CONTRAST),
        "resolution": min(1.0, sqrt(measures.shortest_side * measures.longest_side / _FULL_RESOLUTION)),
    }
    return round(sum(weight * parts[name] for name, weight in _WEIGHTS.items()), _PLACES)


def _small(grey: Image.Image) -> Image.Image:
    scale = max(1.0, max(grey.size) / _SIDE)
    size = (max(3, round(grey.width / scale)), max(3, round(grey.height / scale)))
    return grey.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _laplacian_variance(levels: NDArray[np.float32]) -> float:
    inner = levels[1:-1, 1:-1]
    return float((levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:] - 4 * inner).var())


def _entropy(shares: NDArray[np.float64]) -> float:
    some = shares[shares > 0]
    return max(0.0, -float((some * np.log2(some)).sum()))


def _plain_share(small_colour: Image.Image) -> float:
    medians = np.asarray(ImageStat.Stat(small_colour).median, dtype=np.int16)
    away = np.abs(np.asarray(small_colour, dtype=np.int16) - medians)
    return float((away <= _PLAIN_WITHIN).all(axis=-1).mean())
