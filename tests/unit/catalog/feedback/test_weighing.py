"""Whose word counts, and whose comes first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from catalog.feedback.model import MARKS_USED, Mark, Marks
from catalog.feedback.weighing import weighed

ME, ANN, BEN, CAT = (uuid4() for _ in range(4))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def mark(image_id: str, user_id: UUID, *, relevant: bool, ago: int = 0) -> Mark:
    return Mark(image_id, user_id, relevant, NOW - timedelta(seconds=ago))


def test_nothing_said_is_nothing_marked() -> None:
    assert weighed([], ME) == Marks()


def test_my_own_word_stands_over_any_number_of_others() -> None:
    marks = [mark("x", ANN, relevant=True), mark("x", BEN, relevant=True), mark("x", ME, relevant=False)]
    assert weighed(marks, ME) == Marks((), ("x",))
    assert weighed(marks, CAT) == Marks(("x",), ())


def test_of_others_the_more_count_and_a_tie_counts_for_nothing() -> None:
    marks = [mark("x", ANN, relevant=True), mark("x", BEN, relevant=False), mark("y", CAT, relevant=False)]
    assert weighed(marks, ME) == Marks((), ("y",))


def test_mine_come_first_then_the_newest() -> None:
    marks = [mark(f"other {n:03d}", ANN, relevant=False, ago=n) for n in range(MARKS_USED + 5)]
    marks += [mark("mine", ME, relevant=False, ago=10_000)]
    [first, *others] = weighed(marks, ME).irrelevant_ids
    assert first == "mine"
    assert others == [f"other {n:03d}" for n in range(MARKS_USED - 1)]
