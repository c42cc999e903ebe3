"""One number from 0 to 1 for how usable a picture is: sharp, well exposed, with contrast, large enough."""

from math import exp, sqrt
from typing import Final

import numpy as np
from PIL import Image

_SIDE: Final = 512
_HALF_SHARP: Final = 100.0
_FULL_CONTRAST: Final = 64.0
_EXPOSURE_WIDTH: Final = 0.2
_FULL_RESOLUTION: Final = 1_000_000
_WEIGHTS: Final = {"sharpness": 0.4, "exposure": 0.2, "contrast": 0.2, "resolution": 0.2}


def quality_score(picture: Image.Image) -> float:
    """0.4 sharpness + 0.2 exposure + 0.2 contrast + 0.2 resolution, each 0..1, rounded to four places.

    Measured on the grey picture, shrunk to a longer side of 512 at most so that scores compare across sizes:
    - sharpness = v / (v + 100), v the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000; 100 is the usual
      border between blurred and sharp);
    - exposure = exp(-(m - 0.5)² / (2 · 0.2²)), m the mean level (the well-exposedness of Mertens et al., 2007);
    - contrast = min(1, s / 64), s the standard deviation in levels (RMS contrast, Peli 1990);
    - resolution = min(1, sqrt(width · height / 1 000 000)).
    """
    grey = _small_grey(picture)
    mean, deviation = float(grey.mean()), float(grey.std())
    sharpness = _laplacian_variance(grey)
    parts = {
        "sharpness": sharpness / (sharpness + _HALF_SHARP),
        "exposure": exp(-((mean / 255 - 0.5) ** 2) / (2 * _EXPOSURE_WIDTH**2)),
        "contrast": min(1.0, deviation / _FULL_CONTRAST),
        "resolution": min(1.0, sqrt(picture.width * picture.height / _FULL_RESOLUTION)),
    }
    return round(sum(weight * parts[name] for name, weight in _WEIGHTS.items()), 4)


def _small_grey(picture: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    scale = max(1.0, max(picture.size) / _SIDE)
    size = (max(3, round(picture.width / scale)), max(3, round(picture.height / scale)))
    grey = picture if picture.mode == "L" else picture.convert("L")
    return np.asarray(grey.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0), dtype=np.float32)


def _laplacian_variance(grey: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    inner = grey[1:-1, 1:-1]
    return float((grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner).var())
