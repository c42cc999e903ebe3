"""The better of whole and crops for each image, with the place of the crop, and never anything else than that."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from catalog.images.crops import Box, CropVector
from catalog.images.model import Image
from catalog.images.ports import Match
from catalog.search.crops import merged
from catalog.search.model import SearchParams
from tests.fakes.kitchen import Kitchen, new_image
from tests.fakes.parts import vector_of

CORNER = Box(0.5, 0.5, 0.75, 1.0)
OTHER = Box(0.0, 0.0, 0.25, 0.25)
WITH_CROPS = SearchParams(use_crops=True)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def with_crops(kitchen: Kitchen, image: Image, *crops: tuple[Box, bytes]) -> None:
    """Put the point anew, with parts that look like these."""
    _, vector = kitchen.index.points[image.image_id]
    parts = tuple(CropVector(box, vector_of(data)) for box, data in crops)
    kitchen.index.put(kitchen.scope, kitchen.spaces.row, image, vector, parts)  # type: ignore[arg-type]


def drawn(random: Random, count: int) -> dict[str, float]:
    """Cosines of few values, so that there are ties."""
    return {f"{number:02}": random.randrange(-4, 5) / 4 for number in random.sample(range(40), count)}


def in_order(scores: dict[str, float]) -> list[Match]:
    matches = [Match(image_id, score) for image_id, score in scores.items()]
    return sorted(matches, key=lambda match: (-match.similarity, match.image_id))


@pytest.mark.parametrize("seed", range(40))
def test_the_first_of_both_are_the_first_of_all(seed: int) -> None:
    random = Random(seed)
    whole, crops = drawn(random, 30), drawn(random, random.randrange(30))
    limit, least = random.randrange(1, 20), random.choice((None, -0.5, 0.0, 0.75))
    best = {one: max(whole.get(one, -2), crops.get(one, -2)) for one in whole | crops}
    expected = in_order({one: score for one, score in best.items() if least is None or score >= least})[:limit]
    kept = {one: score for one, score in whole.items() if least is None or score >= least}
    answer = merged(in_order(kept)[:limit], in_order(crops)[:limit], limit=limit, least=least)
    assert answer.matches == expected
    by_crop = {match.image_id for match in expected if crops.get(match.image_id, -2) > whole.get(match.image_id, -2)}
    assert {match.image_id for match in answer.matches} & answer.by_crop == by_crop
    assert answer.crops_compared == bool(crops)


def test_the_least_score_is_the_one_that_is_told() -> None:
    score = float(np.float32(0.3))
    told = merged([], [Match("a", score)], limit=5, least=0.3)
    assert [match.image_id for match in told.matches] == ["a"]
    assert merged([], [Match("a", score)], limit=5, least=0.3001).matches == []


def test_an_image_is_found_by_its_crop_and_the_hit_says_where(kitchen: Kitchen) -> None:
    plain, scene = kitchen.added(b"plain"), kitchen.added(b"scene")
    with_crops(kitchen, scene, (OTHER, b"something else"), (CORNER, b"a boat"))
    found = kitchen.search.by_text(kitchen.scope, "a boat", WITH_CROPS)
    first, second = found.hits
    assert (first.image.image_id, first.vector_name, first.box) == (scene.image_id, "clip_crops", CORNER)
    assert first.score == pytest.approx(1, abs=1e-6)
    assert (second.image.image_id, second.vector_name, second.box) == (plain.image_id, "clip_global", None)
    assert (found.crops_compared, found.vector_name) == (True, "clip_global")


def test_without_asking_no_crop_is_compared(kitchen: Kitchen) -> None:
    scene = kitchen.added(b"scene")
    with_crops(kitchen, scene, (CORNER, b"a boat"))
    found = kitchen.search.by_text(kitchen.scope, "a boat", SearchParams())
    assert found.crops_compared is False
    assert found.hits[0].score == pytest.approx(float(vector_of(b"scene") @ vector_of(b"a boat")), abs=1e-6)
    assert [query.by_crops for query in kitchen.index.queries] == [False]


def test_where_no_image_has_crops_the_answer_says_so(kitchen: Kitchen) -> None:
    kitchen.added(b"one")
    with_them = kitchen.search.by_text(kitchen.scope, "words", WITH_CROPS)
    assert with_them == kitchen.search.by_text(kitchen.scope, "words", SearchParams())
    assert with_them.crops_compared is False


def test_a_crop_has_to_reach_the_threshold_too(kitchen: Kitchen) -> None:
    scene = kitchen.added(b"scene")
    with_crops(kitchen, scene, (CORNER, b"a boat"))
    near = replace(WITH_CROPS, score_threshold=0.99)
    assert [hit.box for hit in kitchen.search.by_text(kitchen.scope, "a boat", near).hits] == [CORNER]
    far = kitchen.search.by_text(kitchen.scope, "a plane", near)
    assert (CORNER in [hit.box for hit in far.hits], far.crops_compared) == (False, True)


def test_the_asked_image_is_no_hit_by_its_own_crops(kitchen: Kitchen) -> None:
    asked, other = kitchen.added(b"asked"), kitchen.added(b"other")
    for image in (asked, other):
        with_crops(kitchen, image, (CORNER, b"asked"))
    found = kitchen.search.by_image(kitchen.scope, asked.image_id, WITH_CROPS)
    assert [(hit.image.image_id, hit.box) for hit in found.hits] == [(other.image_id, CORNER)]


def test_pages_go_on_where_the_last_one_ended(kitchen: Kitchen) -> None:
    for number in range(9):
        with_crops(kitchen, kitchen.added(f"picture {number}".encode()), (OTHER, f"part {number}".encode()))
    whole = kitchen.search.by_text(kitchen.scope, "words", replace(WITH_CROPS, limit=9)).hits
    pages = [
        kitchen.search.by_text(kitchen.scope, "words", replace(WITH_CROPS, limit=3, offset=at)) for at in (0, 3, 6)
    ]
    assert tuple(hit for page in pages for hit in page.hits) == whole
    assert {hit.vector_name for hit in whole} == {"clip_global", "clip_crops"}


def test_what_comes_in_is_found_by_its_parts(kitchen: Kitchen) -> None:
    taking_in = replace(kitchen.ingest, crops=2)
    image = taking_in.from_bytes(kitchen.scope, b"scene", declared_type=None, new=new_image()).image
    found = kitchen.search.by_text(kitchen.scope, "scene1", WITH_CROPS)
    assert [(hit.image.image_id, hit.box) for hit in found.hits] == [(image.image_id, Box(0.1, 0.0, 0.2, 0.5))]
