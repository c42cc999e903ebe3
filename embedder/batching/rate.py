"""How fast a lane answers, measured."""

import math
import time
from collections.abc import Callable
from typing import Final

# What lies so many seconds of work back counts a third: long enough to even out single batches, short enough that the
# rate has followed when the load changes.
MEMORY_S: Final = 3.0


class Rate:
    """Items per second while there was work, over all threads of a lane; older work counts exponentially less."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._items = 0.0
        self._seconds = 0.0
        self._flying = 0
        self._since = 0.0

    def started(self) -> None:
        """A batch left; time counts from here if none was under way."""
        if self._flying == 0:
            self._since = self._clock()
        self._flying += 1

    def finished(self, items: int) -> None:
        """A batch of `items` came back."""
        self._flying -= 1
        now = self._clock()
        elapsed, self._since = now - self._since, now
        kept = math.exp(-elapsed / MEMORY_S)
        self._items = self._items * kept + items
        self._seconds = self._seconds * kept + elapsed

    @property
    def per_second(self) -> float:
        """Items per second; 0 as long as nothing was measured."""
        return self._items / self._seconds if self._seconds > 0 else 0.0

    def seconds_for(self, items: int) -> float:
        """How long `items` will take; 0 as long as nothing was measured."""
        rate = self.per_second
        return items / rate if rate > 0 else 0.0
