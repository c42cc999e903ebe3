"""Houses, trees, boats and birds, drawn on a finished landscape."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from embedder.training.drawing.palette import RGB

Ink = Callable[[RGB], RGB]  # a colour as it looks at this time of day


def draw_things(sheet: Image.Image, things: tuple[str, ...], horizon: int, rng: np.random.Generator, ink: Ink) -> None:
    """Put the things that stand on the ground or fly over it on the sheet, in place."""
    pen = ImageDraw.Draw(sheet)
    width, height = sheet.size
    unit = min(width, height)
    if "birds" in things:
        for _ in range(int(rng.integers(5, 9))):
            _bird(
                pen,
                width * rng.uniform(0.1, 0.9),
                horizon * rng.uniform(0.15, 0.7),
                unit * rng.uniform(0.03, 0.05),
                ink,
            )
    if "trees" in things:
        for _ in range(int(rng.integers(4, 8))):
            _tree(
                pen,
                width * rng.uniform(0.04, 0.96),
                height * rng.uniform(0.72, 0.96),
                unit * rng.uniform(0.13, 0.22),
                ink,
            )
    if "house" in things:
        _house(
            pen, width * rng.uniform(0.22, 0.7), height * rng.uniform(0.72, 0.86), unit * rng.uniform(0.2, 0.28), ink
        )
    if "boat" in things:
        _boat(
            pen,
            width * rng.uniform(0.25, 0.75),
            horizon + height * rng.uniform(0.1, 0.25),
            unit * rng.uniform(0.2, 0.3),
            ink,
        )


def _bird(pen: ImageDraw.ImageDraw, x: float, y: float, span: float, ink: Ink) -> None:
    for side in (-1, 1):
        pen.line(
            (x, y, x + side * span * 0.5, y - span * 0.4, x + side * span, y - span * 0.15),
            fill=ink((20, 20, 24)),
            width=2,
        )


def _tree(pen: ImageDraw.ImageDraw, x: float, y: float, tall: float, ink: Ink) -> None:
    pen.rectangle((x - tall * 0.06, y - tall * 0.35, x + tall * 0.06, y), fill=ink((92, 62, 38)))
    for step in range(3):
        top = y - tall * (1.25 - 0.3 * step)
        wide = tall * (0.26 + 0.08 * step)
        pen.polygon(
            ((x, top), (x - wide, top + tall * 0.45), (x + wide, top + tall * 0.45)), fill=ink((24, 92 + 12 * step, 40))
        )


def _house(pen: ImageDraw.ImageDraw, x: float, y: float, wide: float, ink: Ink) -> None:
    wall = wide * 0.62
    pen.rectangle((x, y - wall, x + wide, y), fill=ink((236, 222, 196)))
    roof = ((x - wide * 0.1, y - wall), (x + wide / 2, y - wall - wide * 0.5), (x + wide * 1.1, y - wall))
    pen.polygon(roof, fill=ink((168, 52, 40)))
    pen.rectangle((x + wide * 0.42, y - wall * 0.6, x + wide * 0.62, y), fill=ink((96, 60, 36)))
    for at in (0.12, 0.74):
        pen.rectangle(
            (x + wide * at, y - wall * 0.75, x + wide * (at + 0.16), y - wall * 0.45), fill=ink((110, 160, 200))
        )


def _boat(pen: ImageDraw.ImageDraw, x: float, y: float, wide: float, ink: Ink) -> None:
    hull = ((x - wide / 2, y), (x + wide / 2, y), (x + wide * 0.34, y + wide * 0.2), (x - wide * 0.34, y + wide * 0.2))
    pen.polygon(hull, fill=ink((130, 60, 40)))
    pen.polygon(
        ((x + wide * 0.02, y - wide * 0.04), (x + wide * 0.02, y - wide * 0.8), (x + wide * 0.4, y - wide * 0.04)),
        fill=ink((250, 250, 250)),
    )
    pen.polygon(
        ((x - wide * 0.03, y - wide * 0.04), (x - wide * 0.03, y - wide * 0.7), (x - wide * 0.34, y - wide * 0.04)),
        fill=ink((228, 228, 228)),
    )
