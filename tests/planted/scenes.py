"""Landscapes with one small drawn thing in each, and the picture by which somebody would ask for that thing."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from catalog.images.crops import Box
from embedder.training.drawing import Picture, a_picture
from embedder.training.drawing.palette import a_shade_of
from embedder.training.drawing.recipes import Plain, Shapes
from embedder.training.drawing.shapes import ShapeLayer
from embedder.training.drawing.vocabulary import COLOURS, SHAPES

SIZE: Final = (800, 600)
_FIRST_SEED: Final = 51_000_000
_ASKED_SEED: Final = 61_000_000
_RADIUS: Final = (0.05, 0.08)


@dataclass(frozen=True, slots=True)
class PlantedScene:
    """A landscape, where in it the thing is, and the thing alone and large on a plain ground, drawn anew."""

    picture: Image.Image
    thing: Box
    asked: Image.Image


def planted_scene(number: int) -> PlantedScene:
    """The scene of this number (≥ 0). Each of the first 144 has another shape and colour.

    Its radius is 5 to 8 % of the height of the scene.
    """
    rng = np.random.default_rng((_FIRST_SEED, number))
    shape, colour = list(SHAPES)[number % len(SHAPES)], list(COLOURS)[number // len(SHAPES) % len(COLOURS)]
    width, height = SIZE
    radius = rng.uniform(*_RADIUS) * height
    across, down = rng.uniform(2 * radius, width - 2 * radius), rng.uniform(2 * radius, height - 2 * radius)
    layer = ShapeLayer(width, height)
    layer.put(shape, (across, down), radius, rng.uniform(0, 0.3), a_shade_of(colour, rng))
    pixels = layer.over(np.asarray(plain_scene(number), np.float32))
    left, top, right, bottom = across - radius, down - radius, across + radius, down + radius
    ground = [name for name in COLOURS if name != colour][int(rng.integers(len(COLOURS) - 1))]
    recipe = Shapes(shape, colour, 1, "", "big", Plain(ground))
    return PlantedScene(
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)),
        Box(left / width, top / height, right / width, bottom / height),
        Picture(recipe, _ASKED_SEED + number).draw(400, 400),
    )


def plain_scene(number: int) -> Image.Image:
    """A landscape with nothing planted."""
    return a_picture(_FIRST_SEED + number, "scene").draw(*SIZE)
