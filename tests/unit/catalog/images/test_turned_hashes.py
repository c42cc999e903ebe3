"""The seven turned hashes are those of the picture really turned, and stand in the order of Turn."""

from pathlib import Path
from typing import Final

import imagehash
import numpy as np
import pytest
import skimage.data
from PIL import Image

from catalog.duplicates.model import Turn
from catalog.images.perceptual_hash import hash_picture
from tests.image_bank.forge import painted

SHIPPED: Final = Path(skimage.data.__file__).parent
PHOTOGRAPHS: Final = ["astronaut.png", "brick.png", "camera.png", "coffee.png", "color.png", "retina.jpg", "rocket.jpg"]
TRANSPOSES: Final = {
    Turn.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Turn.FLIPPED: Image.Transpose.FLIP_TOP_BOTTOM,
    Turn.ROTATED_180: Image.Transpose.ROTATE_180,
    Turn.TRANSPOSED: Image.Transpose.TRANSPOSE,
    Turn.ROTATED_90: Image.Transpose.ROTATE_90,
    Turn.ROTATED_270: Image.Transpose.ROTATE_270,
    Turn.TRANSVERSED: Image.Transpose.TRANSVERSE,
}
SIDES_KEPT: Final = (Turn.MIRRORED, Turn.FLIPPED, Turn.ROTATED_180)
# Where rows become columns, Pillow's reduction rounds in another order: 4 bits is the most that was seen.
MOST_BITS: Final = 4


def turned(picture: Image.Image, turn: Turn) -> str:
    joined = hash_picture(picture).turned
    assert len(joined) == 7 * 16
    return joined[16 * (turn - 1) : 16 * turn]


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def pictures() -> list[Image.Image]:
    sides = np.random.default_rng(3).integers(16, 300, (20, 2))
    return [painted(int(width), int(height), seed) for seed, (width, height) in enumerate(sides)]


@pytest.mark.parametrize("turn", TRANSPOSES, ids=lambda turn: str(turn.name))
@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_photographs(name: str, turn: Turn) -> None:
    with Image.open(SHIPPED / name) as stored:
        picture = stored.convert("RGB")
    bits = distance(turned(picture, turn), str(imagehash.phash(picture.transpose(TRANSPOSES[turn]))))
    assert bits <= (0 if turn in SIDES_KEPT else MOST_BITS)


@pytest.mark.parametrize("turn", TRANSPOSES, ids=lambda turn: str(turn.name))
def test_painted_pictures(turn: Turn) -> None:
    found = [
        distance(turned(picture, turn), str(imagehash.phash(picture.transpose(TRANSPOSES[turn]))))
        for picture in pictures()
    ]
    assert max(found) <= (0 if turn in SIDES_KEPT else MOST_BITS)


@pytest.mark.parametrize("turn", TRANSPOSES, ids=lambda turn: str(turn.name))
def test_no_other_turn_fits(turn: Turn) -> None:
    """The order is right: what stands in another place is far from the picture so turned."""
    for picture in pictures():
        really = str(imagehash.phash(picture.transpose(TRANSPOSES[turn])))
        apart = {other: distance(turned(picture, other), really) for other in TRANSPOSES}
        assert min(apart, key=lambda other: apart[other]) is turn
