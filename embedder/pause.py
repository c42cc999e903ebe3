"""Leaves something alone for a while after it failed; then one asks, and what becomes of that counts for all."""

import time
from collections.abc import Callable


class Pause:
    """In one event loop. `seconds` is how long nobody asks after a failure, on the monotonic clock."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._failing = False
        self._ask_again_at = 0.0

    def may_ask(self) -> bool:
        """Whether to ask now. After the pause one caller may; the others wait for another pause or for its answer."""
        if self._failing:
            if self._clock() < self._ask_again_at:
                return False
            self._ask_again_at = self._clock() + self._seconds
        return True

    def begin(self) -> bool:
        """It failed. True when it did not fail before."""
        first, self._failing = not self._failing, True
        self._ask_again_at = self._clock() + self._seconds
        return first

    def end(self) -> bool:
        """It answered. True when it failed before."""
        back, self._failing = self._failing, False
        return back
