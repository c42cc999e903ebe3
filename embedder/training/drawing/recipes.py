"""What a picture shows, said in attributes; the drawing, the captions and the facts all follow from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from embedder.training.drawing.vocabulary import (
    COLOURS,
    COUNTS,
    GRADIENTS,
    PLACES,
    SHAPES,
    SIZES,
    TEXTURES,
    TIMES,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A ground of one colour."""

    colour: str


@dataclass(frozen=True, slots=True)
class Textured:
    """A texture in two colours, as a ground or as the whole picture."""

    texture: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """Some shapes of one kind and colour. `size` is "" for several, `layout` is "" for one."""

    shape: str
    colour: str
    count: int
    layout: str
    size: str
    ground: Plain | Textured


@dataclass(frozen=True, slots=True)
class Pair:
    """Two different shapes in two different colours."""

    shapes: tuple[str, str]
    colours: tuple[str, str]
    ground: Plain


@dataclass(frozen=True, slots=True)
class Gradient:
    """One colour running into another."""

    way: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A landscape."""

    place: str
    time: str
    things: tuple[str, ...]


Recipe = Shapes | Pair | Textured | Gradient | Scene

KINDS: Final = ("shapes", "pair", "texture", "gradient", "scene")
_WEIGHTS: Final = (0.46, 0.12, 0.18, 0.08, 0.16)
# Things a place may have, beside what its time of day brings.
_LOCAL: Final[dict[str, tuple[str, ...]]] = {
    "sea": ("boat", "birds"),
    "mountains": ("snow", "trees", "house"),
    "hills": ("house", "trees", "birds"),
    "forest": ("house", "birds"),
    "desert": ("birds", "house"),
    "city": ("birds",),
}


def a_recipe(rng: np.random.Generator, kind: str | None = None) -> Recipe:
    """A random recipe, of the given kind if one is given."""
    chosen = kind or str(rng.choice(KINDS, p=_WEIGHTS))
    return _MAKERS[chosen](rng)


def kind_of(recipe: Recipe) -> str:
    """One of KINDS."""
    return {Shapes: "shapes", Pair: "pair", Textured: "texture", Gradient: "gradient", Scene: "scene"}[type(recipe)]


def _pick(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(rng.integers(len(words)))]


def _colours(rng: np.random.Generator, count: int, taken: tuple[str, ...] = ()) -> tuple[str, ...]:
    free = [name for name in COLOURS if name not in taken]
    return tuple(free[int(at)] for at in rng.permutation(len(free))[:count])


def _shapes(rng: np.random.Generator) -> Shapes:
    count = int(rng.choice(tuple(COUNTS), p=(0.34, 0.18, 0.16, 0.1, 0.08, 0.07, 0.07)))
    colour, other, third = _colours(rng, 3)
    plain = rng.random() < 0.82
    ground = Plain(other) if plain else Textured(_pick(rng, TEXTURES), other, third)
    layouts = ("row", "column", "scattered") + (("grid",) if count in (4, 6, 9) else ())
    layout = "" if count == 1 else "grid" if count == 9 else _pick(rng, layouts)
    size = _pick(rng, SIZES) if count == 1 else ""
    return Shapes(_pick(rng, tuple(SHAPES)), colour, count, layout, size, ground)


def _pair(rng: np.random.Generator) -> Pair:
    names = tuple(SHAPES)
    one, two = rng.permutation(len(names))[:2]
    first, second, ground = _colours(rng, 3)
    return Pair((names[one], names[two]), (first, second), Plain(ground))


def _textured(rng: np.random.Generator) -> Textured:
    first, second = _colours(rng, 2)
    return Textured(_pick(rng, TEXTURES), first, second)


def _gradient(rng: np.random.Generator) -> Gradient:
    first, second = _colours(rng, 2)
    return Gradient(_pick(rng, tuple(GRADIENTS)), first, second)


def _scene(rng: np.random.Generator) -> Scene:
    place, time = _pick(rng, PLACES), _pick(rng, TIMES)
    sky = {"day": ("sun", "clouds"), "sunset": ("sun", "clouds"), "night": ("moon",)}[time]
    local = [thing for thing in _LOCAL[place] if not (thing == "birds" and time == "night")]
    things = [thing for thing in (*sky, *local) if rng.random() < 0.5]
    return Scene(place, time, tuple(things))


_MAKERS: Final[dict[str, Callable[[np.random.Generator], Recipe]]] = {
    "shapes": _shapes,
    "pair": _pair,
    "texture": _textured,
    "gradient": _gradient,
    "scene": _scene,
}
