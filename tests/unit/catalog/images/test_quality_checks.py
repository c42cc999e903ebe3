"""Each quality check is true of a picture that was planted for it, and of none of that picture's neighbours."""

from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from catalog.filters import parsing
from catalog.images.model_pixels import model_sized
from catalog.images.quality import LEAST_CONTRAST, QualityMeasures, measure
from catalog.images.quality_checks import QUALITY_RULES, QualityCheck, failed_checks

SHIPPED: Final = Path(skimage.data.__file__).parent
# What a camera took of the world by daylight, lamp or microscope, none of it blurred, dark or tiny by intent.
PHOTOGRAPHS: Final = (
    "astronaut.png", "brick.png", "camera.png", "chelsea.png", "coffee.png", "coins.png", "grass.png", "gravel.png",
    "ihc.png", "microaneurysms.png", "moon.png", "motorcycle_left.png", "motorcycle_right.png", "page.png",
    "retina.jpg", "rocket.jpg", "text.png",
)  # fmt: skip
# Rounding to whole levels adds 20/12 to the variance of the Laplacian.
ROUNDING: Final = 20 / 12


def load(name: str) -> Image.Image:
    with Image.open(SHIPPED / name) as stored:
        return stored.convert("RGB")


def measured(picture: Image.Image) -> QualityMeasures:
    """As an inspection measures it."""
    return measure(picture.convert("L"), model_sized(picture, None))


def failed(picture: Image.Image) -> set[str]:
    return {check.value for check in failed_checks(measured(picture))}


def bright(picture: Image.Image, factor: float) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(factor)


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """By a radius in pixels of the picture at a longer side of 512."""
    return picture.filter(ImageFilter.GaussianBlur(radius * max(1.0, max(picture.size) / 512)))


def washed_out(picture: Image.Image) -> Image.Image:
    return Image.blend(picture, Image.new("RGB", picture.size, (255, 255, 255)), 0.85)


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_an_ordinary_photograph_fails_nothing(name: str) -> None:
    assert failed(load(name)) == set()


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_an_ordinary_photograph_is_far_from_empty(name: str) -> None:
    found = measured(load(name))
    assert found.entropy > 4
    assert found.plain_share < 0.9


@pytest.mark.parametrize("name", ["astronaut.png", "camera.png", "coffee.png", "chelsea.png"])
class TestPhotographs:
    def test_at_a_fifth_of_the_light_are_dark_and_nothing_else(self, name: str) -> None:
        assert failed(bright(load(name), 0.2)) == {"dark"}
        assert failed(bright(load(name), 0.7)) == set()

    def test_washed_out_are_bright_and_nothing_else(self, name: str) -> None:
        assert failed(washed_out(load(name))) == {"bright"}
        assert failed(bright(load(name), 1.3)) == set()

    def test_out_of_focus_are_blurry_and_nothing_else(self, name: str) -> None:
        for radius in (2, 3, 5, 8):
            assert failed(blurred(load(name), radius)) == {"blurry"}
        assert failed(blurred(load(name), 0.5)) == set()

    def test_in_little_light_are_not_blurry_for_that(self, name: str) -> None:
        assert measured(bright(load(name), 0.2)).sharpness < measured(load(name)).sharpness / 10
        assert "blurry" not in failed(bright(load(name), 0.2))

    def test_cut_to_a_strip_have_an_odd_aspect(self, name: str) -> None:
        photograph = load(name).crop((0, 0, 288, 288))
        assert failed(photograph.crop((0, 120, 288, 168))) == {"odd_aspect"}
        assert failed(photograph.crop((120, 0, 168, 288))) == {"odd_aspect"}
        assert "odd_aspect" not in failed(photograph.crop((0, 96, 288, 192)))

    def test_of_24_pixels_have_an_odd_size(self, name: str) -> None:
        assert failed(load(name).resize((32, 24))) == {"odd_size"}
        assert failed(load(name).resize((43, 32))) == set()


class TestDrawn:
    def test_one_colour_is_empty_and_says_nothing(self) -> None:
        for colour in ((200, 30, 30), (90, 120, 90)):
            assert failed(Image.new("RGB", (300, 200), colour)) == {"near_empty", "low_information"}

    def test_black_is_dark_too_and_white_is_bright(self) -> None:
        assert failed(Image.new("RGB", (64, 64))) == {"dark", "near_empty", "low_information"}
        assert failed(Image.new("RGB", (64, 64), (255, 255, 255))) == {"bright", "near_empty", "low_information"}

    def test_noise_fails_nothing(self) -> None:
        assert failed(Image.effect_noise((300, 200), 60).convert("RGB")) == set()

    def test_a_speck_on_grain_is_near_empty_and_a_thing_is_not(self) -> None:
        """Grain says much and shows nothing: the two checks do not look at the same."""
        grain = np.random.default_rng(1).normal(128, 2.6, (400, 400, 1)).repeat(3, axis=2).clip(0, 255)
        for side, expected in ((12, {"near_empty"}), (140, set[str]())):
            picture = Image.fromarray(grain.astype(np.uint8))
            ImageDraw.Draw(picture).rectangle((50, 50, 50 + side, 50 + side), fill=(20, 40, 200))
            assert failed(picture) & {"near_empty", "low_information"} == expected

    def test_two_colours_say_little_and_are_not_empty(self) -> None:
        drawing = Image.new("RGB", (300, 300), (180, 180, 180))
        ImageDraw.Draw(drawing).rectangle((0, 0, 150, 300), fill=(40, 40, 160))
        assert failed(drawing) == {"low_information"}

    def test_without_contrast_nothing_is_judged_blurry(self) -> None:
        found = measured(Image.new("L", (100, 100), 90).convert("RGB"))
        assert found.contrast < LEAST_CONTRAST
        assert found.focus is None


@pytest.mark.parametrize("name", ["astronaut.png", "coffee.png", "moon.png", "rocket.jpg"])
class TestOrder:
    def test_darker_is_never_less_dark_and_never_brighter(self, name: str) -> None:
        found = [measured(bright(load(name), factor / 10)) for factor in range(40, -1, -2)]
        assert [one.luma for one in found] == sorted((one.luma for one in found), reverse=True)
        assert [one.clipped_dark for one in found] == sorted(one.clipped_dark for one in found)
        told = [QUALITY_RULES[QualityCheck.DARK].fails(one) for one in found]
        assert told == sorted(told)
        told = [QUALITY_RULES[QualityCheck.BRIGHT].fails(one) for one in found]
        assert told == sorted(told, reverse=True)

    def test_more_blur_is_never_sharper(self, name: str) -> None:
        """But for the rounding of the levels, which is all that is left of the Laplacian in the end."""
        found = [measured(blurred(load(name), radius)) for radius in (0, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16)]
        for sharper, blurrier in pairwise(found):
            assert sharper.focus is not None
            assert blurrier.focus is not None
            assert blurrier.sharpness <= sharper.sharpness + ROUNDING
            assert blurrier.focus <= sharper.focus + ROUNDING / blurrier.contrast**2
        told = [QUALITY_RULES[QualityCheck.BLURRY].fails(one) for one in found]
        assert told == sorted(told)
        assert told[0] is False
        assert told[-1] is True


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 2**16), side=st.integers(16, 90), other=st.integers(16, 90), darker=st.floats(0, 1))
def test_any_picture_has_finite_measures_and_darkening_only_darkens(
    seed: int, side: int, other: int, darker: float
) -> None:
    random = np.random.default_rng(seed)
    levels = (random.random((side, other, 3)) ** random.uniform(0.1, 5) * random.integers(1, 256)).astype(np.uint8)
    before = measured(Image.fromarray(levels))
    after = measured(Image.fromarray((levels * darker).astype(np.uint8)))
    assert after.luma <= before.luma
    assert after.clipped_bright <= before.clipped_bright
    for found in (before, after):
        assert all(value is None or np.isfinite(value) for value in found.rounded().values())
        assert 0 <= found.entropy <= 8
        assert 0 <= found.plain_share <= 1
        assert found.aspect_ratio >= 1


def test_the_rules_name_measures_that_are_there() -> None:
    assert {rule.measure for rule in QUALITY_RULES.values()} <= set(QualityMeasures.__dataclass_fields__)
    assert tuple(QUALITY_RULES) == tuple(QualityCheck)


def test_filters_know_the_same_checks() -> None:
    names = [check.value for check in QualityCheck]
    assert parsing.parse_filter({"quality_checks": {"any": names}}) is not None
    assert list(parsing.QUALITY_CHECKS) == names
