"""A lane's rate is what it did while it had work, lately."""

import pytest

from embedder.batching.rate import MEMORY_S, Rate


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_before_anything_was_measured_nothing_is_claimed() -> None:
    rate = Rate()
    assert (rate.per_second, rate.seconds_for(100)) == (0.0, 0.0)


def test_batches_one_after_the_other_count_with_their_time_and_pauses_do_not() -> None:
    clock = Clock()
    rate = Rate(clock)
    for _ in range(50):
        rate.started()
        clock.now += 0.1
        rate.finished(4)
        clock.now += 7.0
    assert rate.per_second == pytest.approx(40, rel=0.05)
    assert rate.seconds_for(80) == pytest.approx(2, rel=0.05)


def test_batches_side_by_side_add_up() -> None:
    clock = Clock()
    rate = Rate(clock)
    rate.started()
    rate.started()
    for _ in range(100):
        clock.now += 0.05
        rate.finished(4)
        rate.started()
    assert rate.per_second == pytest.approx(80, rel=0.05)


def test_it_follows_when_the_load_changes() -> None:
    clock = Clock()
    rate = Rate(clock)
    for seconds in (0.1, 1.0):
        for _ in range(int(5 * MEMORY_S / seconds)):
            rate.started()
            clock.now += seconds
            rate.finished(4)
    assert rate.per_second == pytest.approx(4, rel=0.15)
