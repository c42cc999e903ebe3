"""What stands out is found wherever it is, whatever its colour, and once."""

import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageDraw

from catalog.embeddings.model import Preprocess, PreprocessMode
from catalog.images.crops import Box, cut
from catalog.images.model_pixels import MODEL_SIDE
from catalog.images.saliency import MOST_REGIONS, salient_boxes
from tests.planted.scenes import planted_scene

SIDE = 44


def ground(width: int = 400, height: int = 300) -> Image.Image:
    """A green field with a little noise."""
    noise = np.random.default_rng(3).normal(0, 4, (height, width, 3))
    return Image.fromarray(np.clip(np.array([90, 140, 80]) + noise, 0, 255).astype(np.uint8))


def with_squares(*places: tuple[int, int], colour: tuple[int, int, int] = (220, 40, 40)) -> Image.Image:
    picture = ground()
    for left, top in places:
        ImageDraw.Draw(picture).rectangle((left, top, left + SIDE, top + SIDE), fill=colour)
    return picture


def holds(box: Box, left: int, top: int) -> bool:
    """Whether the middle of the square is in the box, and the box not much larger than the square."""
    across, down = (left + SIDE / 2) / 400, (top + SIDE / 2) / 300
    inside = box.left < across < box.right and box.top < down < box.bottom
    return inside and (box.right - box.left) * 400 < 4 * SIDE


def shared(one: Box, other: Box) -> float:
    """The area that both have over that of the smaller."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    area = min((box.right - box.left) * (box.bottom - box.top) for box in (one, other))
    return max(0.0, across) * max(0.0, down) / area


@pytest.mark.parametrize("place", [(30, 30), (320, 40), (180, 130), (40, 230), (330, 230)])
def test_the_one_thing_in_a_field_is_the_first(place: tuple[int, int]) -> None:
    assert holds(salient_boxes(with_squares(place), 4)[0], *place)


def test_a_colour_stands_out_where_grey_does_not() -> None:
    field = np.asarray(ground().convert("L"), float).mean()
    purple = (150, 75, 199)
    assert Image.new("RGB", (1, 1), purple).convert("L").getpixel((0, 0)) == pytest.approx(field, abs=9)
    assert holds(salient_boxes(with_squares((250, 100), colour=purple), 1)[0], 250, 100)


def test_several_things_are_each_found_once() -> None:
    things = {(40, 40): (220, 40, 40), (300, 50): (40, 40, 220), (170, 220): (240, 240, 240)}
    picture = ground()
    for place, colour in things.items():
        picture.paste(colour, (*place, place[0] + SIDE, place[1] + SIDE))
    found = salient_boxes(picture, 3)
    assert all(sum(holds(box, *place) for box in found) == 1 for place in things)


def test_windows_share_little_and_lie_within_the_picture() -> None:
    found = salient_boxes(Image.fromarray(skimage.data.astronaut()), MOST_REGIONS)
    assert len(found) > 2
    pairs = [(one, other) for at, one in enumerate(found) for other in found[at + 1 :]]
    assert max(shared(one, other) for one, other in pairs) <= 0.31
    assert found[:2] == salient_boxes(Image.fromarray(skimage.data.astronaut()), 2)


@pytest.mark.parametrize(
    "picture",
    [Image.new("RGB", (400, 300), (7, 90, 200)), ground(50, 50), Image.new("RGB", (1, 1))],
    ids=["flat", "too few pixels", "one pixel"],
)
def test_where_nothing_stands_out_there_is_no_box(picture: Image.Image) -> None:
    assert salient_boxes(picture, 4) == ()


def test_none_are_asked_for() -> None:
    assert salient_boxes(with_squares((30, 30)), 0) == ()


@pytest.mark.parametrize("size", [(4000, 80), (80, 4000), (64, 64), (3000, 2000)])
def test_pictures_of_every_form(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(5).integers(0, 255, (size[1], size[0], 3)).astype(np.uint8)
    picture = Image.fromarray(pixels)
    for crop in cut(picture, None, Preprocess(), salient_boxes(picture, MOST_REGIONS)):
        assert len(crop.pixels) == MODEL_SIDE**2 * 3


@pytest.mark.parametrize("mode", PreprocessMode)
def test_a_crop_has_the_pixels_of_its_box(mode: PreprocessMode) -> None:
    picture = with_squares((200, 150))
    [crop] = cut(picture, None, Preprocess(mode), [Box(0.5, 0.5, 0.6, 0.6)])
    pixels = np.frombuffer(crop.pixels, np.uint8).reshape(MODEL_SIDE, MODEL_SIDE, 3)
    assert np.abs(pixels[40:180, 10:-10].astype(int) - [220, 40, 40]).max() < 12


@pytest.mark.parametrize(
    "edges", [(0.5, 0, 0.5, 1), (0, 0, 1.1, 1), (-0.1, 0, 1, 1), (0, 1, 1, 0), (float("nan"), 0, 1, 1), (0, 0, 1)]
)
def test_what_is_no_part_of_a_picture_is_no_box(edges: tuple[float, ...]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Box.of(edges)


def test_most_small_things_in_landscapes_are_found() -> None:
    scenes = [planted_scene(number) for number in range(8)]
    middles = [
        ((scene.thing.left + scene.thing.right) / 2, (scene.thing.top + scene.thing.bottom) / 2) for scene in scenes
    ]
    found = [salient_boxes(scene.picture, 4) for scene in scenes]
    hits = [
        any(box.left < across < box.right and box.top < down < box.bottom for box in boxes)
        for boxes, (across, down) in zip(found, middles, strict=True)
    ]
    assert sum(hits) >= 6
