"""From a recipe to pixels."""

from functools import singledispatch

import numpy as np
from PIL import Image

from embedder.training.drawing.noise import fractal
from embedder.training.drawing.palette import a_shade_of
from embedder.training.drawing.recipes import Gradient, Pair, Plain, Recipe, Scene, Shapes, Textured
from embedder.training.drawing.scenes import draw_scene
from embedder.training.drawing.shapes import ShapeLayer
from embedder.training.drawing.textures import gradient, texture

Place = tuple[float, float, float]  # centre x, centre y, radius, in pixels
# These look different when turned, or like another shape, so they are only tilted.
UPRIGHT = frozenset({"square", "rectangle", "triangle", "diamond", "heart", "cross"})


def draw(recipe: Recipe, rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """The picture, RGB, width × height pixels. The same recipe and generator state give the same pixels."""
    pixels = _draw(recipe, rng, width, height)
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


@singledispatch
def _draw(recipe: object, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    raise TypeError(recipe)


@_draw.register
def _(recipe: Plain, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    shade = np.full((height, width, 3), a_shade_of(recipe.colour, rng), np.float32)
    light = fractal(rng, width, height, cells=2, octaves=2)[..., None] * np.float32(rng.uniform(0, 14))
    uneven: np.ndarray = shade + light - light.mean()
    return uneven


@_draw.register
def _(recipe: Textured, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    first, second = a_shade_of(recipe.first, rng), a_shade_of(recipe.second, rng)
    return texture(recipe.texture, first, second, rng, width, height)


@_draw.register
def _(recipe: Gradient, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    first, second = a_shade_of(recipe.first, rng), a_shade_of(recipe.second, rng)
    return gradient(recipe.way, first, second, rng, width, height)


@_draw.register
def _(recipe: Scene, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    return draw_scene(recipe, rng, width, height)


@_draw.register
def _(recipe: Shapes, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    ground = _draw(recipe.ground, rng, width, height)
    layer = ShapeLayer(width, height)
    ink = a_shade_of(recipe.colour, rng)
    turn = _turn(recipe.shape, rng)
    for x, y, radius in _places(recipe, rng, width, height):
        layer.put(recipe.shape, (x, y), radius, turn + rng.uniform(-0.06, 0.06), ink)
    return layer.over(ground)


@_draw.register
def _(recipe: Pair, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    ground = _draw(recipe.ground, rng, width, height)
    layer = ShapeLayer(width, height)
    unit = min(width, height)
    side_by_side = width >= height if rng.random() < 0.7 else width < height
    swapped = rng.random() < 0.5
    for at, (shape, colour) in enumerate(zip(recipe.shapes, recipe.colours, strict=True)):
        along = 0.27 if (at == 0) != swapped else 0.73
        across = rng.uniform(0.4, 0.6)
        x, y = (along, across) if side_by_side else (across, along)
        radius = unit * rng.uniform(0.15, 0.2)
        layer.put(shape, (x * width, y * height), radius, _turn(shape, rng), a_shade_of(colour, rng))
    return layer.over(ground)


def _turn(shape: str, rng: np.random.Generator) -> float:
    reach = 0.2 if shape in UPRIGHT else np.pi
    return float(rng.uniform(-reach, reach))


def _places(recipe: Shapes, rng: np.random.Generator, width: int, height: int) -> list[Place]:
    unit = min(width, height)
    if recipe.count == 1:
        radius = unit * (rng.uniform(0.32, 0.42) if recipe.size == "big" else rng.uniform(0.11, 0.16))
        return [_anywhere(radius, rng, width, height)]
    if recipe.layout == "scattered":
        return _scattered(recipe.count, rng, width, height)
    across = {"row": recipe.count, "column": 1, "grid": 2 if recipe.count == 4 else 3}[recipe.layout]
    return _lined_up(across, recipe.count // across, rng, width, height)


def _anywhere(radius: float, rng: np.random.Generator, width: int, height: int) -> Place:
    x, y = (rng.uniform(min(radius * 1.05, side / 2), max(side - radius * 1.05, side / 2)) for side in (width, height))
    return float(x), float(y), radius


def _lined_up(across: int, down: int, rng: np.random.Generator, width: int, height: int) -> list[Place]:
    pitch = min(width / across, height / down, min(width, height) * 0.42) * rng.uniform(0.85, 0.97)
    radius = pitch * rng.uniform(0.36, 0.44)
    left = (width - pitch * (across - 1)) / 2 + rng.uniform(-0.4, 0.4) * (width - pitch * across)
    top = (height - pitch * (down - 1)) / 2 + rng.uniform(-0.4, 0.4) * (height - pitch * down)
    return [(left + pitch * column, top + pitch * row, radius) for row in range(down) for column in range(across)]


def _scattered(count: int, rng: np.random.Generator, width: int, height: int) -> list[Place]:
    """Non-overlapping places by rejection; the radius gives way until all fit."""
    radius = min(width, height) * rng.uniform(0.13, 0.2) * (3 / (count + 1)) ** 0.35
    while True:
        placed: list[Place] = []
        for _ in range(60):
            x, y, _ = _anywhere(radius, rng, width, height)
            if all(np.hypot(x - other[0], y - other[1]) > 2.15 * radius for other in placed):
                placed.append((x, y, radius))
            if len(placed) == count:
                return placed
        radius *= 0.9
