"""Slows down guessing: counts failed log-ins, per username and address and per address, in this process."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import Final

from gateway.errors import TooManyAttempts

WINDOW_S: Final = 300.0
MOST_PER_NAME: Final = 10
MOST_PER_ADDRESS: Final = 100
_MOST_KEYS: Final = 20_000


class LoginThrottle:
    """A sliding window of failures. Memory is bounded: the key that was used longest ago is forgotten first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, username: str, address: str) -> None:
        """Raise TooManyAttempts when this name from this address, or this address alone, has failed too often."""
        with self._lock:
            waits = [self._wait(key, most) for key, most in _keys(username, address)]
        if max(waits) > 0:
            raise TooManyAttempts(max(waits))

    def failed(self, username: str, address: str) -> None:
        """Count a failure."""
        with self._lock:
            for key, most in _keys(username, address):
                self._failures.setdefault(key, deque(maxlen=most)).append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST_KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, username: str, address: str) -> None:
        """Forget the failures of this name from this address; those of the address stay."""
        with self._lock:
            self._failures.pop((username.lower(), address), None)

    def _wait(self, key: tuple[str, ...], most: int) -> float:
        times = self._failures.get(key)
        if times is None or len(times) < most:
            return 0.0
        return times[0] + WINDOW_S - self._clock()


def _keys(username: str, address: str) -> Iterable[tuple[tuple[str, ...], int]]:
    return ((username.lower(), address), MOST_PER_NAME), ((address,), MOST_PER_ADDRESS)
