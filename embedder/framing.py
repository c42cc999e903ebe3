"""Pictures of any shape to a model's square: where they lie, how they are turned, scaled, padded or cropped."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from embedder.colour import in_srgb
from embedder.ports import Pixels, Preprocess

Colour = tuple[int, int, int]

Region = tuple[float, float, float, float]
"""A part of a picture: left, top, right, bottom in its pixels, whole or not."""

_ORIENTATION_TAG: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Which of the old margins (0 left, 1 top, 2 right, 3 bottom) becomes the new left, top, right and bottom one.
_TURNED_MARGINS: Final = {
    Image.Transpose.FLIP_LEFT_RIGHT: (2, 1, 0, 3),
    Image.Transpose.ROTATE_180: (2, 3, 0, 1),
    Image.Transpose.FLIP_TOP_BOTTOM: (0, 3, 2, 1),
    Image.Transpose.TRANSPOSE: (1, 0, 3, 2),
    Image.Transpose.ROTATE_270: (3, 0, 1, 2),
    Image.Transpose.TRANSVERSE: (3, 2, 1, 0),
    Image.Transpose.ROTATE_90: (1, 2, 3, 0),
}


@dataclass(frozen=True, slots=True)
class Framing:
    """A model's square: its side in pixels, and whether a picture is padded to it with `fill` or cropped to it."""

    side: int
    fill: Colour
    mode: Preprocess = "pad"

    def shrinking(self, size: tuple[int, int]) -> float:
        """How many pixels of a picture of that size (width, height) lie along one of the model's."""
        return (max(size) if self.mode == "pad" else min(size)) / self.side


def upright(picture: Image.Image, drawn: Region) -> tuple[Image.Image, Region]:
    """The pixels turned and mirrored as EXIF says, and where `drawn` lies in them; unreadable EXIF turns nothing."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # EXIF is hostile bytes too, and a broken block must not cost the picture
        turn = None
    if turn is None:
        return picture, drawn
    margins = (drawn[0], drawn[1], picture.width - drawn[2], picture.height - drawn[3])
    turned = picture.transpose(turn)
    left, top, right, bottom = (margins[at] for at in _TURNED_MARGINS[turn])
    return turned, (left, top, turned.width - right, turned.height - bottom)


def framed(rgb: Image.Image, framing: Framing, *, drawn: Region | None = None, profile: bytes | None = None) -> Pixels:
    """An RGB picture, or its `drawn` region, as side × side × 3 uint8 in sRGB, scaled bicubically with antialiasing."""
    region = drawn or (0, 0, *rgb.size)
    if framing.mode == "pad":
        return _padded(rgb, region, profile, framing)
    square, middle = (framing.side, framing.side), _middle(region, framing.side)
    return np.asarray(in_srgb(rgb.resize(square, Image.Resampling.BICUBIC, box=middle), profile))


def _padded(rgb: Image.Image, drawn: Region, profile: bytes | None, framing: Framing) -> Pixels:
    """The longer side as long as the square's, centred on the filling; the odd pixel of it goes right and down."""
    sides = _sides(drawn)
    width, height = (max(1, round(length * framing.side / max(sides))) for length in sides)
    shrunk = in_srgb(rgb.resize((width, height), Image.Resampling.BICUBIC, box=drawn), profile)
    if width == height:
        return np.asarray(shrunk)
    canvas = Image.new("RGB", (framing.side, framing.side), framing.fill)
    canvas.paste(shrunk, ((framing.side - width) // 2, (framing.side - height) // 2))
    return np.asarray(canvas)


def _middle(drawn: Region, side: int) -> Region:
    """What is left of `drawn` when its shorter side is scaled to `side` and the middle of its longer one is kept.

    The lengths and the offset are rounded as torchvision's Resize and CenterCrop do. To scale only this region gives
    the same pixels as scaling everything and cropping, and a picture of 1 × 16,000 does not become one of 224 × 3.6
    million on the way.
    """
    shorter = min(_sides(drawn))
    left, right = _kept(drawn[0], drawn[2], shorter, side)
    top, bottom = _kept(drawn[1], drawn[3], shorter, side)
    return left, top, right, bottom


def _kept(first: float, last: float, shorter: float, side: int) -> tuple[float, float]:
    """Along one axis, the ends of what is kept."""
    length = last - first
    scaled = int(side * length / shorter)
    start = first + round((scaled - side) / 2) * length / scaled
    return start, min(last, start + side * length / scaled)


def _sides(region: Region) -> tuple[float, float]:
    return region[2] - region[0], region[3] - region[1]
