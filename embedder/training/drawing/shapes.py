"""Outlines of the named shapes on the unit circle, and how they are put on a canvas with smooth edges."""

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from embedder.training.drawing.palette import RGB

SMOOTHING: Final = 2  # drawn this many times larger, then shrunk

Outline = np.ndarray  # (points, 2) float, within the unit circle, y down


def _regular(corners: int, turn: float = 0.0) -> Outline:
    angles = np.arange(corners) * (2 * np.pi / corners) - np.pi / 2 + turn
    return np.stack([np.cos(angles), np.sin(angles)], 1)


def _star() -> Outline:
    spikes = _regular(10)
    spikes[1::2] *= 0.42
    return spikes


def _cross() -> Outline:
    arm = 0.3
    quarter = np.array([[arm, -arm], [arm, -1.0], [-arm, -1.0]])[::-1]
    turns = [np.array([[c, -s], [s, c]]) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))]
    return np.concatenate([quarter @ turn.T for turn in turns]) * 0.95


def _heart() -> Outline:
    t = np.linspace(0, 2 * np.pi, 60)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([x, -y - 2], 1) / 17


def _crescent() -> Outline:
    outer = np.linspace(0.25 * np.pi, 1.75 * np.pi, 50)
    horn = np.array([np.cos(outer[0]), np.sin(outer[0])])
    centre = np.array([0.42, 0.0])
    reach = float(np.hypot(*(horn - centre)))
    start = float(np.arctan2(horn[1], horn[0] - centre[0]))
    inner = np.linspace(2 * np.pi - start, start, 50)
    out = np.stack([np.cos(outer), np.sin(outer)], 1)
    back = np.stack([centre[0] + reach * np.cos(inner), reach * np.sin(inner)], 1)
    return np.concatenate([out, back])


ARROW: Final = np.array(
    [[0, -1], [0.75, -0.15], [0.28, -0.15], [0.28, 0.95], [-0.28, 0.95], [-0.28, -0.15], [-0.75, -0.15]]
)

OUTLINES: Final[dict[str, Outline]] = {
    "circle": _regular(64) * 0.92,
    "ring": _regular(64) * 0.95,
    "square": _regular(4, np.pi / 4) * 1.12,
    "rectangle": np.array([[-1, -0.5], [1, -0.5], [1, 0.5], [-1, 0.5]], np.float64),
    "triangle": _regular(3) * 1.08,
    "diamond": _regular(4) * np.array([0.72, 1.0]),
    "hexagon": _regular(6),
    "star": _star() * 1.08,
    "cross": _cross(),
    "heart": _heart(),
    "crescent": _crescent(),
    "arrow": ARROW,
}
RING_HOLE: Final = 0.58


class ShapeLayer:
    """A transparent sheet that shapes are drawn on, larger than the picture, shrunk once at the end."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._sheet = Image.new("RGBA", (width * SMOOTHING, height * SMOOTHING), (0, 0, 0, 0))
        self._pen = ImageDraw.Draw(self._sheet)

    def put(self, shape: str, centre: tuple[float, float], radius: float, turn: float, colour: RGB) -> None:
        """Draw one shape; centre and radius in pixels of the picture, turn in radians."""
        self._polygon(OUTLINES[shape], centre, radius, turn, (*colour, 255))
        if shape == "ring":
            self._polygon(OUTLINES[shape] * RING_HOLE, centre, radius, turn, (0, 0, 0, 0))

    def over(self, ground: np.ndarray) -> np.ndarray:
        """The shapes over the ground, (height, width, 3) float32 in 0..255."""
        small = np.asarray(self._sheet.resize(self._size, Image.Resampling.BOX), np.float32)
        cover = small[..., 3:] / 255.0
        mixed: np.ndarray = ground * (1.0 - cover) + small[..., :3] * cover
        return mixed

    def _polygon(
        self, outline: Outline, centre: tuple[float, float], radius: float, turn: float, ink: tuple[int, int, int, int]
    ) -> None:
        cos, sin = np.cos(turn), np.sin(turn)
        turned = outline @ np.array([[cos, sin], [-sin, cos]]) * radius + np.asarray(centre)
        self._pen.polygon([(float(x) * SMOOTHING, float(y) * SMOOTHING) for x, y in turned], fill=ink)
