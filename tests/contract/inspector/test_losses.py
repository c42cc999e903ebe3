"""Children that are killed, hang, swell or crash cost one picture, or none, and the next one is seen."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from catalog.adapters.inspector import Cause, ProcessInspector
from catalog.errors import ImageRejected, RejectionReason
from catalog.images.inspection import Inspection, InspectionLimits, inspect
from tests.image_bank.bombs import CASES
from tests.image_bank.forge import encoded, painted, scan_bomb
from tests.image_bank.profiles import slow_picture
from tests.living import cpu_seconds, is_gone, open_files, until, until_working

PNG = encoded(painted(), "PNG")
NO_LIMIT_ON_SCANS = InspectionLimits(max_jpeg_scans=10**9, max_chunks=10**9)
ENDLESS = scan_bomb(4_000, 3_000)


@contextmanager
def refused_at_the_limit() -> Iterator[None]:
    with pytest.raises(ImageRejected) as refusal:
        yield
    assert refusal.value.reason is RejectionReason.DECODE_LIMIT


class TestLimits:
    def test_cpu(self) -> None:
        with ProcessInspector(limits=NO_LIMIT_ON_SCANS, processes=1, cpu_s=0.4, wall_s=60) as pool:
            for losses in (1, 2):
                with refused_at_the_limit():
                    pool.inspect(ENDLESS)
                assert pool.lost == {Cause.CPU: losses}
                assert pool.pids() == []
                assert pool.inspect(PNG) == inspect(PNG)

    def test_cpu_that_a_colour_profile_takes(self) -> None:
        with ProcessInspector(processes=1, cpu_s=0.4, wall_s=60) as pool:
            with refused_at_the_limit():
                pool.inspect(slow_picture(50_000))
            assert pool.lost == {Cause.CPU: 1}
            assert pool.inspect(PNG) == inspect(PNG)

    def test_wall(self) -> None:
        with ProcessInspector(limits=NO_LIMIT_ON_SCANS, processes=1, cpu_s=60, wall_s=0.4) as pool:
            pool.inspect(PNG)
            (pid,) = pool.pids()
            with refused_at_the_limit():
                pool.inspect(ENDLESS)
            assert pool.lost == {Cause.WALL: 1}
            assert is_gone(pid)
            assert pool.inspect(PNG) == inspect(PNG)

    def test_wall_of_a_child_that_does_nothing_at_all(self) -> None:
        with ProcessInspector(processes=1, wall_s=0.4) as pool:
            pool.inspect(PNG)
            os.kill(pool.pids()[0], signal.SIGSTOP)
            with refused_at_the_limit():
                pool.inspect(PNG + bytes(8 << 20))
            assert pool.lost == {Cause.WALL: 1}
            assert pool.inspect(PNG) == inspect(PNG)

    def test_memory(self) -> None:
        with ProcessInspector(processes=1, memory_bytes=300 << 20) as pool:
            large = encoded(painted().resize((6_000, 6_000)), "JPEG", quality=10)
            for losses in (1, 2):
                with refused_at_the_limit():
                    pool.inspect(large)
                assert pool.lost == {Cause.MEMORY: losses}
                assert pool.pids() == []
                assert pool.inspect(PNG) == inspect(PNG)

    def test_scan_bombs_do_not_come_near_the_limit(self) -> None:
        bombs = [case for case in CASES if case.verdict is RejectionReason.TOO_MANY_SCANS]
        assert len(bombs) == 3
        with ProcessInspector(processes=1) as pool:
            pool.inspect(PNG)
            (pid,) = pool.pids()
            before = cpu_seconds(pid)
            for bomb in bombs:
                with pytest.raises(ImageRejected) as refusal:
                    pool.inspect(bomb.make())
                assert refusal.value.reason is RejectionReason.TOO_MANY_SCANS
            assert cpu_seconds(pid) - before < 0.5
            assert not pool.lost


class TestSignals:
    @pytest.fixture
    def pool(self) -> Iterator[ProcessInspector]:
        with ProcessInspector(limits=NO_LIMIT_ON_SCANS, processes=1, cpu_s=60, wall_s=60) as pool:
            pool.inspect(PNG)
            yield pool

    def _in_the_middle(self, pool: ProcessInspector, threads: ThreadPoolExecutor, data: bytes) -> Future[Inspection]:
        before = cpu_seconds(pool.pids()[0])
        answer = threads.submit(pool.inspect, data)
        until_working(pool.pids()[0], before)
        return answer

    def test_a_picture_whose_child_somebody_killed_is_looked_at_again(self, pool: ProcessInspector) -> None:
        large = encoded(painted().resize((6_000, 6_000)), "JPEG")
        (first,) = pool.pids()
        with ThreadPoolExecutor(1) as threads:
            answer = self._in_the_middle(pool, threads, large)
            os.kill(first, signal.SIGKILL)
            assert answer.result() == inspect(large)
        assert pool.lost == {Cause.KILLED: 1}
        assert pool.pids() != [first]

    def test_a_picture_that_loses_two_children_is_refused(self, pool: ProcessInspector) -> None:
        (first,) = pool.pids()
        with ThreadPoolExecutor(1) as threads:
            answer = self._in_the_middle(pool, threads, ENDLESS)
            os.kill(first, signal.SIGKILL)
            until(lambda: pool.pids() not in ([], [first]))
            os.kill(pool.pids()[0], signal.SIGKILL)
            with refused_at_the_limit():
                answer.result()
        assert pool.lost == {Cause.KILLED: 2}
        assert pool.inspect(PNG) == inspect(PNG)

    @pytest.mark.parametrize("fault", [signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE])
    def test_a_picture_that_crashes_its_child_is_refused(self, pool: ProcessInspector, fault: signal.Signals) -> None:
        with ThreadPoolExecutor(1) as threads:
            answer = self._in_the_middle(pool, threads, ENDLESS)
            os.kill(pool.pids()[0], fault)
            with refused_at_the_limit():
                answer.result()
        assert pool.lost == {Cause.CRASH: 1}
        assert pool.inspect(PNG) == inspect(PNG)

    def test_an_idle_child_that_died_is_no_loss(self, pool: ProcessInspector) -> None:
        (first,) = pool.pids()
        os.kill(first, signal.SIGKILL)
        until(lambda: is_gone(first))
        assert pool.inspect(PNG) == inspect(PNG)
        assert not pool.lost

    def test_losses_leave_no_descriptor_and_no_thread_behind(self, pool: ProcessInspector) -> None:
        files, threads = open_files(), threading.active_count()
        for _ in range(5):
            os.kill(pool.pids()[0], signal.SIGKILL)
            pool.inspect(PNG)
        assert (open_files(), threading.active_count()) == (files, threads)


_PARENT = """
import sys, threading, time
from catalog.adapters.inspector import ProcessInspector
from catalog.images.inspection import InspectionLimits
from tests.image_bank.forge import encoded, painted, scan_bomb
pool = ProcessInspector(limits=InspectionLimits(max_jpeg_scans=10**9, max_chunks=10**9), cpu_s=60, wall_s=60)
bomb = scan_bomb(4_000, 3_000)
pool.inspect(encoded(painted(), "PNG"))
for _ in range(2):
    threading.Thread(target=pool.inspect, args=(bomb,), daemon=True).start()
while len(pool.pids()) < 2:
    time.sleep(0.01)
print(*pool.pids(), flush=True)
sys.stdin.read()
"""


def test_children_go_with_a_parent_that_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        for pid in pids:
            until_working(pid, cpu_seconds(pid))
        parent.kill()
    until(lambda: all(is_gone(pid) for pid in pids))
