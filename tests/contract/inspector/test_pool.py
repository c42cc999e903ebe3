"""Work done in children is the same work; the pool shares, recycles and closes."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.adapters.inspector import ProcessInspector
from catalog.embeddings.model import Preprocess, PreprocessMode
from catalog.errors import ImageRejected, InspectorBusy, RejectionReason
from catalog.images.formats import ImageFormat
from catalog.images.inspection import InspectionLimits, inspect
from catalog.images.ports import Inspector
from catalog.images.thumbnails import make_thumbnails
from tests.image_bank.forge import encoded, painted
from tests.image_bank.seeds import seed
from tests.living import cpu_seconds, is_gone, open_files, until

PNG = encoded(painted(), "PNG")
PREPARED = Preprocess(pad_colour=(9, 8, 7))


@pytest.fixture(scope="module")
def inspector() -> Iterator[ProcessInspector]:
    with ProcessInspector() as pool:
        yield pool


class TestAnswers:
    @pytest.mark.parametrize("found", list(ImageFormat))
    def test_are_those_of_the_function(self, inspector: ProcessInspector, found: ImageFormat) -> None:
        port: Inspector = inspector
        assert port.inspect(seed(found), found.content_type) == inspect(seed(found))
        assert port.thumbnails(seed(found)) == make_thumbnails(seed(found))

    def test_crops_are_those_of_the_function(self, inspector: ProcessInspector) -> None:
        data = encoded(painted(400, 300), "PNG")
        found = inspector.inspect(data, crops=3)
        assert len(found.crops) == 3
        assert found == inspect(data, crops=3)
        assert inspector.inspect(data) == replace(found, crops=())

    def test_limits_and_padding_are_the_pools(self) -> None:
        with ProcessInspector(limits=InspectionLimits(max_side=80), preprocess=lambda: PREPARED, processes=1) as strict:
            with pytest.raises(ImageRejected) as refusal:
                strict.inspect(PNG)
            assert refusal.value.reason is RejectionReason.SIDE_TOO_LONG
            small = encoded(painted(80, 20), "PNG")
            assert strict.inspect(small) == inspect(small, preprocess=PREPARED)
            cropped = Preprocess(PreprocessMode.CROP)
            assert strict.inspect(small, preprocess=cropped, crops=1) == inspect(small, preprocess=cropped, crops=1)

    def test_too_many_bytes_are_not_even_sent(self) -> None:
        with ProcessInspector(limits=InspectionLimits(max_bytes=10)) as strict:
            for ask in (strict.inspect, strict.thumbnails):
                with pytest.raises(ImageRejected) as refusal:
                    ask(PNG)
                assert refusal.value.reason is RejectionReason.TOO_MANY_BYTES
            assert strict.pids() == []

    def test_are_never_mixed_up_between_threads(self, inspector: ProcessInspector) -> None:
        pictures = [encoded(painted(40 + number, 40, number), "PNG") for number in range(40)]
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(inspector.inspect, pictures))
        assert [one.width for one in found] == [40 + number for number in range(40)]
        assert len(inspector.pids()) == 2


class TestLife:
    def test_children_start_when_needed_and_stay(self) -> None:
        with ProcessInspector() as pool:
            assert pool.pids() == []
            pool.inspect(PNG)
            first = pool.pids()
            pool.inspect(PNG)
            assert pool.pids() == first
            assert len(first) == 1

    def test_a_worn_out_child_is_replaced(self) -> None:
        with ProcessInspector(processes=1, recycle_after=2) as pool:
            seen = []
            for _ in range(5):
                pool.inspect(PNG)
                seen += pool.pids()
            assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]
            assert is_gone(seen[0])
            assert not pool.lost

    def test_a_child_outlives_the_thread_that_first_needed_it(self) -> None:
        with ProcessInspector(processes=1) as pool:
            asking = threading.Thread(target=pool.inspect, args=(PNG,))
            asking.start()
            asking.join()
            first = pool.pids()
            pool.inspect(PNG)
            assert pool.pids() == first != []

    def test_closing_ends_the_children_and_frees_everything(self) -> None:
        before = open_files()
        pool = ProcessInspector()
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(pool.inspect, [PNG] * 8))
        pids = pool.pids()
        pool.close()
        assert pids
        assert all(is_gone(pid) for pid in pids)
        assert open_files() == before
        with pytest.raises(InspectorBusy):
            pool.inspect(PNG)

    def test_says_busy_when_no_child_is_free_in_time(self) -> None:
        with ProcessInspector(processes=1, wait_s=0.05, wall_s=60) as pool:
            pool.inspect(PNG)
            (pid,) = pool.pids()
            os.kill(pid, signal.SIGSTOP)
            holding = threading.Thread(target=pool.inspect, args=(PNG,))
            holding.start()
            until(pool._free.empty)
            with pytest.raises(InspectorBusy) as busy:
                pool.inspect(PNG)
            assert busy.value.retry_after_s > 0
            os.kill(pid, signal.SIGCONT)
            holding.join()
            pool.inspect(PNG)
            assert pool.pids() == [pid]


class TestConfinement:
    @pytest.fixture
    def pid(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
        monkeypatch.setenv("S3_SECRET_KEY", "canary-secret")
        with ProcessInspector(processes=1, memory_bytes=700 << 20) as pool:
            pool.inspect(PNG)
            yield pool.pids()[0]

    def test_nothing_of_the_environment_is_handed_down(self, pid: int) -> None:
        assert b"canary" not in Path(f"/proc/{pid}/environ").read_bytes()
        assert b"LANG=" in Path(f"/proc/{pid}/environ").read_bytes()

    def test_limits_are_set_and_cannot_be_raised(self, pid: int) -> None:
        limits = {
            line[:26].strip(): line[26:].split()[:2] for line in Path(f"/proc/{pid}/limits").read_text().splitlines()
        }
        assert limits["Max address space"] == [str(700 << 20)] * 2
        assert limits["Max open files"] == ["4", "4"]
        assert limits["Max file size"] == ["0", "0"]
        assert limits["Max core file size"] == ["0", "0"]
        assert limits["Max cpu time"] == [str(5 * 201 + 1)] * 2

    def test_no_descriptor_is_left_to_open_a_file_or_socket(self, pid: int) -> None:
        assert sorted(int(entry.name) for entry in Path(f"/proc/{pid}/fd").iterdir()) == [0, 1, 2, 3]

    def test_no_decoder_beyond_ours_is_loaded(self, pid: int) -> None:
        mapped = Path(f"/proc/{pid}/maps").read_text()
        assert "_imaging" in mapped
        assert "_imagingtk" not in mapped
        assert "torch" not in mapped

    def test_no_new_privileges(self, pid: int) -> None:
        assert "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()


def test_cpu_is_counted_for_each_picture_and_not_for_a_life() -> None:
    with ProcessInspector(processes=1, cpu_s=0.6) as pool:
        pool.inspect(PNG)
        (pid,) = pool.pids()
        before = cpu_seconds(pid)
        picture = encoded(painted(1600, 1200), "PNG")
        while cpu_seconds(pid) < before + 1.5:
            pool.inspect(picture)
        assert pool.pids() == [pid]
        assert not pool.lost
