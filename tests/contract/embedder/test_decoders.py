"""Decoding processes: the pixels are those of the function, and whatever becomes of a process costs one picture."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embedder.decoding.decoders import Decoders
from embedder.errors import Reason, ShuttingDown, UnreadablePicture
from embedder.framing import Framing
from embedder.metrics import Metrics
from embedder.pixel_gate import PixelGate
from embedder.pixels import DecodeLimits, model_pixels
from embedder.ports import Pixels
from tests.image_bank.forge import PNG_MAGIC, chunk, encoded, ihdr, painted, zeros
from tests.image_bank.profiles import slow_picture
from tests.living import cpu_seconds, is_gone, open_files, until, until_working

FRAMING = Framing(224, (123, 117, 104))
LIMITS = DecodeLimits(max_bytes=25 * 1024 * 1024, max_pixels=40_000_000, max_side=16_384)
GATE = PixelGate(40_000_000)
PNG = encoded(painted(), "PNG")
EXPECTED = model_pixels(PNG, FRAMING, limits=LIMITS)
ENDLESS = slow_picture(50_000)


def decoders(metrics: Metrics, *, cpu_s: float = 60.0, limits: DecodeLimits = LIMITS) -> Decoders:
    return Decoders(FRAMING, limits, cpu_s=cpu_s, metrics=metrics)


def lost(metrics: Metrics) -> dict[str, float]:
    """How many processes were lost, by cause."""
    start = 'embedder_decoders_lost_total{cause="'
    lines = [line for line in metrics.page().decode().splitlines() if line.startswith(start)]
    return {line.split('"')[1]: float(line.split()[1]) for line in lines}


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def patient(metrics: Metrics) -> Iterator[Decoders]:
    made = decoders(metrics)
    yield made
    made.close()


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def in_the_middle(patient: Decoders, thread: ThreadPoolExecutor) -> tuple[Future[Pixels], int]:
    """An endless picture that is being decoded, and the process that does it."""
    thread.submit(patient.pixels, PNG, GATE).result()
    (pid,) = patient.pids()
    before = cpu_seconds(pid)
    answer = thread.submit(patient.pixels, ENDLESS, GATE)
    until_working(pid, before)
    return answer, pid


def refused(decode: Callable[[], Pixels]) -> Reason:
    with pytest.raises(UnreadablePicture) as refusal:
        decode()
    return refusal.value.reason


class TestLosses:
    def test_a_picture_that_takes_too_long_is_refused_and_the_next_one_decoded(self, metrics: Metrics) -> None:
        hasty = decoders(metrics, cpu_s=0.3)
        try:
            for losses in (1.0, 2.0):
                assert refused(lambda: hasty.pixels(ENDLESS, GATE)) is Reason.DECODE_LIMIT
                assert lost(metrics) == {"cpu": losses}
                assert np.array_equal(hasty.pixels(PNG, GATE), EXPECTED)
        finally:
            hasty.close()

    def test_a_picture_that_takes_too_much_memory_is_refused(self, metrics: Metrics) -> None:
        rows = zeros((4 * 5_000 + 1) * 5_000)
        large = PNG_MAGIC + ihdr(5_000, 5_000, 8, 6) + chunk(b"IDAT", rows) + chunk(b"IEND")
        small = Decoders(FRAMING, LIMITS, cpu_s=60.0, metrics=metrics, memory_bytes=200 << 20)
        try:
            assert refused(lambda: small.pixels(large, GATE)) is Reason.DECODE_LIMIT
            assert np.array_equal(small.pixels(PNG, GATE), EXPECTED)
            assert lost(metrics) == {}
        finally:
            small.close()

    @pytest.mark.parametrize("fault", [signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT])
    def test_a_picture_that_crashes_its_process_is_refused(
        self, patient: Decoders, thread: ThreadPoolExecutor, metrics: Metrics, fault: signal.Signals
    ) -> None:
        answer, pid = in_the_middle(patient, thread)
        os.kill(pid, fault)
        assert refused(answer.result) is Reason.DECODE_LIMIT
        assert lost(metrics) == {"crash": 1.0}
        assert np.array_equal(thread.submit(patient.pixels, PNG, GATE).result(), EXPECTED)

    def test_a_picture_whose_process_somebody_killed_gets_another_one_once(
        self, patient: Decoders, thread: ThreadPoolExecutor, metrics: Metrics
    ) -> None:
        answer, first = in_the_middle(patient, thread)
        os.kill(first, signal.SIGKILL)
        until(lambda: patient.pids() not in ([], [first]))
        os.kill(patient.pids()[0], signal.SIGKILL)
        assert refused(answer.result) is Reason.DECODE_LIMIT
        assert lost(metrics) == {"killed": 2.0}

    def test_a_process_that_was_killed_between_two_pictures_costs_none(
        self, patient: Decoders, metrics: Metrics
    ) -> None:
        files = open_files()
        for _ in range(2):
            assert np.array_equal(patient.pixels(PNG, GATE), EXPECTED)
            (pid,) = patient.pids()
            os.kill(pid, signal.SIGKILL)
            until(lambda pid=pid: is_gone(pid))  # type: ignore[misc]
        assert np.array_equal(patient.pixels(PNG, GATE), EXPECTED)
        assert open_files() == files + 1
        assert lost(metrics) == {"killed": 2.0}


class TestClose:
    def test_a_picture_in_hand_is_told_that_the_service_stops(
        self, patient: Decoders, thread: ThreadPoolExecutor, metrics: Metrics
    ) -> None:
        answer, pid = in_the_middle(patient, thread)
        patient.close()
        with pytest.raises(ShuttingDown):
            answer.result()
        with pytest.raises(ShuttingDown):
            patient.pixels(PNG, GATE)
        assert is_gone(pid)
        assert patient.pids() == []
        assert lost(metrics) == {}


class TestConfinement:
    def test_the_process_has_no_variable_no_file_and_no_room_beyond_what_it_needs(self, patient: Decoders) -> None:
        patient.pixels(PNG, GATE)
        (pid,) = patient.pids()
        process = Path(f"/proc/{pid}")
        rows = (process / "limits").read_text().splitlines()[1:]
        limits = {row[:26].strip(): row[26:].split()[0] for row in rows}
        assert limits["Max open files"] == "3"
        assert limits["Max file size"] == limits["Max core file size"] == "0"
        assert int(limits["Max address space"]) == (512 << 20) + 20 * LIMITS.max_pixels
        assert b"HOME=" not in (process / "environ").read_bytes()


def test_the_gate_is_passed_before_pixels_are_decoded(patient: Decoders) -> None:
    held: list[int] = []

    class Watched(PixelGate):
        def _enter(self, pixels: int) -> None:
            held.append(pixels)
            super()._enter(pixels)

    patient.pixels(PNG, Watched(10))
    assert held == [96 * 72]


def test_each_thread_has_a_process_of_its_own(patient: Decoders, thread: ThreadPoolExecutor) -> None:
    patient.pixels(PNG, GATE)
    thread.submit(patient.pixels, PNG, GATE).result()
    assert len(patient.pids()) == 2
