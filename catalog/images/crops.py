"""Parts of a picture: where they are, what the model is given of them, and their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from PIL import Image

from catalog.embeddings.model import Preprocess, Vector
from catalog.images.model_pixels import model_pixels


@dataclass(frozen=True, slots=True)
class Box:
    """A part of an upright picture: its edges as shares of the width and the height, 0..1, to four places.

    Raises ValueError unless left < right and top < bottom.
    """

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Four places are finer than the pixels of the largest picture that is looked at for them."""
        for name in ("left", "top", "right", "bottom"):
            object.__setattr__(self, name, round(float(getattr(self, name)), 4))
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise ValueError(f"{self} is no part of a picture")

    @classmethod
    def of(cls, edges: Sequence[float]) -> Self:
        """From left, top, right, bottom. Raises ValueError or TypeError."""
        return cls(*edges)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture and its pixels: 224 × 224 × 3 uint8, row-major RGB, as the whole has."""

    box: Box
    pixels: bytes


@dataclass(frozen=True, slots=True)
class CropVector:
    """A part of a picture and its unit vector, of the same model as the image's own."""

    box: Box
    vector: Vector


@dataclass(frozen=True, slots=True)
class ImageVectors:
    """All that the index holds of what an image looks like: the unit vector of the whole, and those of its parts."""

    whole: Vector
    crops: tuple[CropVector, ...] = ()


def cut(picture: Image.Image, profile: bytes | None, preprocess: Preprocess, boxes: Sequence[Box]) -> tuple[Crop, ...]:
    """These parts of an upright RGB picture, made ready for the model as the whole is."""
    width, height = picture.size

    def part(box: Box) -> Image.Image:
        left, top = int(box.left * width), int(box.top * height)
        return picture.crop(
            (left, top, max(left + 1, round(box.right * width)), max(top + 1, round(box.bottom * height)))
        )

    return tuple(Crop(box, model_pixels(part(box), profile, preprocess)) for box in boxes)
