"""The demo's page and its counting, without a stack."""

import pytest

from deploy.demo.client import Found
from deploy.demo.page import page
from deploy.demo.questions import SHOWN, Answer, half_of
from deploy.demo.truth import SeedPicture, WordQuery


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
        text = page([an_answer("<script>alert(1)</script>")], "<b>summary</b>", lambda _: None)
        assert "<script>" not in text
        assert "<b>" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text

    def test_pictures_travel_inside_the_page(self) -> None:
        text = page([an_answer()], "", lambda image_id: image_id.encode())
        assert 'src="data:image/webp;base64,YQ=="' in text
        assert "https://pictures.test" not in text

    def test_right_hits_are_marked(self) -> None:
        text = page([an_answer(hits="ab")], "", lambda _: b"x")
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
