"""The demo's page and its counting, without a stack."""

import pytest

from deploy.demo import anomalies
from deploy.demo.client import DuplicateGroup, Found, Freed
from deploy.demo.duplicates import Share, compared
from deploy.demo.page import page
from deploy.demo.questions import SHOWN, Answer, half_of
from deploy.demo.truth import PlantedGroup, SeedPicture, Truth, WordQuery


def an_answer(title: str = "red circle", right: frozenset[str] = frozenset({"a"}), hits: str = "ab") -> Answer:
    found = tuple(Found(image_id, 0.9, f"https://pictures.test/{image_id}") for image_id in hits)
    return Answer(title, "text", None, found, right)


class TestAnswer:
    def test_counts_the_right_hits(self) -> None:
        assert an_answer(right=frozenset("bcd"), hits="abc").found == 2

    def test_no_more_can_be_right_than_are_shown(self) -> None:
        many = frozenset(f"id-{number}" for number in range(3 * SHOWN))
        assert an_answer(right=many).possible == SHOWN


class TestPage:
    def test_what_a_person_wrote_never_becomes_markup(self) -> None:
        text = page([an_answer("<script>alert(1)</script>")], [], "<b>summary</b>", lambda _: None)
        assert "<script>" not in text
        assert "<b>" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text

    def test_pictures_travel_inside_the_page(self) -> None:
        text = page([an_answer()], [], "", lambda image_id: image_id.encode())
        assert 'src="data:image/webp;base64,YQ=="' in text
        assert "https://pictures.test" not in text

    def test_right_hits_are_marked(self) -> None:
        text = page([an_answer(hits="ab")], [], "", lambda _: b"x")
        assert text.count('<figure class="right">') == 1
        assert "1 of 1 right" in text


class TestHalfOf:
    def pictures(self, *tags: list[str]) -> tuple[SeedPicture, ...]:
        return tuple(SeedPicture(str(number), "image/png", {"tags": own}) for number, own in enumerate(tags))

    def test_takes_the_commonest_tag_that_at_most_half_have(self) -> None:
        pictures = self.pictures(["all", "half"], ["all", "half"], ["all", "rare"], ["all"], ["half"])
        assert half_of(WordQuery("words", frozenset("0123")), pictures) == ("half", frozenset("01"))

    def test_needs_such_a_tag(self) -> None:
        with pytest.raises(ValueError, match="empty"):
            half_of(WordQuery("words", frozenset("0")), self.pictures(["all"]))


# Files a to f are images A to F; a, b and c were planted as one group, d and e as another.
PLANTED = (PlantedGroup("T2", "a", ("a", "b", "c")), PlantedGroup("T3", "d", ("d", "e")))
IDS = {name: name.upper() for name in "abcdef"}
FREED = Freed(0, 0, 0, 0)


class TestDuplicates:
    def test_pairs_of_a_group_that_share_another_group_are_found(self) -> None:
        groups = (DuplicateGroup("T2", ("A", "B"), 0.97, {}),)
        detected = compared(groups, PLANTED, IDS, FREED)
        assert detected.recall == {"T2": Share(1, 3), "T3": Share(0, 1)}

    def test_pairs_that_nobody_planted_count_as_wrong(self) -> None:
        groups = (DuplicateGroup("T2", ("A", "B", "F"), 0.97, {}), DuplicateGroup("T3", ("D", "E"), 0.9, {}))
        detected = compared(groups, PLANTED, IDS, FREED)
        assert detected.precision == {"T2": Share(1, 3), "T3": Share(1, 1)}

    def test_the_same_bytes_under_two_names_are_no_pair(self) -> None:
        twice = (PlantedGroup("T0", "a", ("a", "b")),)
        detected = compared((), twice, {"a": "A", "b": "A"}, FREED)
        assert detected.recall == {}

    def test_groups_are_on_the_page(self) -> None:
        group = DuplicateGroup("T3", ("A", "B"), 0.9, {"A": "https://pictures.test/A", "B": "https://pictures.test/B"})
        text = page([], [group], "", lambda image_id: image_id.encode())
        assert text.count("<img") == 2
        assert "turned or mirrored" in text


class TestAnomalies:
    def test_are_told_beside_what_was_planted(self) -> None:
        told = anomalies.compared("scans", ["A", "B", "C"], ["A", "D"], frozenset("AD"))
        assert (told.flagged, told.planted_flagged, told.planted_first) == (3, Share(1, 2), Share(2, 2))

    def test_no_more_can_be_among_the_first_ten_than_ten(self) -> None:
        assert anomalies.compared(None, [], [], frozenset("ABCDEFGHIJKLMNO")).planted_first == Share(0, 10)

    def test_that_were_planted_are_counted_in_their_own_dataset(self) -> None:
        pictures = tuple(SeedPicture(name, "image/png", {"dataset_id": name[0]}) for name in ("a1", "a2", "b1"))
        truth = Truth(pictures, (), (), frozenset({"a2", "b1"}))
        assert truth.datasets == ["a", "b"]
        assert [truth.odd_of(dataset) for dataset in ("a", "b", None)] == [["a2"], ["b1"], ["a2", "b1"]]
