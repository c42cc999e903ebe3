"""The throttle of log-ins: how many failures, for how long, and that its memory is bounded."""

import pytest

from gateway.accounts.throttle import LoginThrottle
from gateway.errors import TooManyAttempts


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def is_open(throttle: LoginThrottle, username: str, address: str) -> bool:
    try:
        throttle.check(username, address)
    except TooManyAttempts:
        return False
    return True


class TestFailures:
    def test_close_the_name_from_that_address_only(self) -> None:
        throttle = LoginThrottle(Clock())
        for _ in range(10):
            assert is_open(throttle, "ada", "1.1.1.1")
            throttle.failed("ada", "1.1.1.1")
        assert not is_open(throttle, "ADA", "1.1.1.1")
        assert is_open(throttle, "ada", "2.2.2.2")
        assert is_open(throttle, "bob", "1.1.1.1")

    def test_over_many_names_close_the_address(self) -> None:
        throttle = LoginThrottle(Clock())
        for number in range(100):
            throttle.failed(f"user{number}", "1.1.1.1")
        assert not is_open(throttle, "ada", "1.1.1.1")

    def test_are_forgotten_five_minutes_later(self) -> None:
        clock = Clock()
        throttle = LoginThrottle(clock)
        for _ in range(10):
            throttle.failed("ada", "1.1.1.1")
        clock.now = 299
        with pytest.raises(TooManyAttempts) as closed:
            throttle.check("ada", "1.1.1.1")
        assert closed.value.retry_after_s == pytest.approx(1)
        clock.now = 301
        assert is_open(throttle, "ada", "1.1.1.1")

    def test_are_forgotten_after_a_success(self) -> None:
        throttle = LoginThrottle(Clock())
        for _ in range(9):
            throttle.failed("ada", "1.1.1.1")
        throttle.succeeded("Ada", "1.1.1.1")
        throttle.failed("ada", "1.1.1.1")
        assert is_open(throttle, "ada", "1.1.1.1")

    def test_of_very_many_names_take_bounded_memory(self) -> None:
        throttle = LoginThrottle(Clock())
        for number in range(25_000):
            throttle.failed(f"user{number}", f"{number}")
        assert len(throttle._failures) == 20_000
