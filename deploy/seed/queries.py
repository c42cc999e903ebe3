"""The text queries of the truth file, and recipes that make sure some pictures answer each of them."""

from typing import Final

import numpy as np

from deploy.seed.model import Query
from embedder.training.drawing.recipes import Gradient, Plain, Recipe, Shapes, Textured
from embedder.training.drawing.vocabulary import COLOURS, GRADIENTS, STRIPES


def _query(text: str, *claims: str) -> Query:
    return Query(text, frozenset(claims))


# Landscapes are few enough in kind that random ones answer these.
LANDSCAPES: Final = (
    _query("sea at sunset", "sea", "sunset"),
    _query("city at night", "city", "night"),
    _query("mountains with snow", "mountains", "with snow"),
    _query("desert by day", "desert", "day"),
    _query("forest at night", "forest", "night"),
    _query("hills with a house", "hills", "with house"),
    _query("a sailing boat on the sea", "sea", "with boat"),
    _query("sunset", "sunset"),
    _query("a photo of the mountains", "mountains"),
    _query("night with the moon", "night", "with moon"),
)

_SHAPES: Final[tuple[tuple[Query, str, str, int, str], ...]] = (  # shape, colour, count, ground ("" for any)
    (_query("red circle", "red circle"), "circle", "red", 1, ""),
    (
        _query("three green stars on a yellow background", "green star", "three star", "on yellow"),
        "star",
        "green",
        3,
        "yellow",
    ),
    (_query("a big blue square", "blue square", "big square"), "square", "blue", 1, ""),
    (_query("two pink hearts", "pink heart", "two heart"), "heart", "pink", 2, ""),
    (_query("black arrow on white", "black arrow", "on white"), "arrow", "black", 1, "white"),
    (_query("nine orange rings", "orange ring", "nine ring"), "ring", "orange", 9, ""),
    (_query("purple triangles", "purple triangle"), "triangle", "purple", 4, ""),
    (_query("white crosses on a red background", "white cross", "on red"), "cross", "white", 5, "red"),
    (_query("yellow crescent on black", "yellow crescent", "on black"), "crescent", "yellow", 1, "black"),
)

_PATTERNS: Final[tuple[tuple[Query, str, tuple[str, str]], ...]] = (  # texture or gradient, colours ("" for any)
    (_query("blue stripes", "blue stripes"), "stripes", ("blue", "")),
    (_query("black and white checks", "black checks", "white checks"), "checks", ("black", "white")),
    (_query("red polka dots", "red dots"), "dots", ("red", "")),
    (_query("brick wall", "bricks"), "bricks", ("", "")),
    (_query("wood grain", "wood"), "wood", ("", "")),
    (_query("green marble", "green marble"), "marble", ("green", "")),
    (_query("orange to purple", "orange to purple"), "gradient", ("orange", "purple")),
    (_query("turquoise waves", "turquoise waves"), "waves", ("turquoise", "")),
)

QUERIES: Final = (*LANDSCAPES, *(row[0] for row in _SHAPES), *(row[0] for row in _PATTERNS))


def shape_for_a_query(rng: np.random.Generator) -> Recipe:
    """Shapes that answer one of the queries above; all that the query leaves open is random."""
    _, shape, colour, count, ground = _SHAPES[int(rng.integers(len(_SHAPES)))]
    tint = ground or _other_than((colour,), rng)
    layouts = ("grid",) if count == 9 else ("row", "column", "scattered")
    layout = "" if count == 1 else layouts[int(rng.integers(len(layouts)))]
    return Shapes(shape, colour, count, layout, "big" if count == 1 else "", Plain(tint))


def pattern_for_a_query(rng: np.random.Generator) -> Recipe:
    """A texture or gradient that answers one of the queries above."""
    _, name, (first, second) = _PATTERNS[int(rng.integers(len(_PATTERNS)))]
    first = first or _other_than((second,), rng)
    second = second or _other_than((first,), rng)
    if name == "gradient":
        return Gradient(tuple(GRADIENTS)[int(rng.integers(len(GRADIENTS)))], first, second)
    texture = STRIPES[int(rng.integers(len(STRIPES)))] if name == "stripes" else name
    return Textured(texture, first, second) if rng.random() < 0.5 else Textured(texture, second, first)


def _other_than(taken: tuple[str, ...], rng: np.random.Generator) -> str:
    free = [name for name in COLOURS if name not in taken]
    return free[int(rng.integers(len(free)))]
