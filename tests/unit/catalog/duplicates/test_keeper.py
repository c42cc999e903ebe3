"""The keeper is the best by the reasons given, and nobody when that would be a guess."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from catalog.duplicates.keeper import CLOSE, WEIGHTS, scores_of, suggest
from catalog.duplicates.model import Tier
from catalog.images.model import Image
from tests.duplicate_images import an_image

LARGE = an_image("large", width=4000, height=3000)
SMALL = an_image("small", width=2000, height=1500)


def words(image: Image, *others: Image) -> dict[str, str]:
    return {one.part: one.words for one in scores_of([image, *others])[image.image_id].reasons}


class TestScores:
    def test_every_part_is_a_share_and_the_weights_make_one(self) -> None:
        assert sum(WEIGHTS.values()) == pytest.approx(1)
        for score in scores_of(
            [LARGE, replace(SMALL, quality_score=0.0, tags=("a",), content_type="image/png")]
        ).values():
            assert {one.part for one in score.reasons} == set(WEIGHTS)
            assert all(0 <= one.value <= 1 for one in score.reasons)
            assert score.total == pytest.approx(sum(WEIGHTS[one.part] * one.value for one in score.reasons))

    def test_the_weightiest_reason_is_first(self) -> None:
        for score in scores_of([LARGE, SMALL]).values():
            weights = [WEIGHTS[one.part] * one.value for one in score.reasons]
            assert weights == sorted(weights, reverse=True)

    def test_words_say_what_was_seen(self) -> None:
        assert words(LARGE, SMALL)["resolution"] == "4000 × 3000, the largest"
        assert words(SMALL, LARGE)["resolution"] == "2000 × 1500, 25% of the largest's pixels"
        assert words(replace(LARGE, content_type="image/tiff"))["format"] == "TIFF, lossless"
        assert words(replace(LARGE, filename="a.jpg", tags=("x",)))["metadata"] == "has a filename and tags"
        assert words(replace(LARGE, filename=None))["metadata"] == "has no metadata"
        assert words(LARGE, replace(SMALL, quality_score=0.9))["quality"] == "quality 0.50, the best has 0.90"
        assert words(LARGE, SMALL)["age"] == "from 2024-05-01, the oldest"

    @pytest.mark.parametrize(
        "formats",
        [("tiff", "heic"), ("png", "avif"), ("avif", "webp"), ("webp", "jpeg"), ("jpeg", "gif"), ("jpeg", "bmp")],
    )
    def test_formats_have_an_order(self, formats: tuple[str, str]) -> None:
        better, worse = (replace(LARGE, image_id=one, content_type=f"image/{one}") for one in formats)
        scores = scores_of([better, worse])
        assert scores[better.image_id].total > scores[worse.image_id].total

    @pytest.mark.parametrize(
        "change",
        [
            {"width": 4100},
            {"quality_score": 0.6},
            {"content_type": "image/png"},
            {"tags": ("a",)},
            {"created_at": LARGE.created_at - timedelta(days=1)},
        ],
    )
    def test_what_is_better_in_one_thing_scores_more(self, change: dict[str, Any]) -> None:
        better = replace(LARGE, image_id="better", **change)
        scores = scores_of([LARGE, better])
        assert scores["better"].total > scores[LARGE.image_id].total


class TestSuggestion:
    def test_is_the_best_with_its_reasons(self) -> None:
        found = suggest([SMALL, LARGE], tier=Tier.EDITED)
        assert (found.keeper_id, found.why_not) == (LARGE.image_id, None)
        assert found.reasons[LARGE.image_id][0] == "4000 × 3000, the largest"
        assert found.scores[LARGE.image_id] > found.scores[SMALL.image_id] + CLOSE

    def test_of_two_alike_the_older_is_kept(self) -> None:
        older = replace(LARGE, image_id="older", created_at=LARGE.created_at - timedelta(days=1))
        assert suggest([LARGE, older], tier=Tier.EDITED).keeper_id == "older"

    def test_nobody_when_the_best_two_are_close(self) -> None:
        sharper = replace(LARGE, image_id="sharper", created_at=datetime(2025, 1, 1, tzinfo=UTC), quality_score=0.55)
        found = suggest([LARGE, sharper, SMALL], tier=Tier.EDITED)
        assert found.keeper_id is None
        assert found.why_not
        assert set(found.scores) == {LARGE.image_id, "sharper", SMALL.image_id}

    def test_of_the_same_pixels_the_larger_file_is_kept(self) -> None:
        heavier = replace(LARGE, image_id="heavier", size_bytes=LARGE.size_bytes + 1)
        assert suggest([LARGE, heavier], tier=Tier.SAME_PIXELS).keeper_id == "heavier"
        assert suggest([LARGE, heavier], tier=Tier.EDITED).keeper_id is None

    def test_of_the_same_pixels_and_bytes_the_hash_decides_in_any_order(self) -> None:
        twins = [replace(LARGE, image_id=one, sha256=one * 64) for one in ("b", "a")]
        assert {suggest(order, tier=Tier.SAME_PIXELS).keeper_id for order in (twins, twins[::-1])} == {"a"}

    @pytest.mark.parametrize("doubt", [{"tier": Tier.VARIANT}, {"hub": True}, {"contradiction": True}])
    def test_nobody_where_the_group_is_doubtful(self, doubt: dict[str, Any]) -> None:
        found = suggest([SMALL, LARGE], **{"tier": Tier.EDITED, **doubt})
        assert found.keeper_id is None
        assert found.why_not
        assert found.scores
