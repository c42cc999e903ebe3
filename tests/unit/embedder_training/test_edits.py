"""Small edits: the picture stays recognisable and gets the size it should."""

import numpy as np
import pytest
from PIL import Image

from embedder.training.drawing import a_picture
from embedder.training.drawing.edits import brightened, cropped, edited, reencoded, resized, tilted


@pytest.fixture
def picture() -> Image.Image:
    return a_picture(1, "scene").draw(200, 150)


def distance(one: Image.Image, other: Image.Image) -> float:
    size = (64, 48)
    first, second = (np.asarray(image.resize(size), np.float64) for image in (one, other))
    return float(np.abs(first - second).mean())


def test_reencoding_changes_pixels_a_little(picture: Image.Image) -> None:
    assert 0 < distance(reencoded(picture, 60), picture) < 6


def test_resizing_scales_both_sides(picture: Image.Image) -> None:
    assert resized(picture, 0.5).size == (100, 75)


def test_cropping_takes_a_share_of_each_side(picture: Image.Image) -> None:
    assert cropped(picture, 0.1, 0.2, 0.1, 0.2).size == (160, 90)


def test_brightness_multiplies(picture: Image.Image) -> None:
    grey = Image.new("RGB", (4, 4), (100, 100, 100))
    assert brightened(grey, 1.2).getpixel((0, 0)) == (120, 120, 120)


@pytest.mark.parametrize("degrees", [-5.0, 3.0])
def test_tilting_leaves_no_black_corners(degrees: float) -> None:
    white = Image.new("RGB", (200, 150), "white")
    assert np.asarray(tilted(white, degrees)).min() > 250


def test_an_edited_copy_is_the_same_for_the_same_generator_and_near_the_original(picture: Image.Image) -> None:
    for seed in range(10):
        copy, again = (edited(picture, np.random.default_rng(seed)) for _ in range(2))
        assert copy.tobytes() == again.tobytes()
        assert distance(copy, picture) < 45
