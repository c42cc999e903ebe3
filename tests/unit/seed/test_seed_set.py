"""The seed set: the same every time, and every planted relation really holds."""

import hashlib
import json
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import imagehash
import numpy as np
import pytest
from PIL import Image

from deploy.seed.assembly import SMALLEST, assemble
from deploy.seed.files import FORMS, encoded, same_pixels_other_bytes, shown, shown_size
from deploy.seed.model import DATASETS, TIERS, Group, SeedSet, Tier
from deploy.seed.relatives import MAX_HAMMING
from deploy.seed.truth import TRUTH, truth_of, write
from embedder.training.drawing import a_picture

COUNT = 130


@pytest.fixture(scope="module")
def seed_set() -> SeedSet:
    return assemble(COUNT)


@pytest.fixture(scope="module")
def data(seed_set: SeedSet) -> dict[str, bytes]:
    return {file.name: file.data for file in seed_set.files}


@pytest.fixture(scope="module")
def truth(seed_set: SeedSet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(truth_of(seed_set)))
    return told


def copies(seed_set: SeedSet, tier: Tier) -> list[tuple[Group, str]]:
    found = [(group, name) for group in seed_set.groups if group.tier == tier for name in group.edits]
    assert found
    return found


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    first, second = (np.asarray(image.resize((64, 64)), np.float64) for image in (one, other))
    return float(np.abs(first - second).mean())


class TestAssemble:
    def test_has_as_many_files_as_were_asked_for(self, seed_set: SeedSet) -> None:
        assert len(seed_set.files) == len({file.name for file in seed_set.files}) == COUNT

    def test_gives_the_same_bytes_each_time(self) -> None:
        first, second = (assemble(SMALLEST) for _ in range(2))
        assert [file.data for file in first.files] == [file.data for file in second.files]
        assert truth_of(first) == truth_of(second)

    def test_refuses_to_be_too_small(self) -> None:
        with pytest.raises(ValueError, match=str(SMALLEST)):
            assemble(SMALLEST - 1)

    def test_every_file_is_a_picture_of_the_size_that_the_truth_says(
        self, data: dict[str, bytes], truth: dict[str, Any]
    ) -> None:
        for file in truth["files"]:
            assert shown(data[file["name"]]).size == (file["width"], file["height"])
            assert hashlib.sha256(data[file["name"]]).hexdigest() == file["sha256"]

    def test_holds_several_formats_and_every_dataset(self, truth: dict[str, Any]) -> None:
        assert {file["dataset_id"] for file in truth["files"]} == set(DATASETS)
        assert {file["name"].rpartition(".")[2] for file in truth["files"]} == {"jpg", "png", "webp"}

    def test_a_name_gives_nothing_away(self, seed_set: SeedSet) -> None:
        names = [file.name for file in seed_set.files if file.name.startswith("landscapes/")]
        numbers = sorted(int(name.rpartition("-")[2].partition(".")[0]) for name in names)
        assert all(second == first + 1 for first, second in pairwise(numbers))


class TestGroups:
    def test_every_tier_is_planted_and_no_file_is_in_two_groups(self, seed_set: SeedSet) -> None:
        assert {group.tier for group in seed_set.groups} == set(TIERS)
        members = [name for group in seed_set.groups for name in group.members]
        assert len(members) == len(set(members))

    def test_t0_has_the_same_bytes(self, seed_set: SeedSet, data: dict[str, bytes]) -> None:
        for group, name in copies(seed_set, "T0"):
            assert data[name] == data[group.keeper]

    def test_only_t0_has_the_same_bytes(self, seed_set: SeedSet, data: dict[str, bytes]) -> None:
        twice = len(data) - len(set(data.values()))
        assert twice == len(copies(seed_set, "T0"))

    def test_t1_has_the_same_pixels_and_other_bytes(self, seed_set: SeedSet, data: dict[str, bytes]) -> None:
        for group, name in copies(seed_set, "T1"):
            assert data[name] != data[group.keeper]
            assert shown(data[name]).tobytes() == shown(data[group.keeper]).tobytes()

    def test_t2_has_other_pixels_and_a_near_hash(self, seed_set: SeedSet, data: dict[str, bytes]) -> None:
        for group, name in copies(seed_set, "T2"):
            copy, keeper = shown(data[name]), shown(data[group.keeper])
            assert copy.tobytes() != keeper.tobytes()
            distance = imagehash.phash(copy) - imagehash.phash(keeper)
            assert distance == group.hamming[name] <= MAX_HAMMING

    def test_t3_is_the_keeper_turned_or_mirrored(self, seed_set: SeedSet, data: dict[str, bytes]) -> None:
        for group, name in copies(seed_set, "T3"):
            copy, keeper = shown(data[name]), shown(data[group.keeper])
            turned = [keeper.transpose(turn) for turn in Image.Transpose]
            best = min(mean_difference(copy, image) for image in turned if image.size == copy.size)
            assert best < 6
            assert copy.size != keeper.size or best < 0.7 * mean_difference(copy, keeper)

    def test_t4_is_another_drawing_of_the_same_words(self, seed_set: SeedSet, data: dict[str, bytes]) -> None:
        drawn = {file.name: file.drawn for file in seed_set.files}
        for group, name in copies(seed_set, "T4"):
            assert drawn[name].facts == drawn[group.keeper].facts
            assert mean_difference(shown(data[name]), shown(data[group.keeper])) > 1

    def test_the_keeper_is_the_oldest(self, seed_set: SeedSet) -> None:
        born = {file.name: file.drawn.created_at for file in seed_set.files}
        assert all(born[group.keeper] < born[name] for group in seed_set.groups for name in group.edits)


class TestAnomalies:
    def test_there_are_enough_and_they_are_in_no_group_and_no_answer(
        self, seed_set: SeedSet, truth: dict[str, Any]
    ) -> None:
        strange = {anomaly.name for anomaly in seed_set.anomalies}
        assert len(strange) >= 12
        assert strange.isdisjoint(name for group in seed_set.groups for name in group.members)
        assert strange.isdisjoint(name for query in truth["queries"] for name in query["relevant"])

    def test_every_dataset_has_some(self, seed_set: SeedSet) -> None:
        assert {anomaly.name.partition("/")[0] for anomaly in seed_set.anomalies} == set(DATASETS)


class TestQueries:
    def test_there_are_twenty_or_more_with_answers(self, truth: dict[str, Any]) -> None:
        assert sum(1 for query in truth["queries"] if query["relevant"]) >= 20

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("red circle", {"kind": "shapes", "shape": "circle", "colour": "red"}),
            ("nine orange rings", {"shape": "ring", "colour": "orange", "count": 9}),
            ("wood grain", {"texture": "wood"}),
            ("sea at sunset", {"place": "sea", "time": "sunset"}),
        ],
    )
    def test_relevant_means_the_attributes_agree(
        self, truth: dict[str, Any], text: str, expected: dict[str, object]
    ) -> None:
        relevant = next(query["relevant"] for query in truth["queries"] if query["text"] == text)
        said = {file["name"]: file["attributes"] for file in truth["files"]}
        agree = {name for name, attributes in said.items() if expected.items() <= attributes.items()}
        assert agree
        assert agree <= set(relevant)
        for name in set(relevant) - agree:  # the words may also be true of a pair, or of the ground
            assert said[name]["kind"] == "pair" or "ground_texture" in said[name]


class TestWrite:
    def test_puts_every_file_and_the_truth_below_the_folder(self, seed_set: SeedSet, tmp_path: Path) -> None:
        told = json.loads(write(seed_set, tmp_path / "new").read_text("utf-8"))
        found = {str(path.relative_to(tmp_path / "new")) for path in (tmp_path / "new").rglob("*") if path.is_file()}
        assert found == {file["name"] for file in told["files"]} | {TRUTH}


class TestForms:
    @pytest.mark.parametrize("form", FORMS)
    def test_every_form_shows_the_picture(self, form: str) -> None:
        picture = a_picture(4, "scene").draw(96, 72)
        data = encoded(picture, form)
        assert shown(data).size == shown_size(data) == picture.size
        expected = picture.convert("L").convert("RGB") if form == "jpeg-grey" else picture
        assert mean_difference(shown(data), expected) < 6

    def test_forms_are_what_they_are_called(self) -> None:
        picture = a_picture(4, "scene").draw(96, 72)
        modes = {form: Image.open(BytesIO(encoded(picture, form))).mode for form in FORMS}
        assert modes["jpeg-cmyk"] == "CMYK"
        assert modes["jpeg-grey"] == "L"
        assert modes["png-alpha"] == "RGBA"
        assert modes["png-palette"] == "P"
        assert Image.open(BytesIO(encoded(picture, "jpeg-oriented"))).size == (72, 96)

    @pytest.mark.parametrize("form", ["jpeg", "png"])
    def test_other_bytes_show_the_same_pixels(self, form: str) -> None:
        data = encoded(a_picture(4, "scene").draw(96, 72), form)
        other, _ = same_pixels_other_bytes(data)
        assert other != data
        assert shown(other).tobytes() == shown(data).tobytes()
