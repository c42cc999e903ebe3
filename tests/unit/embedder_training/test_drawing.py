"""Drawn pictures: the same every time, and showing what their captions claim."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from embedder.training import drawing
from embedder.training.drawing import Picture, a_picture
from embedder.training.drawing.palette import a_shade_of
from embedder.training.drawing.recipes import KINDS, Gradient, Pair, Plain, Scene, Shapes, Textured
from embedder.training.drawing.vocabulary import (
    COLOURS,
    COUNTS,
    GRADIENTS,
    PLACES,
    SHAPES,
    SYNONYMS,
    TEXTURES,
    THINGS,
    TIMES,
)


def pixels(picture: Picture, width: int = 120, height: int = 90) -> np.ndarray:
    return np.asarray(picture.draw(width, height), np.int16)


class TestDraw:
    @pytest.mark.parametrize("seed", range(12))
    def test_the_same_seed_gives_the_same_pixels(self, seed: int) -> None:
        assert np.array_equal(pixels(a_picture(seed)), pixels(a_picture(seed)))

    def test_seeds_differ(self) -> None:
        assert len({pixels(a_picture(seed)).tobytes() for seed in range(20)}) == 20

    @pytest.mark.parametrize("size", [(224, 224), (97, 180), (31, 20)])
    @pytest.mark.parametrize("kind", KINDS)
    def test_has_the_size_that_was_asked_for(self, kind: str, size: tuple[int, int]) -> None:
        drawn = a_picture(5, kind).draw(*size)
        assert (drawn.size, drawn.mode) == (size, "RGB")

    def test_drawn_again_it_keeps_its_words_and_changes_its_pixels(self) -> None:
        first = a_picture(3)
        again = first.again(77)
        assert again.facts == first.facts
        assert not np.array_equal(pixels(first), pixels(again))

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("count", COUNTS)
    def test_shows_as_many_shapes_as_it_says(self, shape: str, count: int) -> None:
        layout = "" if count == 1 else "grid" if count == 9 else "scattered"
        recipe = Shapes(shape, "black", count, layout, "big" if count == 1 else "", Plain("white"))
        dark = pixels(Picture(recipe, count), 300, 240).mean(axis=2) < 110
        labelled, found = ndimage.label(dark)
        areas = ndimage.sum_labels(dark, labelled, range(1, found + 1))
        assert (np.asarray(areas) > 20).sum() == count

    @pytest.mark.parametrize("layout", ["row", "column"])
    def test_lines_shapes_up_as_it_says(self, layout: str) -> None:
        recipe = Shapes("circle", "black", 4, layout, "", Plain("white"))
        dark = pixels(Picture(recipe, 1), 200, 200).mean(axis=2) < 110
        wide, tall = (np.ptp(np.nonzero(dark)[axis]) for axis in (1, 0))
        assert (wide > 2 * tall) if layout == "row" else (tall > 2 * wide)

    @pytest.mark.parametrize("texture", [name for name in TEXTURES if name not in ("wood", "marble", "clouds")])
    def test_a_texture_is_made_of_both_its_colours(self, texture: str) -> None:
        drawn = pixels(Picture(Textured(texture, "black", "white"), 4)).mean(axis=2)
        assert (drawn < 60).mean() > 0.03
        assert (drawn > 200).mean() > 0.03

    @pytest.mark.parametrize("way", GRADIENTS)
    def test_a_gradient_begins_with_its_first_colour(self, way: str) -> None:
        drawn = pixels(Picture(Gradient(way, "black", "white"), 2), 100, 100).mean(axis=2)
        start = drawn[50, 50] if way == "radial" else drawn[2, 2]
        assert start < 90 < 180 < drawn[97, 97]

    @pytest.mark.parametrize("place", PLACES)
    def test_night_is_darker_than_day(self, place: str) -> None:
        day, night = (pixels(Picture(Scene(place, time, ()), 6)).mean() for time in ("day", "night"))
        assert night < 0.6 * day

    @pytest.mark.parametrize("things", [(thing,) for thing in THINGS])
    def test_a_thing_can_be_seen(self, things: tuple[str]) -> None:
        place = {"boat": "sea", "snow": "mountains"}.get(things[0], "hills")
        time = "night" if things == ("moon",) else "day"
        bare, with_it = (pixels(Picture(Scene(place, time, some), 6)) for some in ((), things))
        assert (np.abs(bare - with_it).max(axis=2) > 30).mean() > 0.003


class TestShade:
    @pytest.mark.parametrize("name", ["red", "green", "blue"])
    def test_its_strongest_channel_is_its_name(self, name: str) -> None:
        rng = np.random.default_rng(1)
        channel = ["red", "green", "blue"].index(name)
        assert all(int(np.argmax(a_shade_of(name, rng))) == channel for _ in range(50))

    def test_no_shade_of_one_colour_is_nearer_to_the_middle_of_another(self) -> None:
        rng = np.random.default_rng(2)
        middles = {name: np.mean([a_shade_of(name, rng) for _ in range(200)], axis=0) for name in COLOURS}
        for name in COLOURS:
            for _ in range(40):
                shade = np.asarray(a_shade_of(name, rng))
                assert min(middles, key=lambda other: float(np.linalg.norm(middles[other] - shade))) == name


def every_kind() -> Iterator[Picture]:
    return (a_picture(seed, kind) for kind in KINDS for seed in range(60))


class TestCaptions:
    def test_claim_only_what_is_true(self) -> None:
        for picture in every_kind():
            for caption in picture.captions:
                assert caption.claims <= picture.facts, (caption, picture.recipe)

    def test_none_says_more_than_the_last(self) -> None:
        for picture in every_kind():
            assert not any(caption.claims > picture.captions[-1].claims for caption in picture.captions)

    def test_there_are_several_and_they_are_the_same_each_time(self) -> None:
        for picture in every_kind():
            assert len(picture.captions) >= 5
            assert picture.captions == a_picture(picture.seed, picture.kind).captions

    def test_tell_a_picture_from_another(self) -> None:
        red = Picture(Shapes("circle", "red", 1, "", "big", Plain("blue")), 0)
        blue = Picture(Shapes("circle", "blue", 1, "", "big", Plain("red")), 0)
        pair = Picture(Pair(("circle", "square"), ("blue", "red"), Plain("white")), 0)
        said = next(caption for caption in red.captions if caption.claims == {"red circle"})
        assert red.fits(said)
        assert not blue.fits(said)
        assert not pair.fits(said)

    def test_numbers_are_for_several(self) -> None:
        three = Picture(Shapes("star", "green", 3, "row", "", Plain("yellow")), 0)
        assert {"green star", "three star", "on yellow"} <= three.facts
        assert re.search(r"three green stars .*yellow", three.captions[-1].text)


class TestVocabularyPage:
    def test_names_every_word(self) -> None:
        page = (Path(drawing.__file__).parent / "VOCABULARY.md").read_text()
        words = [*COLOURS, *SHAPES.values(), *COUNTS.values(), *TEXTURES, *GRADIENTS.values(), *PLACES, *TIMES, *THINGS]
        words += [other for others in SYNONYMS.values() for other in others[1:]]
        assert [word for word in words if word not in page] == []
