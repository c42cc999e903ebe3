"""The quality score moves the way its formula says."""

from math import exp
from pathlib import Path
from typing import Final

import pytest
import skimage.data
from PIL import Image, ImageEnhance, ImageFilter

from catalog.images.model_pixels import model_sized
from catalog.images.quality import measure
from catalog.images.quality import quality_score as score_of

SHIPPED: Final = Path(skimage.data.__file__).parent


def quality_score(picture: Image.Image) -> float:
    return score_of(measure(picture.convert("L"), model_sized(picture.convert("RGB"), None)))


@pytest.fixture(params=["astronaut.png", "coffee.png", "camera.png", "rocket.jpg"])
def photograph(request: pytest.FixtureRequest) -> Image.Image:
    with Image.open(SHIPPED / request.param) as stored:
        return stored.convert("RGB")


def test_blur_costs(photograph: Image.Image) -> None:
    scores = [quality_score(photograph.filter(ImageFilter.GaussianBlur(radius))) for radius in (0, 1, 2, 4, 8)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] - scores[-1] > 0.2


def test_bad_exposure_costs(photograph: Image.Image) -> None:
    for factor in (0.1, 8.0):
        assert quality_score(ImageEnhance.Brightness(photograph).enhance(factor)) < quality_score(photograph)


def test_few_pixels_cost(photograph: Image.Image) -> None:
    small = photograph.resize((photograph.width // 8, photograph.height // 8), Image.Resampling.BOX)
    assert quality_score(small.filter(ImageFilter.GaussianBlur(1))) < quality_score(photograph)


def test_one_grey_gives_exposure_and_resolution_alone() -> None:
    exposure = exp(-((128 / 255 - 0.5) ** 2) / (2 * 0.2**2))
    assert quality_score(Image.new("RGB", (1000, 250), (128, 128, 128))) == round(0.2 * exposure + 0.2 * 0.5, 4)


def test_is_between_nought_and_one_for_the_smallest_and_the_thinnest() -> None:
    for size in ((16, 16), (16, 800), (800, 16)):
        assert 0.0 <= quality_score(Image.effect_noise(size, 100).convert("RGB")) <= 1.0
