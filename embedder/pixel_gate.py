"""A gate in front of the decoders: many large pictures at once must not take all the memory."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Gate(Protocol):
    """What a decoder asks before it decodes."""

    def hold(self, pixels: int) -> AbstractContextManager[None]:
        """Wait for room for so many pixels, and give it back afterwards."""
        ...


class PixelGate:
    """Lets pictures in, first come first served, while those inside have at most `most` pixels together.

    A picture that has more on its own goes in when it is alone. Whoever is inside waits for nobody, so nobody waits
    for ever.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = 0
        self._queue: deque[object] = deque()
        self._moved = threading.Condition()

    @property
    def waiting(self) -> int:
        """How many pictures are in front of the gate."""
        with self._moved:
            return len(self._queue)

    @contextmanager
    def hold(self, pixels: int) -> Iterator[None]:
        """Wait for room for so many pixels, and give it back afterwards."""
        self._enter(pixels)
        try:
            yield
        finally:
            self._leave(pixels)

    def _enter(self, pixels: int) -> None:
        ticket = object()
        with self._moved:
            self._queue.append(ticket)
            self._moved.wait_for(lambda: self._queue[0] is ticket and self._has_room(pixels))
            self._queue.popleft()
            self._inside += pixels
            self._moved.notify_all()

    def _leave(self, pixels: int) -> None:
        with self._moved:
            self._inside -= pixels
            self._moved.notify_all()

    def _has_room(self, pixels: int) -> bool:
        return self._inside == 0 or self._inside + pixels <= self._most
