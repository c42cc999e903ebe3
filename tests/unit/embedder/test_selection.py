"""Which of those who wait leave together: nobody starves, and a batch holds items of like length."""

import asyncio
import math
from collections import deque
from collections.abc import Iterator

import pytest

from embedder.batching.questions import Group, Question, Waiting
from embedder.batching.selection import WINDOW, take


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """What futures belong to; it never runs."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def a_queue(loop: asyncio.AbstractEventLoop, *sizes: int) -> deque[Waiting]:
    """One of each size, in that order; its key is its place."""
    return deque(
        Waiting(Question(place, None, size), loop.create_future(), 0.0, math.inf) for place, size in enumerate(sizes)
    )


def places(groups: list[Group]) -> list[object]:
    return [group[0].question.key for group in groups]


def taken(queue: deque[Waiting], *, items: int, padded: float = math.inf) -> list[object]:
    return places(take(queue, items=items, padded=padded, still_waits=lambda _: True))


def test_the_head_leaves_with_those_nearest_to_it_and_the_rest_keeps_its_order(
    loop: asyncio.AbstractEventLoop,
) -> None:
    queue = a_queue(loop, 10, 70, 9, 30, 12, 8)
    assert taken(queue, items=3) == [0, 2, 4]
    assert [one.question.key for one in queue] == [1, 3, 5]
    assert taken(queue, items=3) == [1, 3, 5]
    assert taken(queue, items=3) == []


def test_alike_in_size_they_leave_as_they_came(loop: asyncio.AbstractEventLoop) -> None:
    queue = a_queue(loop, *[1] * 7)
    assert [taken(queue, items=3) for _ in range(3)] == [[0, 1, 2], [3, 4, 5], [6]]


def test_one_of_an_odd_size_leaves_when_it_is_at_the_head(loop: asyncio.AbstractEventLoop) -> None:
    queue = a_queue(loop, 5, 77, *[5] * 100)
    assert 1 not in taken(queue, items=4)
    assert taken(queue, items=4)[0] == 1


def test_no_more_of_the_queue_is_looked_at_than_the_window(loop: asyncio.AbstractEventLoop) -> None:
    beyond = 2 * WINDOW
    queue = a_queue(loop, 10, *[20] * (beyond - 1), 10)
    assert taken(queue, items=2) == [0, 1]
    assert queue[-1].question.key == beyond


@pytest.mark.parametrize(("padded", "expected"), [(math.inf, [0, 1, 3, 2]), (30, [0, 1, 3]), (29, [0, 1]), (1, [0])])
def test_the_padded_size_is_bounded_but_one_always_leaves(
    loop: asyncio.AbstractEventLoop, padded: float, expected: list[int]
) -> None:
    assert taken(a_queue(loop, 10, 10, 40, 10), items=4, padded=padded) == expected


def test_those_who_ask_the_same_are_one_item(loop: asyncio.AbstractEventLoop) -> None:
    queue = deque(
        Waiting(Question(key, None), loop.create_future(), 0.0, math.inf) for key in ("a", "b", "a", "c", "b", "a")
    )
    groups = take(queue, items=2, padded=math.inf, still_waits=lambda _: True)
    assert [(group[0].question.key, len(group)) for group in groups] == [("a", 3), ("b", 2)]
    assert [one.question.key for one in queue] == ["c"]


def test_those_who_no_longer_wait_are_taken_out(loop: asyncio.AbstractEventLoop) -> None:
    queue = a_queue(loop, 1, 1, 1, 1)
    groups = take(queue, items=2, padded=math.inf, still_waits=lambda one: one.question.key in (1, 3))
    assert places(groups) == [1, 3]
    assert not queue
