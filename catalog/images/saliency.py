"""Where a picture has something that stands out: the K windows that differ most from what is around them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.images.crops import Box

MOST_REGIONS: Final = 8

_SIDE: Final = 64  # Hou and Zhang's: the scale at which the eye takes in a scene
_SMOOTH: Final = 2.5
_LEAST_DEVIATION: Final = 2.5
_TINY: Final = 1e-6
# Sides of the square windows, as shares of the shorter side, and the band around one that it is compared with.
_WINDOWS: Final = (0.12, 0.18, 0.27, 0.4)
_BAND: Final = 0.35
# Fewer pixels than this say nothing when they are enlarged to what the model is given.
_LEAST_PIXELS: Final = 24
_MOST_SHARED: Final = 0.3

Map = NDArray[np.float64]


def salient_boxes(picture: Image.Image, most: int) -> tuple[Box, ...]:
    """At most `most` (0..MOST_REGIONS) square windows of an upright RGB picture, the one that stands out most first.

    The map is the spectral residual (Hou and Zhang, CVPR 2007) of three opponent channels (grey, red against green,
    blue against yellow: Itti, Koch and Niebur, PAMI 1998) instead of grey alone, which misses what differs by colour
    only. A window's score is its mean less that of the band around it, times its side, so that a window that just
    holds a thing wins over one inside it. No window shares more than 0.3 of the smaller one with a better one (greedy
    non-maximum suppression). A flat picture and one without room for a window of 24 pixels have none.
    """
    channels = _channels(picture)
    if most < 1 or max(channel.std() for channel in channels) < _LEAST_DEVIATION:
        return ()
    saliency = _smoothed(_residuals(channels))
    windows = _sides(picture.size, saliency.shape)
    scores = [_scores(saliency, side) for side in windows]
    height, width = saliency.shape
    return tuple(
        Box(left / width, top / height, (left + side) / width, (top + side) / height)
        for top, left, side in _best(scores, windows, most)
    )


def _channels(picture: Image.Image) -> NDArray[np.float64]:
    """(3, height, width) opponent channels, the longer side 64."""
    scale = _SIDE / max(picture.size)
    size = (max(8, round(picture.width * scale)), max(8, round(picture.height * scale)))
    red, green, blue = np.moveaxis(np.asarray(picture.resize(size, Image.Resampling.BOX), np.float64), 2, 0)
    return np.stack([(red + green + blue) / 3, red - green, blue - (red + green) / 2])


def _residuals(channels: NDArray[np.float64]) -> Map:
    """What the log spectrum has over its own average of 3 × 3, back as a map, summed over the channels."""
    spectrum = np.fft.fft2(channels)
    logarithm = np.log(np.abs(spectrum) + _TINY)
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    average = sum(np.roll(logarithm, step, (-2, -1)) for step in steps) / len(steps)
    back = np.fft.ifft2(np.exp(logarithm - average + 1j * np.angle(spectrum)))
    return np.asarray((np.abs(back) ** 2).sum(0))


def _smoothed(saliency: Map) -> Map:
    """Blurred by a Gaussian, whose transform is a Gaussian; the map goes round at its edges as the spectrum does."""
    down, right = (np.fft.fftfreq(side) for side in saliency.shape)
    kernel = np.exp(-2 * (np.pi * _SMOOTH) ** 2 * (down[:, np.newaxis] ** 2 + right**2))
    return np.asarray(np.fft.ifft2(np.fft.fft2(saliency) * kernel).real)


def _sides(size: tuple[int, int], shape: tuple[int, ...]) -> list[int]:
    """The sides of the windows in the map, without those that are too few pixels of the picture."""
    wide = [share for share in _WINDOWS if share * min(size) >= _LEAST_PIXELS]
    return list(dict.fromkeys(max(3, round(share * min(shape))) for share in wide))


def _scores(saliency: Map, side: int) -> Map:
    """The score of every window of that side, by its upper left corner."""
    sums = np.zeros((saliency.shape[0] + 1, saliency.shape[1] + 1))
    sums[1:, 1:] = saliency.cumsum(0).cumsum(1)
    band = max(1, round(side * _BAND))
    (top, bottom, above, below), (left, right, before, beyond) = (_edges(long, side, band) for long in saliency.shape)
    inside = _total(sums, top, bottom, left, right)
    around = _total(sums, above, below, before, beyond) - inside
    outer = (below - above)[:, np.newaxis] * (beyond - before) - side * side
    return np.asarray((inside / side**2 - around / np.maximum(outer, 1)) * side)


def _edges(long: int, side: int, band: int) -> tuple[NDArray[np.intp], ...]:
    """Where windows begin and end along one axis, and where their bands do."""
    begin = np.arange(long - side + 1)
    end = begin + side
    return begin, end, np.maximum(begin - band, 0), np.minimum(end + band, long)


def _total(
    sums: Map, top: NDArray[np.intp], bottom: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp]
) -> Map:
    lower, upper = sums[bottom], sums[top]
    return np.asarray(lower[:, right] - upper[:, right] - lower[:, left] + upper[:, left])


def _best(scores: list[Map], sides: list[int], most: int) -> list[tuple[int, int, int]]:
    """(top, left, side) of the best windows; each takes those that share too much with it out of the running."""
    found: list[tuple[int, int, int]] = []
    while len(found) < most and scores:
        size = max(range(len(scores)), key=lambda at: float(scores[at].max()))
        top, left = (int(at) for at in np.unravel_index(int(scores[size].argmax()), scores[size].shape))
        if scores[size][top, left] <= 0:
            break
        found.append((top, left, sides[size]))
        for other, side in zip(scores, sides, strict=True):
            other[_shared(other.shape, side, found[-1]) > _MOST_SHARED * min(side, sides[size]) ** 2] = -np.inf
    return found


def _shared(shape: tuple[int, ...], side: int, window: tuple[int, int, int]) -> NDArray[np.intp]:
    """How many cells each window of that side shares with this one."""
    down, right = (
        np.clip(np.minimum(np.arange(long) + side, begin + window[2]) - np.maximum(np.arange(long), begin), 0, None)
        for long, begin in zip(shape, window[:2], strict=True)
    )
    return np.asarray(down[:, np.newaxis] * right)
