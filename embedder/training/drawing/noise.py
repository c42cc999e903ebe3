"""Smooth random fields: value noise summed over octaves (Perlin's fractal sum), from small random grids resized."""

import numpy as np
from PIL import Image


def fractal(
    rng: np.random.Generator, width: int, height: int, *, cells: float, octaves: int = 4, flatness: float = 1.0
) -> np.ndarray:
    """A cloudy field, (height, width) float32 stretched to 0..1, with `cells` lumps across the shorter side.

    Lumps are `flatness` times wider than high.
    """
    total = np.zeros((height, width), np.float32)
    unit = min(width, height)
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave * width / unit))
        down = max(2, round(cells * 2**octave * height * flatness / unit))
        grid = Image.fromarray(rng.random((down + 1, across + 1), np.float32))
        total += np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC)) * 0.5**octave
    return stretched(total)


def ridge(
    rng: np.random.Generator, width: int, *, bumps: float, roughness: float = 0.5, octaves: int = 5
) -> np.ndarray:
    """A skyline: (width,) float32 in 0..1."""
    line = np.zeros(width, np.float32)
    at = np.linspace(0.0, 1.0, width, dtype=np.float32)
    for octave in range(octaves):
        knots = max(3, round(bumps * 2**octave) + 1)
        line += np.interp(at, np.linspace(0, 1, knots), rng.random(knots)).astype(np.float32) * roughness**octave
    return stretched(line)


def stretched(field: np.ndarray) -> np.ndarray:
    """The same field, moved and scaled to run from 0 to 1."""
    low, high = float(field.min()), float(field.max())
    scaled: np.ndarray = (field - low) / max(high - low, 1e-6)
    return scaled
