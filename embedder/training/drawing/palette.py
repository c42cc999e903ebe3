"""From a colour's name to one of its many colours."""

import colorsys

import numpy as np

from embedder.training.drawing.vocabulary import COLOURS

RGB = tuple[int, int, int]


def a_shade_of(name: str, rng: np.random.Generator) -> RGB:
    """A random colour that deserves the name, 0..255 a channel."""
    colour = COLOURS[name]
    hue, saturation, value = (rng.uniform(span.low, span.high) for span in colour)
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def blend(first: RGB | np.ndarray, second: RGB | np.ndarray, share: np.ndarray) -> np.ndarray:
    """First where share is 0, second where it is 1. (H, W) in 0..1 → (H, W, 3) float32 in 0..255."""
    low = np.asarray(first, np.float32)
    step = np.asarray(second, np.float32) - low
    mixed: np.ndarray = low + share.astype(np.float32)[..., None] * step
    return mixed
