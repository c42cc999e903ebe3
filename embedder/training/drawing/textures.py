"""Textures: fields in 0..1 that mix two colours. Lengths are in units of the shorter side, so any size looks alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from embedder.training.drawing.noise import fractal
from embedder.training.drawing.palette import RGB, blend

WOOD_TONES: Final[tuple[RGB, RGB]] = ((196, 146, 92), (112, 70, 36))


@dataclass(frozen=True, slots=True)
class Plane:
    """Where each pixel lies, in units of the shorter side, slightly turned and shifted: no two drawings agree."""

    x: np.ndarray
    y: np.ndarray
    pixel: float  # the side of one pixel
    rng: np.random.Generator

    @property
    def width(self) -> int:
        return int(self.x.shape[1])

    @property
    def height(self) -> int:
        return int(self.x.shape[0])

    def period(self, low: float, high: float) -> float:
        """A random length for one repeat."""
        return float(self.rng.uniform(low, high))


def plane(rng: np.random.Generator, width: int, height: int, *, tilt: float = 0.06) -> Plane:
    """Pixel centres turned by up to `tilt` radians about a random origin."""
    unit = min(width, height)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) / unit, np.arange(height, dtype=np.float32) / unit)
    turn = rng.uniform(-tilt, tilt)
    shift_x, shift_y = rng.uniform(0, 1, 2)
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    return Plane(cos * x - sin * y + np.float32(shift_x), sin * x + cos * y + np.float32(shift_y), 1.0 / unit, rng)


def texture(name: str, first: RGB, second: RGB, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """The named texture in two colours, (height, width, 3) float32 in 0..255."""
    share = FIELDS[name](plane(rng, width, height))
    if name == "wood":
        first, second = WOOD_TONES
    return blend(first, second, share)


def _edge(distance: np.ndarray, pixel: float) -> np.ndarray:
    """0 below the line, 1 above it, with one pixel of softness."""
    edge: np.ndarray = np.clip(distance / (1.5 * pixel) + 0.5, 0.0, 1.0)
    return edge


def _bands(along: np.ndarray, period: float, pixel: float) -> np.ndarray:
    """Stripes of equal width across `along`."""
    saw = np.abs((along / period) % 1.0 - 0.5) * period
    return _edge(saw - period / 4, pixel)


def _horizontal(on: Plane) -> np.ndarray:
    return _bands(on.y, on.period(0.08, 0.3), on.pixel)


def _vertical(on: Plane) -> np.ndarray:
    return _bands(on.x, on.period(0.08, 0.3), on.pixel)


def _diagonal(on: Plane) -> np.ndarray:
    lean = 1.0 if on.rng.random() < 0.5 else -1.0
    return _bands((on.x + lean * on.y) * np.float32(0.7071), on.period(0.08, 0.3), on.pixel)


def _checks(on: Plane) -> np.ndarray:
    period = on.period(0.14, 0.45)
    across, down = (_bands(axis, period, on.pixel) for axis in (on.x, on.y))
    odd: np.ndarray = across + down - 2 * across * down
    return odd


def _dots(on: Plane) -> np.ndarray:
    period = on.period(0.1, 0.25)
    row = np.floor(on.y / period)
    x = (on.x / period + 0.5 * (row % 2)) % 1.0 - 0.5
    y = (on.y / period) % 1.0 - 0.5
    return _edge(on.rng.uniform(0.24, 0.36) * period - np.hypot(x, y) * period, on.pixel)


def _waves(on: Plane) -> np.ndarray:
    period = on.period(0.1, 0.25)
    swing = period * on.rng.uniform(0.35, 0.6)
    return _bands(on.y + swing * np.sin(on.x * np.float32(2 * np.pi / on.period(0.25, 0.5))), period, on.pixel)


def _zigzag(on: Plane) -> np.ndarray:
    period = on.period(0.12, 0.26)
    teeth = np.abs((on.x / period) % 1.0 - 0.5) * period * on.rng.uniform(1.0, 1.7)
    return _bands(on.y + teeth, period * 0.9, on.pixel)


def _bricks(on: Plane) -> np.ndarray:
    tall = on.period(0.07, 0.14)
    wide = tall * on.rng.uniform(2.0, 2.6)
    row = np.floor(on.y / tall)
    x = np.abs(((on.x / wide + 0.5 * (row % 2)) % 1.0) - 0.5) * wide
    y = np.abs((on.y / tall) % 1.0 - 0.5) * tall
    mortar = tall * 0.08
    wall = np.minimum(_edge(wide / 2 - mortar - x, on.pixel), _edge(tall / 2 - mortar - y, on.pixel))
    joints: np.ndarray = 1.0 - wall
    return joints


def _lattice(on: Plane) -> np.ndarray:
    period = on.period(0.1, 0.25)
    line = period * on.rng.uniform(0.06, 0.1)
    near = np.minimum(*(np.abs((axis / period) % 1.0 - 0.5) * period for axis in (on.x, on.y)))
    return _edge(line - near, on.pixel)


def _speckle(on: Plane) -> np.ndarray:
    grains = fractal(on.rng, on.width, on.height, cells=on.period(50, 90), octaves=1)
    return np.clip((grains - 0.5) * 2.2 + 0.5, 0.0, 1.0)


def _wood(on: Plane) -> np.ndarray:
    warp = fractal(on.rng, on.width, on.height, cells=2, octaves=3)
    grain = fractal(on.rng, on.width, on.height, cells=on.period(20, 30), octaves=2)
    plank = on.period(0.2, 0.4)
    rings = 0.5 + 0.5 * np.sin((on.y * np.float32(1 / on.period(0.04, 0.08)) + warp * 5 + on.x) * np.float32(2.0))
    seam = _edge(np.abs((on.y / plank) % 1.0 - 0.5) * plank - (plank / 2 - 2 * on.pixel), on.pixel)
    boards: np.ndarray = np.clip(0.65 * rings + 0.3 * grain + 0.6 * seam, 0.0, 1.0)
    return boards


def _marble(on: Plane) -> np.ndarray:
    warp = fractal(on.rng, on.width, on.height, cells=on.period(2, 4), octaves=5)
    veins = np.abs(np.sin((on.x + on.y) * np.float32(3.0) + warp * np.float32(11.0)))
    return np.asarray((1.0 - veins) ** 2.2, np.float32)


def _clouds(on: Plane) -> np.ndarray:
    return fractal(on.rng, on.width, on.height, cells=on.period(2, 4), octaves=5)


FIELDS: Final[dict[str, Callable[[Plane], np.ndarray]]] = {
    "horizontal stripes": _horizontal,
    "vertical stripes": _vertical,
    "diagonal stripes": _diagonal,
    "checks": _checks,
    "dots": _dots,
    "waves": _waves,
    "zigzag": _zigzag,
    "bricks": _bricks,
    "lattice": _lattice,
    "speckle": _speckle,
    "wood": _wood,
    "marble": _marble,
    "clouds": _clouds,
}


def gradient(way: str, first: RGB, second: RGB, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Two colours running into each other, (height, width, 3) float32 in 0..255."""
    x, y = np.meshgrid(np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32))
    centre_x, centre_y = rng.uniform(0.4, 0.6, 2)
    fields = {
        "left to right": x,
        "top to bottom": y,
        "diagonal": (x + y) / 2,
        "radial": np.hypot(x - np.float32(centre_x), y - np.float32(centre_y)) / np.float32(0.62),
    }
    bend = np.float32(rng.uniform(0.8, 1.25))
    return blend(first, second, np.clip(fields[way], 0.0, 1.0) ** bend)
