"""However many decode at once, the gate bounds their pixels together, keeps their order, and lets everybody through."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from embedder.pixel_gate import PixelGate

LONG_S = 60


def until(it_holds: Callable[[], bool]) -> None:
    """Wait for what is certain to come true."""
    stop = time.monotonic() + LONG_S
    while not it_holds():
        assert time.monotonic() < stop
        time.sleep(0.001)


class Visits:
    """Threads that go through a gate and stay inside until they are told to leave."""

    def __init__(self, gate: PixelGate) -> None:
        self.gate = gate
        self.inside: list[int] = []
        self._threads = ThreadPoolExecutor(16)
        self._leave: dict[int, threading.Event] = {}
        self._gone: dict[int, Future[None]] = {}

    def come(self, pixels: int) -> None:
        """A picture of so many pixels comes to the gate; returns when it is in front of it or inside."""
        before = self.gate.waiting
        self._leave[pixels] = threading.Event()
        self._gone[pixels] = self._threads.submit(self._visit, pixels)
        until(lambda: pixels in self.inside or self.gate.waiting > before)

    def leave(self, pixels: int) -> None:
        """That picture is decoded."""
        self._leave[pixels].set()
        self._gone[pixels].result(LONG_S)

    def _visit(self, pixels: int) -> None:
        with self.gate.hold(pixels):
            self.inside.append(pixels)
            assert self._leave[pixels].wait(LONG_S)
            self.inside.remove(pixels)


def test_a_picture_waits_until_there_is_room_and_those_behind_it_do_not_pass() -> None:
    visits = Visits(PixelGate(100))
    for pixels in (60, 30, 50, 1):
        visits.come(pixels)
    assert visits.inside == [60, 30]
    assert visits.gate.waiting == 2
    visits.leave(30)
    assert visits.inside == [60]
    visits.leave(60)
    until(lambda: sorted(visits.inside) == [1, 50])
    visits.leave(50)
    visits.leave(1)
    assert visits.gate.waiting == 0


def test_a_picture_larger_than_the_bound_goes_in_alone() -> None:
    visits = Visits(PixelGate(100))
    visits.come(101)
    assert visits.inside == [101]
    visits.come(7)
    visits.come(500)
    assert visits.inside == [101]
    visits.leave(101)
    until(lambda: visits.inside == [7])
    assert visits.gate.waiting == 1
    visits.leave(7)
    until(lambda: visits.inside == [500])
    visits.leave(500)


def test_room_is_given_back_when_decoding_fails() -> None:
    gate = PixelGate(10)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), gate.hold(10):
            raise ValueError("broken")
    with ExitStack() as both:
        both.enter_context(gate.hold(5))
        both.enter_context(gate.hold(5))


def test_a_crowd_of_all_sizes_gets_through_and_never_exceeds_the_bound() -> None:
    gate, lock, chance = PixelGate(100), threading.Lock(), random.Random(5)
    inside: list[int] = []
    most: list[tuple[int, int]] = []

    def visit(pixels: int) -> None:
        with gate.hold(pixels):
            with lock:
                inside.append(pixels)
                most.append((sum(inside), len(inside)))
            with lock:
                inside.remove(pixels)

    sizes = [chance.choice((1, 20, 60, 99, 100, 250)) for _ in range(600)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, sizes, timeout=LONG_S))
    assert len(most) == len(sizes)
    assert all(together <= 100 or alone == 1 for together, alone in most)
    assert gate.waiting == 0
