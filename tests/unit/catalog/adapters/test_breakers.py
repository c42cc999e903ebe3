"""A breaker opens after failures in a row, lets one caller try after the pause, and judges only what it should."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from catalog.adapters.breakers import Breaker, BreakerLimits, Verdict
from catalog.errors import IndexUnavailable

LIMITS = BreakerLimits(failures=3, pause_s=10)
LONGEST_S = LIMITS.pause_s * 1.2


class Away(Exception):
    """Nobody was there."""


class Refused(Exception):
    """It was there, and said no."""


class Ours(Exception):
    """It was not asked."""


VERDICTS = {Away: Verdict.AWAY, Refused: Verdict.ANSWERED, Ours: Verdict.UNCLEAR}


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Iterator[Breaker]:
    with capture_logs():
        yield Breaker("tested", IndexUnavailable, lambda error: VERDICTS[type(error)], LIMITS, clock=clock)


def call(breaker: Breaker, error: type[Exception] | None = None) -> None:
    """One call that ends so; its own error is swallowed."""
    with suppress(Away, Refused, Ours), breaker.guard():
        if error is not None:
            raise error


def fail(breaker: Breaker, times: int = LIMITS.failures) -> None:
    for _ in range(times):
        call(breaker, Away)


def is_open(breaker: Breaker) -> bool:
    try:
        call(breaker)
    except IndexUnavailable:
        return True
    return False


def state() -> float | None:
    return REGISTRY.get_sample_value("semblance_breaker_state", {"dependency": "tested"})


def opened() -> float:
    return REGISTRY.get_sample_value("semblance_breaker_opened_total", {"dependency": "tested"}) or 0.0


class TestOpening:
    def test_after_so_many_failures_in_a_row(self, breaker: Breaker) -> None:
        before = opened()
        fail(breaker, LIMITS.failures - 1)
        assert (state(), opened()) == (0, before)
        call(breaker, Away)
        assert (state(), opened()) == (2, before + 1)
        assert is_open(breaker)

    @pytest.mark.parametrize("between", [None, Refused])
    def test_an_answer_of_any_kind_starts_the_count_anew(
        self, breaker: Breaker, between: type[Exception] | None
    ) -> None:
        fail(breaker, LIMITS.failures - 1)
        call(breaker, between)
        fail(breaker, LIMITS.failures - 1)
        assert not is_open(breaker)

    def test_what_never_reached_it_neither_counts_nor_clears(self, breaker: Breaker) -> None:
        fail(breaker, LIMITS.failures - 1)
        call(breaker, Ours)
        call(breaker, Away)
        assert is_open(breaker)

    @pytest.mark.parametrize("error", [Refused, Ours])
    def test_never_by_anything_else(self, breaker: Breaker, error: type[Exception]) -> None:
        for _ in range(100):
            call(breaker, error)
        assert not is_open(breaker)

    def test_the_callers_own_exception_comes_through(self, breaker: Breaker) -> None:
        with pytest.raises(Refused), breaker.guard():
            raise Refused

    def test_the_refusal_says_when_to_come_again(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        with pytest.raises(IndexUnavailable) as first:
            call(breaker)
        assert LIMITS.pause_s * 0.8 <= first.value.retry_after_s <= LONGEST_S
        clock.now += 3
        with pytest.raises(IndexUnavailable) as second:
            call(breaker)
        assert second.value.retry_after_s == pytest.approx(first.value.retry_after_s - 3)

    def test_calls_under_way_when_it_opened_change_nothing(self, breaker: Breaker) -> None:
        with breaker.guard():
            fail(breaker)
        assert is_open(breaker)


class TestComingBack:
    def test_one_good_call_closes_it(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        call(breaker)
        assert state() == 0
        fail(breaker, LIMITS.failures - 1)
        assert not is_open(breaker)

    def test_a_refusal_is_an_answer_too(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        call(breaker, Refused)
        assert state() == 0

    def test_one_failure_opens_it_for_another_pause(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        call(breaker, Away)
        assert is_open(breaker)
        clock.now += LONGEST_S
        assert not is_open(breaker)

    def test_a_try_that_never_reached_it_leaves_the_try_to_the_next(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        call(breaker, Ours)
        assert state() == 1
        call(breaker)
        assert state() == 0

    def test_while_one_tries_all_others_are_told_to_come_again_soon(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        with breaker.guard():
            with pytest.raises(IndexUnavailable) as other:
                call(breaker)
            assert other.value.retry_after_s == 1
        assert not is_open(breaker)

    def test_a_failure_from_before_it_opened_does_not_end_the_try(self, breaker: Breaker, clock: Clock) -> None:
        late = breaker.guard()
        late.__enter__()
        fail(breaker)
        clock.now += LONGEST_S
        with breaker.guard():
            with suppress(Away):
                late.__exit__(Away, Away(), None)
            assert state() == 1
        assert state() == 0

    def test_of_many_threads_exactly_one_tries(self, breaker: Breaker, clock: Clock) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        start, told = threading.Barrier(16), threading.Semaphore(0)
        tried: list[int] = []

        def come(n: int) -> None:
            start.wait()
            try:
                with breaker.guard():
                    tried.append(n)
                    for _ in range(15):  # all the others are told before this one is done
                        told.acquire()
            except IndexUnavailable:
                told.release()

        threads = [threading.Thread(target=come, args=(n,)) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(tried) == 1


class TestReadiness:
    def test_a_probe_that_was_answered_closes_it_on_probation(self, breaker: Breaker) -> None:
        fail(breaker)
        breaker.found_ready()
        assert not is_open(breaker)
        fail(breaker)
        breaker.found_ready()
        call(breaker, Away)
        assert is_open(breaker)

    def test_a_try_under_way_meanwhile_does_not_stand_in_the_way_of_the_next(
        self, breaker: Breaker, clock: Clock
    ) -> None:
        fail(breaker)
        clock.now += LONGEST_S
        with breaker.guard():
            breaker.found_ready()
        call(breaker, Away)
        assert is_open(breaker)
        clock.now += LONGEST_S
        assert not is_open(breaker)

    def test_it_says_nothing_while_closed(self, breaker: Breaker) -> None:
        fail(breaker, LIMITS.failures - 2)
        breaker.found_ready()
        call(breaker, Away)
        assert not is_open(breaker)


def test_each_change_of_state_is_one_line(clock: Clock) -> None:
    with capture_logs() as lines:
        breaker = Breaker("tested", IndexUnavailable, lambda _: Verdict.AWAY, LIMITS, clock=clock)
        for _ in range(LIMITS.failures):
            call(breaker, Away)
        with suppress(IndexUnavailable):
            call(breaker)
        clock.now += LONGEST_S
        call(breaker)
    told: list[Any] = [(line["log_level"], line["dependency"], line["state"]) for line in lines]
    assert told == [("warning", "tested", "open"), ("info", "tested", "half_open"), ("info", "tested", "closed")]
