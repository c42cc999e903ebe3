"""A picture is a recipe and a seed; everything else about it follows, the same every time."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from embedder.training.drawing.canvas import draw
from embedder.training.drawing.captions import Caption, captions
from embedder.training.drawing.facts import Attributes, attributes, facts
from embedder.training.drawing.recipes import Recipe, a_recipe, kind_of

_STREAMS = {"recipe": 0, "drawing": 1, "captions": 2}


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn picture."""

    recipe: Recipe
    seed: int

    def draw(self, width: int, height: int) -> Image.Image:
        """RGB, width × height pixels."""
        return draw(self.recipe, _stream(self.seed, "drawing"), width, height)

    def again(self, seed: int) -> "Picture":
        """Another drawing of the same recipe: same words, other shades and places."""
        return replace(self, seed=seed)

    @property
    def kind(self) -> str:
        return kind_of(self.recipe)

    @property
    def captions(self) -> list[Caption]:
        """Shortest first, the fullest last."""
        return captions(self.recipe, _stream(self.seed, "captions"))

    @property
    def facts(self) -> frozenset[str]:
        return facts(self.recipe)

    @property
    def attributes(self) -> Attributes:
        return attributes(self.recipe)

    def fits(self, caption: Caption) -> bool:
        """Whether all that the caption claims is true of this picture."""
        return caption.claims <= self.facts


def a_picture(seed: int, kind: str | None = None) -> Picture:
    """The picture of this seed (any integer ≥ 0), of the given kind if one is given."""
    return Picture(a_recipe(_stream(seed, "recipe"), kind), seed)


def _stream(seed: int, purpose: str) -> np.random.Generator:
    return np.random.default_rng((seed, _STREAMS[purpose]))
