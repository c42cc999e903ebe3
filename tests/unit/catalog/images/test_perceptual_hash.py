"""The hash is imagehash's, bit for bit, and says when it means nothing."""

from io import BytesIO
from pathlib import Path
from typing import Final

import imagehash
import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageOps

from catalog.images.inspection import inspect
from catalog.images.perceptual_hash import hash_picture
from tests.image_bank.forge import encoded, painted

PHOTOGRAPHS: Final = [
    "astronaut.png",
    "brick.png",
    "camera.png",
    "coffee.png",
    "coins.png",
    "moon.png",
    "motorcycle_left.png",
    "retina.jpg",
    "rocket.jpg",
]
SHIPPED: Final = Path(skimage.data.__file__).parent


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_photographs_hash_as_imagehash_does(name: str) -> None:
    data = (SHIPPED / name).read_bytes()
    with Image.open(SHIPPED / name) as stored:
        expected = str(imagehash.phash(ImageOps.exif_transpose(stored)))
    found = inspect(data)
    assert found.phash == expected
    assert not found.flat


@pytest.mark.parametrize("seed", range(40))
def test_painted_pictures_hash_as_imagehash_does(seed: int) -> None:
    random = np.random.default_rng(seed)
    width, height = (int(side) for side in random.integers(16, 300, 2))
    picture = painted(width, height, seed)
    for mode, kind in (("RGB", "PNG"), ("L", "PNG"), ("RGB", "JPEG"), ("1", "PNG")):
        data = encoded(picture.convert(mode), kind)
        with Image.open(BytesIO(data)) as stored:
            assert inspect(data).phash == str(imagehash.phash(stored))


def flat(picture: Image.Image) -> bool:
    return hash_picture(picture.convert("RGB")).flat


class TestFlat:
    @pytest.mark.parametrize("level", [0, 1, 127, 255])
    def test_one_colour(self, level: int) -> None:
        assert flat(Image.new("L", (200, 150), level))

    def test_one_colour_with_faint_noise(self) -> None:
        noise = np.random.default_rng(1).integers(120, 124, (150, 200)).astype(np.uint8)
        assert flat(Image.fromarray(noise))

    def test_plain_gradients(self) -> None:
        ramp = Image.linear_gradient("L")
        assert flat(ramp)
        assert flat(ramp.rotate(90))

    def test_a_blank_page_with_a_speck(self) -> None:
        page = Image.new("L", (400, 300), 255)
        page.paste(0, (200, 150, 202, 152))
        assert flat(page)

    def test_pictures_with_something_in_them_are_not(self) -> None:
        assert not any(flat(painted(200, 150, seed)) for seed in range(40))
